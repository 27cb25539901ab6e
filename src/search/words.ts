/** Gives the stem of a word in lower case: what its forms have in common. */
export type Stem = (word: string) => string

/** A word of a text as the index has it, and where the text says it. */
export interface FoundWord {
  readonly term: string
  /** In UTF-16 code units of the text. */
  readonly from: number
  readonly to: number
}

/** Longer ones are no words: addresses, keys, noise. */
const LONGEST = 40

/** Letters, digits and what belongs to them; apostrophes within a word. */
const RUNS = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*(?:['\u2019][\p{L}\p{N}][\p{L}\p{N}\p{M}]*)*/gu

/** Scripts that put no space between words: these are found by pairs of characters, since browsers and servers cut them into words by different dictionaries. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\u30fc]/u
const ALL_UNSPACED = new RegExp(`${UNSPACED.source}+`, 'gu')

/** The vowel marks of Arabic, and the stroke that only makes a word longer. */
const ARABIC_MARKS = /[\u064b-\u065f\u0670\u0640]/g

/**
 * The words of a text, in order. `stem` is that of the text's language; text and query are cut by the same one. Marks are folded after
 * stemming, in Latin and Greek letters alone: a stemmer goes by them, and in other scripts they tell words apart.
 */
export function wordsIn(text: string, stem: Stem): readonly FoundWord[] {
  const found: FoundWord[] = []
  for (const run of text.matchAll(RUNS)) {
    const [all] = run
    if (UNSPACED.test(all)) cutUnspaced(all, { from: run.index, stem, found })
    else for (const term of termsOf(all, stem)) found.push({ term, from: run.index, to: run.index + all.length })
  }
  return found
}

/** How often a text says each of its terms. */
export function countTerms(text: string, stem: Stem): Map<string, number> {
  const counts = new Map<string, number>()
  const add = (term: string): void => void counts.set(term, (counts.get(term) ?? 0) + 1)
  for (const run of text.match(RUNS) ?? []) {
    if (UNSPACED.test(run)) for (const { term } of wordsIn(run, stem)) add(term)
    else for (const term of termsOf(run, stem)) add(term)
  }
  return counts
}

/** A word as the index has it, without stemming: the beginning of a word that somebody still types. */
export function foldedWord(word: string): string {
  return folded(lowered(word))
}

/** Stands before a tag among the terms: no word has one. */
const TAG = ':'

/** The term of a tag. */
export function tagTerm(tag: string): string {
  return `${TAG}${tag}`
}

export function isTag(term: string): boolean {
  return term.startsWith(TAG)
}

/** A run with characters of such scripts: between them may stand words with letters. */
function cutUnspaced(
  all: string,
  { from: first, stem, found }: { readonly from: number; readonly stem: Stem; readonly found: FoundWord[] },
): void {
  let from = 0
  const addSpaced = (to: number): void => {
    const run = all.slice(from, to)
    if (run !== '') for (const term of termsOf(run, stem)) found.push({ term, from: first + from, to: first + to })
  }
  for (const unspaced of all.matchAll(ALL_UNSPACED)) {
    addSpaced(unspaced.index)
    addPairs(unspaced[0], { from: first + unspaced.index, found })
    from = unspaced.index + unspaced[0].length
  }
  addSpaced(all.length)
}

/** Every two characters that follow each other; one alone where there is no other. */
function addPairs(run: string, { from: first, found }: { readonly from: number; readonly found: FoundWord[] }): void {
  const characters = [...run]
  let from = first
  for (const [index, character] of characters.entries()) {
    const next = characters[index + 1]
    if (next !== undefined || index === 0) {
      const pair = character + (next ?? '')
      found.push({ term: lowered(pair), from, to: from + pair.length })
    }
    from += character.length
  }
}

// Ten times as many as a newsroom of 10,000 stories has in one language.
const MOST_REMEMBERED = 300_000

/** By the stemmer: every form of a word is looked at once. */
const known = new WeakMap<Stem, Map<string, readonly string[]>>()

function knownBy(stem: Stem): Map<string, readonly string[]> {
  const before = known.get(stem)
  if (before) return before
  const now = new Map<string, readonly string[]>()
  known.set(stem, now)
  return now
}

/** The terms of a word; several where no stemmer knew its apostrophe: `l'accordo`. */
function termsOf(run: string, stem: Stem): readonly string[] {
  const remembered = knownBy(stem)
  const before = remembered.get(run)
  if (before) return before
  if (remembered.size >= MOST_REMEMBERED) remembered.clear()
  const word = lowered(run)
  // A stemmer takes time by the square of a word's length.
  const terms = folded(word.length > LONGEST ? word : stem(word)).split("'")
  const kept = terms.flatMap(term => (term === '' ? [] : [term.slice(0, LONGEST)]))
  remembered.set(run, kept)
  return kept
}

function lowered(word: string): string {
  return word
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\u2019/g, "'")
    .replace(ARABIC_MARKS, '')
}

/** Letters that no normalisation takes apart. */
const LETTERS: Readonly<Record<string, string>> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', đ: 'd', ł: 'l', ı: 'i', ё: 'е' }

const HAS_LETTERS = /[ßæœøđłıё]/g
const MARKED = /[\p{Script=Latin}\p{Script=Greek}]\p{M}+/gu
const PLAIN = /^[a-z0-9]*$/

function folded(word: string): string {
  if (PLAIN.test(word)) return word
  return word
    .replace(HAS_LETTERS, letter => LETTERS[letter] ?? letter)
    .normalize('NFD')
    .replace(MARKED, marked => String.fromCodePoint(marked.codePointAt(0) ?? 0))
    .normalize('NFC')
}
