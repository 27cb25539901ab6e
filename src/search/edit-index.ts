import { hash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import {
  FORMAT,
  fileOf,
  type IndexRoot,
  LINES,
  linesFile,
  RECIPE,
  type Runs,
  readLines,
  type Segment,
  type StoryLine,
  wordsFile,
  writeLines,
} from './index-root.ts'
import { impactsIn } from './story-words.ts'
import {
  type Impact,
  impactOf,
  type Postings,
  postingOf,
  postingsAt,
  storyOf,
  termsAt,
  type WrittenTerm,
  writePostings,
  writeWordFile,
} from './word-file.ts'
import { isTag } from './words.ts'

/** A story as it is to be found. */
export interface IndexedStory {
  readonly id: string
  /** Of the story's date, as `202406`. */
  readonly month: number
  readonly line: StoryLine
  /** As `storyWords` wrote them. */
  readonly words: string
}

/** The segment of a story, by its key, and the story's number in it. */
export interface IndexedPlace {
  readonly key: string
  readonly number: number
}

/** A story of the index as it stands. */
export type StandingStory = IndexedPlace & Pick<IndexedStory, 'line' | 'words'>

/** An index of one language as it stands. */
export interface StandingIndex {
  readonly root: IndexRoot
  /** The ids of the stories in the tail, by their numbers. */
  readonly tail: readonly string[]
  /** A file of it, by its path in the language's folder. */
  readonly read: (path: string) => Uint8Array
}

/** What is to be done to an index. */
export interface IndexChange {
  /** Stories that are public no more, or whose date is another. */
  readonly leave: readonly StandingStory[]
  /** Stories whose words or lines are others: where they stand, and what they are now. */
  readonly change: readonly (readonly [StandingStory, IndexedStory])[]
  /** Stories that are new, the oldest first. */
  readonly come: readonly IndexedStory[]
}

/** An index after a change. */
export interface EditedIndex {
  readonly root: IndexRoot
  /** Files to be written before the root is, by their paths in the language's folder. */
  readonly written: ReadonlyMap<string, Uint8Array>
  /** Files that nothing names any more: to be removed after the root is written. */
  readonly gone: ReadonlySet<string>
  /** Where stories stand that came or were moved, by id. */
  readonly places: ReadonlyMap<string, IndexedPlace>
  readonly tail: StandingIndex['tail']
}

/** Bytes of a file of words when it is made, and above which it is cut. */
const FILE_BYTES = 12 * 1024
const MOST_BYTES = 18 * 1024

/** Stories that the tail may have: then it is merged. */
export const MOST_IN_TAIL = 64

/** Makes an index of all stories of a language, the oldest first. */
export function makeIndex(stories: readonly IndexedStory[], before?: IndexRoot): EditedIndex {
  const files = new Files()
  const places = new Map<string, IndexedPlace>()
  const base = makeSegment(stories, { files, places, before })
  return { root: rootOf([base], { common: commonIn(base, files) }), written: files.written, gone: files.gone, places, tail: [] }
}

function rootOf(segments: readonly Segment[], { common }: Pick<IndexRoot, 'common'>): IndexRoot {
  return { format: FORMAT, recipe: RECIPE, segments, common }
}

/** Files that are written, and those that were. */
class Files {
  readonly written = new Map<string, Uint8Array>()
  readonly gone = new Set<string>()
  readonly #read: StandingIndex['read']

  constructor(
    read: StandingIndex['read'] = path => {
      throw new TypeError(`nothing stands at ${path}`)
    },
  ) {
    this.#read = read
  }

  read(path: string): Uint8Array {
    return this.written.get(path) ?? this.#read(path)
  }

  write(path: string, bytes: Uint8Array): void {
    this.written.set(path, bytes)
  }

  remove(path: string): void {
    if (!this.written.delete(path)) this.gone.add(path)
  }
}

/** What making a segment fills, beside the segment itself. */
interface Making {
  readonly files: Files
  readonly places: Map<string, IndexedPlace>
  /** The root that stands: an index that is made again has other keys. */
  readonly before: IndexRoot | undefined
}

function makeSegment(stories: readonly IndexedStory[], { files, places, before }: Making): Segment {
  const terms = new Map<string, number[]>()
  const months: [month: number, from: number][] = []
  for (const [number, { month, words }] of stories.entries()) {
    if (months.at(-1)?.[0] !== month) months.push([month, number])
    for (const [term, impact] of impactsIn(words)) {
      const postings = terms.get(term)
      if (postings) postings.push(postingOf(number, impact))
      else terms.set(term, [postingOf(number, impact)])
    }
  }
  const salt = JSON.stringify(before ?? '')
  const key = hash('sha256', salt + stories.map(({ id, words }) => `${id} ${words}`).join('\n'), 'hex').slice(0, 12)
  for (const [number, { id }] of stories.entries()) places.set(id, { key, number })
  const sorted = [...terms.keys()].sort().map((term): WrittenTerm => [term, writePostings(terms.get(term) ?? [])])
  const cut = inFiles(sorted)
  let next = 0
  for (const part of cut) files.write(wordsFile({ key }, next++), writeWordFile(part))
  const firstLines = next
  const lines = stories.map(({ line }) => line)
  for (let from = 0; from < lines.length; from += LINES)
    files.write(linesFile({ key }, next++), writeLines(lines.slice(from, from + LINES)))
  return {
    key,
    numbers: lines.length,
    stories: lines.length,
    starts: startsOf(cut, ''),
    words: runsOf(range(0, firstLines)),
    lines: runsOf(range(firstLines, next)),
    next,
    months,
  }
}

/** About how many bytes of a file a term takes. */
function bytesOf([term, postings]: WrittenTerm): number {
  return term.length + postings.length + 3
}

/** Cuts terms into files of some size; a term with many postings may be larger alone. */
function inFiles(terms: readonly WrittenTerm[]): readonly (readonly WrittenTerm[])[] {
  const files: WrittenTerm[][] = [[]]
  let size = 0
  for (const written of terms) {
    const more = bytesOf(written)
    if (size > 0 && size + more > FILE_BYTES) {
      files.push([])
      size = 0
    }
    files.at(-1)?.push(written)
    size += more
  }
  return files
}

/** The shortest beginnings that tell the first term of each file from the last one of the file before. `first` is that of the first. */
function startsOf(files: readonly (readonly WrittenTerm[])[], first: string): readonly string[] {
  return files.map((terms, index) => {
    if (index === 0) return first
    const before = files[index - 1]?.at(-1)?.[0] ?? ''
    const term = terms[0]?.[0] ?? ''
    let length = 1
    while (term.slice(0, length) <= before) length++
    // No half of a character: the other half would make another start.
    return /[\ud800-\udbff]$/.test(term.slice(0, length)) ? term.slice(0, length + 1) : term.slice(0, length)
  })
}

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from }, (_, index) => from + index)
}

