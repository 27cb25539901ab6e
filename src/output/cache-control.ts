import { isFeedFile } from '../feed/feed-file.ts'
import type { OutPath } from '../model/address.ts'

/** What anything is answered with that has no rule of its own: it may be kept, and is asked for again each time it is used. */
export const ASK_EACH_TIME = 'no-cache'

/** The style and the search's script, under names that change with their bytes: `assets/style.0123abcd.css`. */
const NAMED_BY_CONTENT = /^assets\/[\w-]+\.[0-9a-f]{8}\.(css|js)$/

/**
 * How long a file may be used without asking again (RFC 9111 §5.2.2). A page, never: what was withdrawn must be gone from the next look at it.
 * A feed, for a minute: nobody polls oftener, and a cache between then asks once for all behind it. What is named by its content, for ever.
 */
export function cacheControl(path: OutPath): string {
  if (NAMED_BY_CONTENT.test(path)) return 'public, max-age=31536000, immutable'
  return isFeedFile(path) ? 'public, max-age=60' : ASK_EACH_TIME
}
