import { kazakhStem } from './kazakh.ts'
import { arabicStem, englishStem, frenchStem, russianStem, spanishStem } from './snowball.ts'
import type { Stem } from './words.ts'

/** By the first part of a language: `fr` for `fr-CH`. */
const STEMS: ReadonlyMap<string, Stem> = new Map([
  ['ar', arabicStem],
  ['en', englishStem],
  ['es', spanishStem],
  ['fr', frenchStem],
  ['kk', kazakhStem],
  ['ru', russianStem],
])

/** How words of a language (BCP 47) are stemmed; not at all, where Courant has no stemmer for it. */
export function stemOf(lang: string): Stem {
  const [primary = ''] = lang.toLowerCase().split('-')
  return STEMS.get(primary) ?? unstemmed
}

function unstemmed(word: string): string {
  return word
}
