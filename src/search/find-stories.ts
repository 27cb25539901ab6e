import {
  fileOf,
  type IndexRoot,
  LINES,
  linesFile,
  monthOf,
  numberAt,
  readLines,
  type Segment,
  type StoryLine,
  wordsFile,
} from './index-root.ts'
import { type Impact, impactOf, type Postings, postingsAt, storyOf, termsAt } from './word-file.ts'
import { foldedWord, type Stem, tagTerm, wordsIn } from './words.ts'

/** What is looked for. */
export interface Query {
  readonly words: readonly QueryWord[]
  /** What stands in quotation marks: terms that follow each other. Whoever has the text of a story looks for them. */
  readonly phrases: readonly (readonly string[])[]
}

export interface QueryWord {
  readonly term: string
  /** As it was typed. */
  readonly typed: string
  /** With what terms begin that count as well: of the last word, which may not be typed to its end. */
  readonly beginning: string | undefined
}

/** More is cut off. */
const MOST_CHARACTERS = 200
const MOST_WORDS = 8

/** Reads what somebody typed. */
export function readQuery(typed: string, stem: Stem): Query {
  const text = typed.slice(0, MOST_CHARACTERS)
  const known = new Map<string, QueryWord>()
  for (const { term, from, to } of wordsIn(text, stem)) {
    const word = text.slice(from, to)
    const isOpen = to === text.length
    if (!known.has(term) || isOpen) known.set(term, { term, typed: word, beginning: isOpen ? foldedWord(word) : undefined })
  }
  const phrases = [...text.matchAll(/["\u201c\u201e\u00ab]([^"\u201c\u201d\u00ab\u00bb]+)["\u201c\u201d\u00bb]/g)]
    .map(([, quoted = '']) => wordsIn(quoted, stem).map(({ term }) => term))
    .filter(({ length }) => length > 1)
  return { words: [...known.values()].slice(0, MOST_WORDS), phrases }
}

/** A story that was found, by its part of the index and its number there. */
export interface Hit {
  readonly segment: Segment
  readonly story: number
  readonly score: number
}

/** What was found: the best first. */
export interface Found {
  readonly hits: readonly Hit[]
  /** Words that no story says, each with the likeliest term that was meant. */
  readonly meant: readonly (readonly [typed: string, term: string])[]
}

/** An index of one language, wherever it is read. */
export interface ReadIndex {
  readonly root: IndexRoot
  /** A file of it, by its path in the language's folder. */
  readonly read: (path: string) => Promise<Uint8Array>
}

/** How many times as much as one saying a word counts, by impact. */
const WEIGHTS: Readonly<Record<Impact, number>> = { 0: 1, 1: 1.5, 2: 2, 3: 4 }

/** The stories that say all the words and have all the tags (`topic/trade`). `month`: of now, as `202406`. */
export async function findStories(
  { words }: Pick<Query, 'words'>,
  { index, tags, month }: { readonly index: ReadIndex; readonly tags: readonly string[]; readonly month: number },
): Promise<Found> {
  const { root } = index
  const common = new Set(root.common)
  const telling = words.filter(({ term, beginning }) => beginning !== undefined || !common.has(term))
  // One that most stories say tells nothing beside others.
  const asked = telling.length + tags.length > 0 ? telling : words
  const terms = [...asked, ...tags.map((tag): QueryWord => ({ term: tagTerm(tag), typed: '', beginning: undefined }))]
  if (terms.length === 0) return { hits: [], meant: [] }
  const parts = await Promise.all(
    root.segments.map(async segment => ({
      segment,
      lists: await Promise.all(terms.map(word => postingsOf(word, { segment, index }))),
    })),
  )
  const total = root.segments.reduce((sum, { stories }) => sum + stories, 0)
  const counts = terms.map((_, at) => parts.reduce((sum, { lists }) => sum + (lists[at]?.length ?? 0), 0))
  const rarities = counts.map((count, at) => (at < asked.length ? Math.log(1 + total / Math.max(count, 1)) : 0))
  const hits = parts.flatMap(({ segment, lists }) => {
    return inAll(lists).map(({ story, impacts }): Hit => {
      const score = impacts.reduce<number>((sum, impact, at) => sum + WEIGHTS[impact] * (rarities[at] ?? 0), 0)
      return { segment, story, score: score * freshness(monthOf(segment, story), month) }
    })
  })
  const order = new Map(root.segments.map((segment, at) => [segment, at]))
  const newer = (a: Hit, b: Hit): number => (order.get(b.segment) ?? 0) - (order.get(a.segment) ?? 0) || b.story - a.story
  hits.sort((a, b) => b.score - a.score || newer(a, b))
  const missing = asked.filter((_, at) => counts[at] === 0)
  const meant =
    hits.length > 0 ? [] : await Promise.all(missing.map(async word => [word.typed, await likest(word, index)] as const))
  return { hits, meant: meant.filter((pair): pair is [string, string] => pair[1] !== undefined) }
}

/** How much a story of a month (`202406`) counts in another month: 1 in the same, and in the end 0.6. */
function freshness(then: number, now: number): number {
  const years = Math.max(0, Math.floor(now / 100) - Math.floor(then / 100) + ((now % 100) - (then % 100)) / 12)
  return 0.6 + 0.4 * Math.exp(-years)
}

/** The most files of words that are read for a word. */
const MOST_FILES = 3

/** Who says a word, or begins one so. */
async function postingsOf(
  { term, beginning }: QueryWord,
  { segment, index }: { readonly segment: Segment; readonly index: ReadIndex },
): Promise<Postings> {
  const wanted = new Set([fileOf(segment, term)])
  if (beginning !== undefined)
    for (let file = fileOf(segment, beginning); wanted.size < MOST_FILES; file++) {
      const start = segment.starts[file]
      if (start === undefined || (start > beginning && !start.startsWith(beginning))) break
      wanted.add(file)
    }
  const files = await Promise.all([...wanted].map(file => index.read(wordsFile(segment, numberAt(segment.words, file)))))
  const lists = files.flatMap(bytes =>
    termsAt(bytes)
      .filter(at => at.term === term || (beginning !== undefined && at.term.startsWith(beginning)))
      .map(at => postingsAt(bytes, at)),
  )
  return lists.length === 1 ? (lists[0] ?? NONE) : together(lists)
}

const NONE: Postings = new Uint32Array()

/** Each story once, with its highest impact. */
function together(lists: readonly Postings[]): Postings {
  const highest = new Map<number, number>()
  for (const list of lists)
    for (const posting of list) {
      const story = storyOf(posting)
      highest.set(story, Math.max(highest.get(story) ?? 0, posting))
    }
  return Uint32Array.from(highest.values()).sort()
}

/** The stories of all lists, with the impact in each. */
function inAll(lists: readonly Postings[]): readonly { readonly story: number; readonly impacts: readonly Impact[] }[] {
  const [shortest = NONE] = lists.toSorted((a, b) => a.length - b.length)
  const places = lists.map(() => 0)
  return [...shortest].flatMap(wanted => {
    const story = storyOf(wanted)
    const impacts = lists.flatMap((list, at) => {
      let place = places[at] ?? 0
      while (place < list.length && storyOf(list[place] ?? 0) < story) place++
      places[at] = place
      const posting = list[place]
      return posting !== undefined && storyOf(posting) === story ? [impactOf(posting)] : []
    })
    return impacts.length === lists.length ? [{ story, impacts }] : []
  })
}

/** The lines of stories that were found, in their order. */
export async function linesOf(hits: readonly Hit[], { read }: Pick<ReadIndex, 'read'>): Promise<readonly StoryLine[]> {
  const files = new Map<string, Promise<readonly (StoryLine | 0)[]>>()
  const lines = await Promise.all(
    hits.map(async ({ segment, story }) => {
      const path = linesFile(segment, numberAt(segment.lines, Math.floor(story / LINES)))
      const file = files.get(path) ?? read(path).then(readLines)
      files.set(path, file)
      return (await file)[story % LINES] ?? 0
    }),
  )
  return lines.flatMap(line => (line === 0 ? [] : [line]))
}

/** The term that is most like a word that no story says; undefined where none is like it. */
async function likest({ term }: QueryWord, { root, read }: ReadIndex): Promise<string | undefined> {
  const most = term.length < 5 ? 1 : 2
  let best: { readonly term: string; readonly distance: number; readonly count: number } | undefined
  for (const segment of root.segments) {
    const bytes = await read(wordsFile(segment, numberAt(segment.words, fileOf(segment, term))))
    for (const at of termsAt(bytes)) {
      if (Math.abs(at.term.length - term.length) > most) continue
      const distance = distanceOf(at.term, term)
      const count = at.to - at.from
      if (distance <= most && (!best || distance < best.distance || (distance === best.distance && count > best.count)))
        best = { term: at.term, distance, count }
    }
  }
  return best?.term
}

/** How many letters are to be put in, left out, exchanged, or swapped with their neighbour (optimal string alignment). */
function distanceOf(a: string, b: string): number {
  let [beforeLast, last]: [number[], number[]] = [[], Array.from({ length: b.length + 1 }, (_, index) => index)]
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const isSame = a[i - 1] === b[j - 1]
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (isSame ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, (beforeLast[j - 2] ?? 0) + 1)
      row.push(cost)
    }
    beforeLast = last
    last = row
  }
  return last[b.length] ?? 0
}
