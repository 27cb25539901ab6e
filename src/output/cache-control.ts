import type { OutPath } from '../model/address.ts'
import { type Caching, madeAt } from '../model/made-files.ts'

/** What anything is answered with that has no rule of its own: it may be kept, and is asked for again each time it is used. */
export const ASK_EACH_TIME = 'no-cache'

const HEADERS = {
  'ask-each-time': ASK_EACH_TIME,
  'a-minute': 'public, max-age=60',
  permanent: 'public, max-age=31536000, immutable',
} as const satisfies Record<Caching, string>

/**
 * How long a file may be used without asking again (RFC 9111 §5.2.2). A page, never: what was withdrawn must be gone from the next look at it.
 * A feed, for a minute: nobody polls oftener, and a cache between then asks once for all behind it. What is named by its content, for ever.
 */
export function cacheControl(path: OutPath): string {
  return HEADERS[madeAt(path).caching]
}