function runsOf(numbers: readonly number[]): Runs {
  const runs: [first: number, count: number][] = []
  for (const number of numbers) {
    const last = runs.at(-1)
    if (last && last[0] + last[1] === number) last[1]++
    else runs.push([number, 1])
  }
  return runs
}

function numbersIn(runs: Runs): number[] {
  return runs.flatMap(([first, count]) => range(first, first + count))
}

/** Below so many stories nothing is worth leaving out. */
const FEW = 256

function commonIn(base: Segment, files: Files): readonly string[] {
  if (base.stories < FEW) return []
  return numbersIn(base.words).flatMap(number => {
    const bytes = files.read(wordsFile(base, number))
    // No posting is shorter than a byte: most terms need no look.
    return termsAt(bytes).flatMap(at =>
      4 * (at.to - at.from) > base.stories && 4 * postingsAt(bytes, at).length > base.stories && !isTag(at.term)
        ? [at.term]
        : [],
    )
  })
}

/**
 * Changes an index. Only the files of words that a change touches are written again, under new names; stories that come go into a small tail,
 * which is merged into the base once it has many.
 */
export function editIndex({ root, read, tail: ids }: StandingIndex, { leave, change, come }: IndexChange): EditedIndex {
  const files = new Files(read)
  const places = new Map<string, IndexedPlace>()
  const edits = new Map<string, SegmentEdit>()
  const editOf = (key: string): SegmentEdit => {
    const edit = edits.get(key) ?? noEdit()
    edits.set(key, edit)
    return edit
  }
  for (const { key, number, words } of leave) {
    const edit = editOf(key)
    for (const term of impactsIn(words).keys()) noteTerm(edit, { term, number, impact: undefined })
    edit.lines.set(number, 0)
    edit.left++
  }
  for (const [{ key, number, words, line }, now] of change) {
    const edit = editOf(key)
    const [before, after] = [impactsIn(words), impactsIn(now.words)]
    for (const term of before.keys()) if (!after.has(term)) noteTerm(edit, { term, number, impact: undefined })
    for (const [term, impact] of after) if (before.get(term) !== impact) noteTerm(edit, { term, number, impact })
    if (!isDeepStrictEqual(line, now.line)) edit.lines.set(number, now.line)
  }
  const segments = root.segments.map(segment => {
    const edit = edits.get(segment.key)
    return edit ? editSegment(segment, { edit, files }) : segment
  })
  const [base, tail] = segments
  if (!base) return makeIndex(come, root)
  const grown = come.length === 0 ? tail : withStories(tail, come, { files, places, before: root })
  const inTail = [...ids, ...come.map(({ id }) => id)]
  const { common } = root
  const edited = { written: files.written, gone: files.gone, places }
  if (!grown || grown.numbers <= MOST_IN_TAIL)
    return { ...edited, root: rootOf([base, ...(grown ? [grown] : [])], { common }), tail: inTail }
  // A story that left and came again has two numbers, of which the later is its own.
  for (const [number, id] of inTail.entries()) places.set(id, { key: base.key, number: base.numbers + number })
  return { ...edited, root: rootOf([mergedInto(base, { tail: grown, files })], { common }), tail: [] }
}

