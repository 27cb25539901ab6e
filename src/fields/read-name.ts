import type { SourcePath } from '../model/address.ts'
import { canonicalLanguage } from './readers.ts'

/** What a file's name says of its story. */
export interface NameParts {
  /** The path without language and `.md`: what the language editions of a story share. */
  readonly story: string
  /** Language from the name, `kazakhstan.fr.md`; undefined when it has none. */
  readonly lang: string | undefined
}

/** Splits `2015/kazakhstan.fr.md` into its story and its language; `node.js.md` has none. */
export function readName(path: SourcePath): NameParts {
  const bare = path.slice(0, -'.md'.length)
  const dot = bare.lastIndexOf('.')
  const lang = dot > bare.lastIndexOf('/') + 1 ? languageNamed(bare.slice(dot + 1)) : undefined
  return lang === undefined ? { story: bare, lang } : { story: bare.slice(0, dot), lang }
}

// Ten milliseconds to make, and many a process reads no name with a dot in it.
let names: Intl.DisplayNames | undefined
const known = new Map<string, string | undefined>()

/** A language by its code, where it has a name: of `doc`, `js` and `old`, which have the form of codes, nobody speaks any. */
export function languageNamed(code: string): string | undefined {
  if (!known.has(code)) {
    const tag = canonicalLanguage(code)
    names ??= new Intl.DisplayNames('en', { type: 'language', fallback: 'none' })
    known.set(code, tag !== undefined && names.of(new Intl.Locale(tag).language) !== undefined ? tag : undefined)
  }
  return known.get(code)
}
