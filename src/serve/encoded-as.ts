import type { PublishedFile } from './published.ts'
import { qualityValues } from './quality-values.ts'

/** A content coding (RFC 9110 §8.4.1). */
export type ContentCoding = 'br' | 'gzip'

/** How a file goes over the wire. */
export interface Encoded {
  /** Undefined for the bytes as they are. */
  readonly coding: ContentCoding | undefined
  /** Entity tag of the bytes that are sent. */
  readonly etag: string
  /** Whether another `Accept-Encoding` might have got other bytes. */
  readonly varies: boolean
}

/** In the order in which they are preferred: Brotli packs text tighter. */
const CODINGS: readonly ContentCoding[] = ['br', 'gzip']
const TAG_SUFFIX = { br: '-br', gzip: '-gz' } as const satisfies Record<ContentCoding, string>

/** Everything else that is published is compressed already: pictures, recordings, archives. */
const COMPRESSIBLE = /^text\/|[/+](?:xml|json)$|^application\/jsonl$/

/** Below this a body fits into one packet with its headers. */
const MIN_BYTES = 1024
/** Compressing holds up every other answer while it lasts: what is larger than this is no feed or page. */
const MAX_BYTES = 4 * 1024 * 1024

/** The coding of a file's bytes that a client wants most (RFC 9110 §12.5.3). Who does not say gets them as they are. */
export function encodedAs({ type, body, etag }: PublishedFile, acceptEncoding = ''): Encoded {
  const [exact = ''] = type.split(';', 1)
  const varies = COMPRESSIBLE.test(exact) && body.length >= MIN_BYTES && body.length <= MAX_BYTES
  const coding = varies ? wantedCoding(acceptEncoding) : undefined
  if (!coding) return { coding, etag, varies }
  // Other bytes, so another strong entity tag (RFC 9110 §8.8.3.3).
  return { coding, etag: etag.replace(/"$/, `${TAG_SUFFIX[coding]}"`), varies }
}

/** Unencoded bytes are always acceptable enough, but are preferred only by who names them so. */
function wantedCoding(acceptEncoding: string): ContentCoding | undefined {
  const wanted = qualityValues(acceptEncoding)
  const qualityOf = (coding: ContentCoding): number => wanted.get(coding) ?? wanted.get('*') ?? 0
  const best = Math.max(...CODINGS.map(qualityOf))
  return best > 0 && best >= (wanted.get('identity') ?? 0) ? CODINGS.find(coding => qualityOf(coding) === best) : undefined
}
