/** A source of numbers that are the same at every run. */
export interface Random {
  /** A whole number from `min` to `max`, both included. */
  readonly integer: (min: number, max: number) => number
  /** True in one of `n` cases. */
  readonly oneIn: (n: number) => boolean
  /** One of the items. */
  readonly pick: <T>(items: readonly [T, ...T[]]) => T
  /** So many different items, in the order of the list. */
  readonly sample: <T>(items: readonly T[], count: number) => readonly T[]
}

/** A generator for this seed, 32 bits: Mulberry32, whose quality is ample for prose and whose code is five lines. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const integer = (min: number, max: number): number => min + Math.floor(next() * (max - min + 1))
  return {
    integer,
    oneIn: n => integer(1, n) === 1,
    pick: items => items[integer(0, items.length - 1)] ?? items[0],
    sample: (items, count) => sampleInOrder(items, count, integer),
  }
}

// Selection sampling (Knuth, TAOCP 3.4.2, algorithm S): each item is taken with the chance that keeps all subsets alike.
function sampleInOrder<T>(items: readonly T[], count: number, integer: Random['integer']): readonly T[] {
  const taken: T[] = []
  items.forEach((item, index) => {
    if (integer(1, items.length - index) <= count - taken.length) taken.push(item)
  })
  return taken
}
