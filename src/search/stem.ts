import { kazakhStem } from './kazakh.ts'
import ArabicStemmer from './stemmers/arabic-stemmer.js'
import EnglishStemmer from './stemmers/english-stemmer.js'
import FrenchStemmer from './stemmers/french-stemmer.js'
import RussianStemmer from './stemmers/russian-stemmer.js'
import SpanishStemmer from './stemmers/spanish-stemmer.js'
import type { Stem } from './words.ts'

const STEMS: Readonly<Record<string, () => Stem>> = {
  ar: () => snowball(new ArabicStemmer()),
  en: () => snowball(new EnglishStemmer()),
  es: () => snowball(new SpanishStemmer()),
  fr: () => snowball(new FrenchStemmer()),
  kk: () => kazakhStem,
  ru: () => snowball(new RussianStemmer()),
}

/** By the first part of a language: `fr` for `fr-CH`. */
const made = new Map<string, Stem>()

/** How words of a language (BCP 47) are stemmed; as they stand, where nothing is known of it. */
export function stemOf(lang: string): Stem {
  const [primary = ''] = lang.toLowerCase().split('-')
  const known = made.get(primary)
  if (known) return known
  const stem = STEMS[primary]?.() ?? (word => word)
  made.set(primary, stem)
  return stem
}

function snowball(stemmer: { readonly stem: (word: string) => string }): Stem {
  return word => stemmer.stem(word)
}
