import { FEED_FORMATS } from '../model/edition.ts'

const NAMES: ReadonlySet<string> = new Set(Object.values(FEED_FORMATS).map(({ file }) => file))

/** Whether a path is that of a feed's document, current or archive. */
export function isFeedFile(path: string): boolean {
  return NAMES.has(path.slice(path.lastIndexOf('/') + 1))
}

/** An archive's folder, as `feedArchivePath` names it. No channel has such a path: nothing of a newsroom's own may be called `archive`. */
const ARCHIVE = /(^|\/)archive\/[^/]+\/[^/]+$/

/** Whether a path is that of a channel's current document: what a hub is told of (WebSub §4). Nobody polls an archive (RFC 5005 §4). */
export function isTopic(path: string): boolean {
  return isFeedFile(path) && !ARCHIVE.test(path)
}
