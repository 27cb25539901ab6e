import { canonicalLanguage } from '../fields/readers.ts'
import { cleanSegment, type SitePath, type SourcePath } from '../model/address.ts'

/** What a file's name says of its story. */
export interface NameParts {
  /** The path without language and `.md`: what the language editions of a story share. */
  readonly story: string
  /** Language from the name, `kazakhstan.fr.md`; undefined when it has none. */
  readonly lang: string | undefined
}

/** First parts of addresses that Courant itself makes; no article may stand there. */
export const RESERVED_NAMES: ReadonlySet<string> = new Set([
  'topics',
  'sections',
  'authors',
  'feeds',
  'page',
  'assets',
  'archive',
  'search',
  'languages',
  'changes',
  'sitemaps',
  'hub',
])

/** Splits `2015/kazakhstan.fr.md` into its story and its language. */
export function readName(path: SourcePath): NameParts {
  const bare = path.slice(0, -'.md'.length)
  const dot = bare.lastIndexOf('.')
  const lang = dot > bare.lastIndexOf('/') + 1 ? canonicalLanguage(bare.slice(dot + 1)) : undefined
  return lang === undefined ? { story: bare, lang } : { story: bare.slice(0, dot), lang }
}

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
