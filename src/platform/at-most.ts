import { setTimeout as pause } from 'node:timers/promises'

/** Waits for it, but not for longer than this. */
export async function atMost(ms: number, it: Promise<unknown>): Promise<void> {
  const waiting = new AbortController()
  await Promise.race([it, pause(ms, undefined, { signal: waiting.signal })])
  waiting.abort()
}
