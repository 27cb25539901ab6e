/** What the Snowball compiler makes of each language: see `LICENSE`. */
declare module '*-stemmer.js' {
  export default class Stemmer {
    /** The stem of a word in lower case. */
    stem(word: string): string
  }
}
