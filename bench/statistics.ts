/** The middle one; of an even number the lower of the two in the middle, so that it is one that was measured. NaN of none. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? Number.NaN
}

/** The median of what each pair of the same round gives, `ours / theirs`: what slows the machine down for a while slows both. */
export function pairedRatio(ours: readonly number[], theirs: readonly number[]): number {
  return median(theirs.flatMap((value, round) => (ours[round] === undefined ? [] : [ours[round] / value])))
}

/** By which power of `n` a cost grows: the slope of the straight line that fits the logarithms best. NaN below two sizes. */
export function growthExponent(points: readonly { readonly n: number; readonly cost: number }[]): number {
  const logs = points.map(({ n, cost }) => ({ x: Math.log(n), y: Math.log(cost) }))
  const meanX = logs.reduce((sum, { x }) => sum + x, 0) / logs.length
  const meanY = logs.reduce((sum, { y }) => sum + y, 0) / logs.length
  const covariance = logs.reduce((sum, { x, y }) => sum + (x - meanX) * (y - meanY), 0)
  return covariance / logs.reduce((sum, { x }) => sum + (x - meanX) ** 2, 0)
}

/** The figures below which half, 95 % and all of the values are, each of them one that was measured. */
export function distribution(values: readonly number[]): {
  readonly median: number
  readonly p95: number
  readonly most: number
} {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (share: number): number => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
  return { median: median(values), p95: at(0.95), most: at(1) }
}

/** A distribution of milliseconds in words. */
export function formatDistribution(values: readonly number[]): string {
  const { median, p95, most } = distribution(values)
  return `median ${median.toFixed(0)} ms, 95 % within ${p95.toFixed(0)}, all within ${most.toFixed(0)}`
}
