import { cleanSegment, type SitePath } from '../model/address.ts'

/**
 * The address of an article: its story's path, lower case, Unicode kept (NFC), white space as hyphens and characters that
 * mean something in an address left out; another language than the newsroom's in front; `slug` in place of the last part.
 * Undefined when nothing is left of a part.
 */
export function permalinkOf(name: {
  readonly story: string
  readonly prefix: string | undefined
  readonly slug: string | undefined
}): SitePath | undefined {
  const parts = name.story.split('/')
  if (name.slug !== undefined) parts.splice(-1, 1, name.slug)
  const clean = parts.map(cleanSegment)
  if (clean.some(part => part === '')) return undefined
  return name.prefix === undefined ? `/${clean.join('/')}/` : `/${name.prefix.toLowerCase()}/${clean.join('/')}/`
}
