/** Milliseconds since the Unix epoch, UTC. The only form of time in the pure stages. */
export type Instant = number

/** A date as its author gave it: the instant it means, and whether a time of day was written. */
export interface StoryDate {
  readonly at: Instant
  /** True when only a day was written: the instant is that day's midnight in the newsroom's zone. */
  readonly dateOnly: boolean
}
