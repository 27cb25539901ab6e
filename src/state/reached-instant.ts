import { join } from 'node:path'
import type { Instant } from '../model/instant.ts'
import type { PublicationRecord } from '../model/record.ts'
import { readJson } from '../platform/read-json.ts'
import { writeWhole } from '../platform/write-whole.ts'
import { latestInstantIn } from '../record/record-instants.ts'
import type { Paths } from './paths.ts'
import { isPreview, unmarkPreview } from './preview-mark.ts'

const FILE = 'reached.json'

/**
 * The instant that readers have reached: `now`, or that of the last publish, where the clock is behind it. `.courant/` remembers that publish; where
 * it is lost, the record in `out/` tells of the last one that released or removed something. What a folder shows of a time to come counts for nothing.
 */
export function reachedInstant(
  paths: Pick<Paths, 'state'>,
  { now, record }: { readonly now: Instant; readonly record: PublicationRecord },
): Instant {
  if (isPreview(paths)) return now
  const remembered = readJson(join(paths.state, FILE))
  // A record may have a later instant than its publish: an author's notice that is dated after a clock which was behind.
  return Math.max(now, typeof remembered === 'number' ? remembered : latestInstantIn(record))
}

/** Remembers the instant of a publish by the clock, which is that of its edition or the later one that readers had reached. */
export function rememberReached(paths: Pick<Paths, 'state'>, reached: Instant): void {
  writeWhole(join(paths.state, FILE), `${reached}\n`, { mode: 0o600 })
  unmarkPreview(paths)
}
