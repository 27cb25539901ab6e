import { stemmer } from '@orama/stemmers/french'

// Snowball's stemmers, as packages bring them. Each is an export of its own, so that the script of a page can be bundled with one alone.
export { stemmer as arabicStem } from '@orama/stemmers/arabic'
export { stemmer as russianStem } from '@orama/stemmers/russian'
export { stemmer as spanishStem } from '@orama/stemmers/spanish'
export { stem as englishStem } from 'porter2'

/** What a French word loses its vowel before: `l’accord`, `jusqu’ici`. */
const ELIDED = /^(?:[cdjlmnst]|(?:jus|lors|puis|quoi)?qu)'(?=.)/

/** The stem of a French word in lower case, without what is elided before it: the package is of a Snowball that left this on. */
export function frenchStem(word: string): string {
  return stemmer(word.replace(ELIDED, ''))
}
