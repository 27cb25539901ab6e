import { qualityValues } from './quality-values.ts'

/** A content coding (RFC 9110 §8.4.1). */
export type ContentCoding = 'br' | 'gzip'

/** In the order in which they are preferred: Brotli packs text tighter. */
const CODINGS: readonly ContentCoding[] = ['br', 'gzip']

/** Everything else that is published is compressed already: pictures, recordings, archives. */
const COMPRESSIBLE = /^text\/|[/+](?:xml|json)(?:;|$)|^application\/jsonl(?:;|$)/

/** Below this a body fits into one packet with its headers. */
const MIN_BYTES = 1024
/** Compressing holds up every other answer while it lasts: what is larger than this is no feed or page. */
const MAX_BYTES = 4 * 1024 * 1024

/** Whether a file is sent in a coding to who wants one. */
export function isCompressible({ type, size }: { readonly type: string; readonly size: number }): boolean {
  return size >= MIN_BYTES && size <= MAX_BYTES && COMPRESSIBLE.test(type)
}

/**
 * The coding that a client wants most (RFC 9110 §12.5.3); undefined for the bytes as they are, which who does not say gets. These are
 * always acceptable enough, but are preferred only by who names them so.
 */
export function wantedCoding(acceptEncoding: string): ContentCoding | undefined {
  const wanted = qualityValues(acceptEncoding)
  const qualityOf = (coding: ContentCoding): number => wanted.get(coding) ?? wanted.get('*') ?? 0
  const best = Math.max(...CODINGS.map(qualityOf))
  return best > 0 && best >= (wanted.get('identity') ?? 0) ? CODINGS.find(coding => qualityOf(coding) === best) : undefined
}
