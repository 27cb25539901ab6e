import type { OwnLabels, Site } from '../model/site.ts'
import { AR } from './words/ar.ts'
import { EN } from './words/en.ts'
import { ES } from './words/es.ts'
import { FR } from './words/fr.ts'
import { RU } from './words/ru.ts'
import type { Words } from './words/words.ts'
import { ZH } from './words/zh.ts'

const LANGUAGES: ReadonlyMap<string, Words> = new Map([
  ['ar', AR],
  ['en', EN],
  ['es', ES],
  ['fr', FR],
  ['ru', RU],
  ['zh', ZH],
])

/** ISO 15924 codes of the scripts in use today that are written from right to left. */
const RIGHT_TO_LEFT: ReadonlySet<string> = new Set(['Adlm', 'Arab', 'Hebr', 'Mand', 'Nkoo', 'Rohg', 'Syrc', 'Thaa'])

const directions = new Map<string, 'ltr' | 'rtl'>()
const names = new Map<string, string>()

const own = new WeakMap<OwnLabels, Map<string, Words>>()

/**
 * The interface's words for a BCP 47 tag, chosen by its primary subtag; English where we have none. Those that the newsroom has
 * of its own go before, those for the very tag first.
 */
export function labelsFor(lang: string, { labels }: Pick<Site, 'labels'>): Words {
  const words = own.get(labels) ?? new Map<string, Words>()
  own.set(labels, words)
  const known = words.get(lang)
  if (known) return known
  const primary = primaryTag(lang)
  const chosen = frozen({ ...(LANGUAGES.get(primary) ?? EN), ...labels[primary], ...labels[lang] })
  words.set(lang, chosen)
  return chosen
}

/** The primary subtag of a BCP 47 tag: `fr` for `fr-CH`. */
export function primaryTag(lang: string): string {
  return lang.split('-', 1)[0]?.toLowerCase() ?? ''
}

/** A theme's templates are handed the words that feeds are made of, too. */
function frozen(words: Words): Words {
  return Object.freeze({ ...words, aboutFeeds: Object.freeze([...words.aboutFeeds]) })
}

/**
 * The direction in which a language is written, by its script, given (`az-Arab`) or likely (`ur`).
 * @throws RangeError for what is no BCP 47 tag
 */
export function dirOf(lang: string): 'ltr' | 'rtl' {
  const known = directions.get(lang)
  if (known !== undefined) return known
  const dir = RIGHT_TO_LEFT.has(new Intl.Locale(lang).maximize().script ?? '') ? 'rtl' : 'ltr'
  directions.set(lang, dir)
  return dir
}

/** A language's name in itself, as people look for it: `Français`, `العربية`. */
export function nameOf(lang: string): string {
  const known = names.get(lang)
  if (known !== undefined) return known
  const own = new Intl.DisplayNames([lang], { type: 'language' }).of(lang) ?? lang
  const name = own.charAt(0).toLocaleUpperCase(lang) + own.slice(1)
  names.set(lang, name)
  return name
}