/** What changes of a segment. */
interface SegmentEdit {
  /** Of each term the stories that say it otherwise; undefined where one says it no more. */
  readonly terms: Map<string, Map<number, Impact | undefined>>
  readonly lines: Map<number, StoryLine | 0>
  left: number
}

function noEdit(): SegmentEdit {
  return { terms: new Map(), lines: new Map(), left: 0 }
}

function noteTerm(
  { terms }: SegmentEdit,
  { term, number, impact }: { readonly term: string; readonly number: number; readonly impact: Impact | undefined },
): void {
  const stories = terms.get(term) ?? new Map<number, Impact | undefined>()
  stories.set(number, impact)
  terms.set(term, stories)
}

function editSegment(segment: Segment, { edit, files }: { readonly edit: SegmentEdit; readonly files: Files }): Segment {
  let { next } = segment
  const words = numbersIn(segment.words)
  const starts = [...segment.starts]
  // From the last, so that the places of the others stay.
  const touched = Map.groupBy(edit.terms.keys(), term => fileOf(segment, term))
  for (const [place, terms] of [...touched].sort(([a], [b]) => b - a)) {
    const path = wordsFile(segment, words[place] ?? -1)
    const edited = withTerms(files.read(path), { terms, edit })
    files.remove(path)
    const size = edited.reduce((sum, written) => sum + bytesOf(written), 0)
    const cut = size > MOST_BYTES ? inFiles(edited) : [edited]
    const numbers = cut.map(part => {
      files.write(wordsFile(segment, next), writeWordFile(part))
      return next++
    })
    words.splice(place, 1, ...numbers)
    starts.splice(place, 1, ...startsOf(cut, starts[place] ?? ''))
  }
  const lines = numbersIn(segment.lines)
  const changed = Map.groupBy(edit.lines, ([number]) => Math.floor(number / LINES))
  for (const [place, all] of changed) {
    const path = linesFile(segment, lines[place] ?? -1)
    const now = [...readLines(files.read(path))]
    for (const [number, line] of all) now[number % LINES] = line
    files.remove(path)
    files.write(linesFile(segment, next), writeLines(now))
    lines[place] = next++
  }
  return { ...segment, stories: segment.stories - edit.left, starts, words: runsOf(words), lines: runsOf(lines), next }
}

