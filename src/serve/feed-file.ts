import { FEED_FORMATS } from '../model/edition.ts'

const NAMES: ReadonlySet<string> = new Set(Object.values(FEED_FORMATS).map(({ file }) => file))

/** Whether a path is that of a feed's document, current or archive. */
export function isFeedFile(path: string): boolean {
  return NAMES.has(path.slice(path.lastIndexOf('/') + 1))
}
