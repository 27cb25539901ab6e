/** How much a story says a word: once, two or three times, more often, in its title. */
export type Impact = 0 | 1 | 2 | 3

export const IMPACTS: readonly Impact[] = [0, 1, 2, 3]

/**
 * Who says a term: numbers of stories with their impacts, `number * 4 + impact`, in order of number. A file of words has all terms between two
 * boundaries, in order of their UTF-16 code units:
 *
 * - the number of terms;
 * - of each term: how many bytes of UTF-8 it begins with that the one before has as well, how many follow, these, and the length of its postings;
 * - the postings of all terms, in their order. Of each posting its distance from the one before, `distance * 4 + impact`.
 *
 * Numbers are LEB128: seven bits a byte, the lowest first, the highest bit set where another follows.
 */
export type Postings = Uint32Array

/** Puts a posting together. */
export function postingOf(story: number, impact: Impact): number {
  return story * 4 + impact
}

/** The number of the story of a posting. */
export function storyOf(posting: number): number {
  return posting >>> 2
}

/** How much that story says the term. */
export function impactOf(posting: number): Impact {
  return IMPACTS[posting & 3] ?? 0
}

/** A term with its postings as a file has them. */
export type WrittenTerm = readonly [term: string, postings: Uint8Array]

/** The bytes of postings. */
export function writePostings(postings: Iterable<number>): Uint8Array<ArrayBuffer> {
  const body = new Writer(64)
  let last = 0
  for (const posting of postings) {
    const story = storyOf(posting)
    body.number(postingOf(story - last, impactOf(posting)))
    last = story
  }
  return body.written.slice()
}

/** Writes a file of terms, which are in order. */
export function writeWordFile(terms: readonly WrittenTerm[]): Uint8Array<ArrayBuffer> {
  const file = new Writer()
  let before = new Uint8Array()
  file.number(terms.length)
  for (const [term, postings] of terms) {
    const bytes = encoder.encode(term)
    const shared = sharedBytes(before, bytes)
    file.number(shared)
    file.number(bytes.length - shared)
    file.bytes(bytes.subarray(shared))
    file.number(postings.length)
    before = bytes
  }
  for (const [, postings] of terms) file.bytes(postings)
  return file.written.slice()
}

/** A term of a file, and where its postings stand there. */
export interface TermAt {
  readonly term: string
  readonly from: number
  readonly to: number
}

/** The terms of a file in order. @throws RangeError for one that is cut short */
export function termsAt(file: Uint8Array): readonly TermAt[] {
  const reader = new Reader(file)
  const found: { term: string; length: number }[] = []
  let bytes = new Uint8Array(256)
  for (let left = reader.number(); left > 0; left--) {
    const shared = reader.number()
    const more = reader.bytes(reader.number())
    if (shared + more.length > bytes.length) {
      const grown = new Uint8Array(2 * (shared + more.length))
      grown.set(bytes.subarray(0, shared))
      bytes = grown
    }
    bytes.set(more, shared)
    found.push({ term: decoder.decode(bytes.subarray(0, shared + more.length)), length: reader.number() })
  }
  let from = reader.at
  return found.map(({ term, length }) => {
    const at = { term, from, to: from + length }
    from = at.to
    return at
  })
}

/** The postings of a term. */
export function postingsAt(file: Uint8Array, { from, to }: TermAt): Postings {
  const reader = new Reader(file, from)
  // None is shorter than a byte.
  const postings = new Uint32Array(to - from)
  let count = 0
  let story = 0
  while (reader.at < to) {
    const number = reader.number()
    story += storyOf(number)
    postings[count++] = postingOf(story, impactOf(number))
  }
  return postings.slice(0, count)
}

const encoder = new TextEncoder()
const decoder = new TextDecoder()

function sharedBytes(a: Uint8Array, b: Uint8Array): number {
  let length = 0
  while (length < a.length && length < b.length && a[length] === b[length]) length++
  return length
}

/** Bytes that grow. */
class Writer {
  #bytes: Uint8Array<ArrayBuffer>
  #length = 0

  constructor(room = 16_384) {
    this.#bytes = new Uint8Array(room)
  }

  get written(): Uint8Array<ArrayBuffer> {
    return this.#bytes.subarray(0, this.#length)
  }

  number(value: number): void {
    this.#reserve(5)
    let rest = value
    while (rest > 127) {
      this.#bytes[this.#length++] = (rest & 127) | 128
      rest >>>= 7
    }
    this.#bytes[this.#length++] = rest
  }

  bytes(more: Uint8Array): void {
    this.#reserve(more.length)
    this.#bytes.set(more, this.#length)
    this.#length += more.length
  }

  #reserve(more: number): void {
    if (this.#length + more <= this.#bytes.length) return
    const grown = new Uint8Array(2 * (this.#length + more))
    grown.set(this.written)
    this.#bytes = grown
  }
}

class Reader {
  readonly #bytes: Uint8Array
  at: number

  constructor(bytes: Uint8Array, at = 0) {
    this.#bytes = bytes
    this.at = at
  }

  number(): number {
    let value = 0
    for (let shift = 0; ; shift += 7) {
      const byte = this.#bytes[this.at++]
      if (byte === undefined) throw new RangeError('a file of words is cut short')
      value |= (byte & 127) << shift
      if (byte < 128) return value >>> 0
    }
  }

  bytes(length: number): Uint8Array {
    this.at += length
    return this.#bytes.subarray(this.at - length, this.at)
  }
}
