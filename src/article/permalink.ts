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

/** Splits `2015/kazakhstan.fr.md` into its story and its language; `node.js.md` has none. */
export function readName(path: SourcePath): NameParts {
  const bare = path.slice(0, -'.md'.length)
  const dot = bare.lastIndexOf('.')
  const lang = dot > bare.lastIndexOf('/') + 1 ? languageNamed(bare.slice(dot + 1)) : undefined
  return lang === undefined ? { story: bare, lang } : { story: bare.slice(0, dot), lang }
}

const NAMES = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' })
const known = new Map<string, string | undefined>()

/** A language by its code, where it has a name: of `doc`, `js` and `old`, which have the form of codes, nobody speaks any. */
function languageNamed(code: string): string | undefined {
  if (!known.has(code)) {
    const tag = canonicalLanguage(code)
    known.set(code, tag !== undefined && NAMES.of(new Intl.Locale(tag).language) !== undefined ? tag : undefined)
  }
  return known.get(code)
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
