import { scanWords } from './scan-words.ts'

// Fewer words, or shorter ones, come together by chance.
const RUN = { words: 4, letters: 20 } as const

// What a title, a topic or a name must have at least to tell anything by itself.
const ALONE = { letters: 8, lettersOfOneWord: 12 } as const

const TEXT = 2 ** 24

/** Where a passage stands: in which of the texts it was built of, from which byte on; and where it was found. */
export interface Hit {
  readonly text: number
  readonly start: number
  readonly foundAt: number
}

/**
 * Passages of texts: every run of a few words, and what is shorter as a whole. Built of what is not public, then cleared of what is
 * public as well, it finds what is left, at a cost that does not depend on how much that is.
 */
export class Passages {
  /** By the hash of its words: its text, times 2^24, plus where it begins in there. */
  readonly #known = new Map<number, number>()
  readonly #runs = new Filter(21)
  // There are far fewer, and every word is asked about more often.
  readonly #wholes = new Filter(16)
  /** Bit n: there is a whole text of n words. */
  #lengths = 0

  /** Adds the passages of a text. `always`: it tells something however short it is. */
  add(bytes: Uint8Array, { text, always = false }: { readonly text: number; readonly always?: boolean }): void {
    let hasRun = false
    let whole: Words | undefined
    scanRuns(bytes, EVERY_LENGTH, words => {
      if (isRun(words)) this.#note(words, text, this.#runs)
      hasRun ||= isRun(words)
      whole = { ...words }
    })
    if (hasRun || !whole || !(always || tellsAlone(whole, bytes))) return
    this.#note(whole, text, this.#wholes)
    this.#lengths |= 1 << whole.count
  }

  /** Forgets every passage that stands in these bytes. */
  clear(bytes: Uint8Array): void {
    this.#eachKnown(bytes, key => this.#known.delete(key))
  }

  /** Finds every passage that stands in these bytes. */
  find(bytes: Uint8Array, onHit: (hit: Hit) => void): void {
    this.#eachKnown(bytes, (_, value, foundAt) => onHit({ text: Math.floor(value / TEXT), start: value % TEXT, foundAt }))
  }

  /** The texts of which a passage is left. */
  texts(): ReadonlySet<number> {
    return new Set([...this.#known.values()].map(value => Math.floor(value / TEXT)))
  }

  #note({ low, high, start }: Words, text: number, filter: Filter): void {
    this.#known.set(keyOf(low, high), text * TEXT + start)
    filter.add(low)
  }

  #eachKnown(bytes: Uint8Array, visit: (key: number, value: number, at: number) => void): void {
    if (this.#known.size === 0) return
    scanRuns(bytes, this.#lengths, words => {
      const { low, high, start } = words
      if (!(isRun(words) ? this.#runs : this.#wholes).mayHave(low)) return
      const key = keyOf(low, high)
      const value = this.#known.get(key)
      if (value !== undefined) visit(key, value, start)
    })
  }
}

/** Knows at once of most hashes that they were not added: small enough to stay at the processor's hand. */
class Filter {
  readonly #bytes: Uint8Array
  readonly #mask: number

  constructor(bits: number) {
    this.#bytes = new Uint8Array(2 ** (bits - 3))
    this.#mask = 2 ** bits - 1
  }

  add(hash: number): void {
    const bit = hash & this.#mask
    this.#bytes[bit >>> 3] = (this.#bytes[bit >>> 3] ?? 0) | (1 << (bit & 7))
  }

  mayHave(hash: number): boolean {
    const bit = hash & this.#mask
    return ((this.#bytes[bit >>> 3] ?? 0) & (1 << (bit & 7))) !== 0
  }
}

/** Words in a row. */
interface Words {
  /** Two hashes: together they are taken for the words themselves. */
  low: number
  high: number
  count: number
  letters: number
  start: number
}

function isRun({ count, letters }: Words): boolean {
  return count >= RUN.words && letters >= RUN.letters
}

function tellsAlone({ count, letters }: Words, bytes: Uint8Array): boolean {
  const enough = letters >= (count === 1 ? ALONE.lettersOfOneWord : ALONE.letters)
  return enough && bytes.some(isLetter)
}

/** Neither a digit nor one of the signs behind them, with which numbers are written. */
function isLetter(byte: number): boolean {
  return byte > 0x40
}

/** Exact: 21 bits of one hash and 32 of the other. */
function keyOf(low: number, high: number): number {
  return (high & 0x1fffff) * 2 ** 32 + (low >>> 0)
}

// What is no run has fewer words than it has letters.
const REMEMBERED = 32
const EVERY_LENGTH = -1

/** Visits, for each word, the words that end with it: the shortest run, and before that those whose number has its bit in `lengths`. */
function scanRuns(bytes: Uint8Array, lengths: number, visit: (words: Words) => void): void {
  const hashes = new Int32Array(REMEMBERED)
  const letterCounts = new Int32Array(REMEMBERED)
  const starts = new Float64Array(REMEMBERED)
  const words: Words = { low: 0, high: 0, count: 0, letters: 0, start: 0 }
  let seen = 0
  scanWords(bytes, (hash, letters, start) => {
    if (letters === 0) {
      seen = 0
      return
    }
    const last = seen++
    hashes[last % REMEMBERED] = hash
    letterCounts[last % REMEMBERED] = letters
    starts[last % REMEMBERED] = start
    words.low = 0
    words.high = 0
    words.letters = 0
    const most = Math.min(seen, REMEMBERED - 1)
    for (let count = 1; count <= most; count++) {
      const at = (last - count + 1) % REMEMBERED
      const word = hashes[at] ?? 0
      words.low = Math.imul(words.low ^ word, 0x9e3779b1) ^ (word >>> 15)
      words.high = Math.imul(words.high + word, 0x85ebca6b) ^ (words.high >>> 13)
      words.letters += letterCounts[at] ?? 0
      words.count = count
      words.start = starts[at] ?? 0
      const run = isRun(words)
      if (run || (lengths & (1 << count)) !== 0) visit(words)
      if (run) return
    }
  })
}