/** The terms of a file with what changes of them. */
function withTerms(
  file: Uint8Array,
  { terms, edit }: { readonly terms: readonly string[]; readonly edit: SegmentEdit },
): readonly WrittenTerm[] {
  const all = new Map<string, Uint8Array>()
  const changed = new Set(terms)
  for (const at of termsAt(file)) {
    const bytes = changed.delete(at.term)
      ? writePostings(withStoriesOf(postingsAt(file, at), edit.terms.get(at.term)))
      : file.subarray(at.from, at.to)
    if (bytes.length > 0) all.set(at.term, bytes)
  }
  const isNew = changed.size > 0
  for (const term of changed) {
    const bytes = writePostings(withStoriesOf(new Uint32Array(), edit.terms.get(term)))
    if (bytes.length > 0) all.set(term, bytes)
  }
  return isNew ? [...all].sort(([a], [b]) => (a < b ? -1 : 1)) : [...all]
}

function withStoriesOf(postings: Postings, stories: ReadonlyMap<number, Impact | undefined> = new Map()): readonly number[] {
  const kept = [...postings].filter(posting => !stories.has(storyOf(posting)))
  const added = [...stories].flatMap(([number, impact]) => (impact === undefined ? [] : [postingOf(number, impact)]))
  return [...kept, ...added].sort((a, b) => a - b)
}

/** A tail with more stories. */
function withStories(tail: Segment | undefined, come: readonly IndexedStory[], making: Making): Segment {
  if (!tail) return makeSegment(come, making)
  const { files, places } = making
  const edit = noEdit()
  const months = [...tail.months]
  for (const [index, { id, month, line, words }] of come.entries()) {
    const number = tail.numbers + index
    for (const [term, impact] of impactsIn(words)) noteTerm(edit, { term, number, impact })
    edit.lines.set(number, line)
    if (months.at(-1)?.[0] !== month) months.push([month, number])
    places.set(id, { key: tail.key, number })
  }
  const room = withRoom(tail, { numbers: tail.numbers + come.length, files })
  return { ...editSegment(room, { edit, files }), stories: tail.stories + come.length, months }
}

/** A segment with files for more stories. */
function withRoom(segment: Segment, { numbers, files }: { readonly numbers: number; readonly files: Files }): Segment {
  const lines = numbersIn(segment.lines)
  let { next } = segment
  while (lines.length * LINES < numbers) {
    files.write(linesFile(segment, next), writeLines([]))
    lines.push(next++)
  }
  return { ...segment, numbers, lines: runsOf(lines), next }
}

/** The base with all stories of the tail behind its own. */
function mergedInto(base: Segment, { tail, files }: { readonly tail: Segment; readonly files: Files }): Segment {
  const edit = noEdit()
  for (const number of numbersIn(tail.words)) {
    const path = wordsFile(tail, number)
    const bytes = files.read(path)
    for (const at of termsAt(bytes))
      for (const posting of postingsAt(bytes, at))
        noteTerm(edit, { term: at.term, number: base.numbers + storyOf(posting), impact: impactOf(posting) })
    files.remove(path)
  }
  for (const [place, number] of numbersIn(tail.lines).entries()) {
    const path = linesFile(tail, number)
    for (const [index, line] of readLines(files.read(path)).entries())
      edit.lines.set(base.numbers + place * LINES + index, line)
    files.remove(path)
  }
  const room = withRoom(base, { numbers: base.numbers + tail.numbers, files })
  const months = [...base.months, ...tail.months.map(([month, from]) => [month, base.numbers + from] as const)]
  return { ...editSegment(room, { edit, files }), stories: base.stories + tail.stories, months }
}
