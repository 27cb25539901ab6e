/** Milliseconds since the Unix epoch, UTC. The only form of time in the pure stages. */
export type Instant = number

/** A date as its author gave it: the instant it means, and whether a time of day was written. */
export interface StoryDate {
  readonly at: Instant
  /** True when only a day was written: the instant is that day's midnight in the newsroom's zone. */
  readonly dateOnly: boolean
}

/** The second in which an instant lies: feeds have dates of whole seconds. */
export function wholeSecond(at: Instant): Instant {
  return at - (at % 1000)
}

/** The first whole second after an instant. */
export function nextSecond(at: Instant): Instant {
  return wholeSecond(at) + 1000
}
