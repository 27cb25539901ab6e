import { mediaType } from '../images/media-types.ts'
import { FEED_FORMATS } from '../model/edition.ts'

/** The exact type of a published file: feeds as their formats have it, text as UTF-8. */
export function contentType(path: string): string {
  const feed = Object.values(FEED_FORMATS).find(({ file }) => path === file || path.endsWith(`/${file}`))
  const type = feed?.type ?? (path.endsWith('.jsonl') ? 'application/jsonl' : mediaType(path))
  return /^text\/|xml$|json/.test(type) ? `${type}; charset=utf-8` : type
}
