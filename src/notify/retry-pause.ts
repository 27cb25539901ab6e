const FIRST_MS = 10_000
/** Nothing waits for longer until it is tried again. */
export const LONGEST_MS: number = 60 * 60_000

/** How long to wait after so many failures in a row, one at least: ten seconds, then three times as long each time, up to an hour. */
export function retryPauseMs(failures: number): number {
  return Math.min(FIRST_MS * 3 ** (failures - 1), LONGEST_MS)
}

/** For how long the same thing is tried again. */
export const GIVE_UP_MS: number = 36 * 60 * 60_000

const PUT_OFF_MS = 1_000

/** When to try a delivery again whose bytes were just being replaced: later, the longer that lasts. */
export function putOffMs(sinceMs: number): number {
  return Math.min(Math.max(PUT_OFF_MS, Math.floor(sinceMs / 4)), LONGEST_MS)
}
