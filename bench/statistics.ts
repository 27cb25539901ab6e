/** The middle one; of an even number the mean of the two in the middle: the lower would make every ratio better than it is. NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const [below, above] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[Math.floor(sorted.length / 2)]]
  return below === undefined || above === undefined ? Number.NaN : (below + above) / 2
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

/** The figures below which half, 95 % and all of the values are. */
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
