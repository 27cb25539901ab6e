import { MissingRow, type PartTable } from '../db/cache-database.ts'
import type { Saved } from '../db/stored-map.ts'
import type { SizedStory } from '../feed/feed-parts.ts'
import { outPathOf } from '../model/address.ts'
import type { Article } from '../model/article.ts'
import type { MutableMap } from '../model/maps.ts'
import { factsOf, StoredStory, type StoryFacts } from './stored-story.ts'

/** How much the entry of a story takes in feeds, and whether it was news when it came out. */
export type EntrySize = Pick<SizedStory, 'bytes' | 'shortBytes' | 'isFresh'>

const NO_SIZE: EntrySize = { bytes: 0 }

/** Stories a part, and members of a list a part: what one story changes of them is written with these. */
const PART_LENGTH = 1024

const FACTS_NAME = 'facts'
const FACT_BYTES = 24

/**
 * The stories of an edition and its lists, in a database. A story has a number, which no other story ever gets; one that says something else is another
 * story. A list is its stories' numbers, oldest first, in parts: a new story changes the last.
 */
export class StoredStories implements Saved {
  readonly #table: PartTable
  readonly #texts: MutableMap<string, Article>
  readonly #languages: string[]
  readonly #stories: (Article | undefined)[] = []
  readonly #numbers = new WeakMap<Article, number>()
  readonly #read = new Set<StoredStory>()
  readonly #facts: (StoryFacts | undefined)[] = []
  readonly #sizes: (EntrySize | undefined)[] = []
  readonly #sized: (SizedStory | undefined)[] = []
  readonly #lists = new Map<string, StoredList>()
  /** Parts of the facts that changed. */
  readonly #touched = new Set<number>()

  constructor(
    table: PartTable,
    { texts, languages }: { readonly texts: MutableMap<string, Article>; readonly languages: readonly string[] },
  ) {
    this.#table = table
    this.#texts = texts
    this.#languages = [...languages]
  }

  /** Reads the facts of all stories and the lists. */
  load(): void {
    const parts = new Map<string, Uint8Array[]>()
    for (const [name, , bytes] of this.#table.all()) {
      const all = parts.get(name)
      if (all) all.push(bytes)
      else parts.set(name, [bytes])
    }
    for (const [part, bytes] of (parts.get(FACTS_NAME) ?? []).entries()) this.#loadFacts(part * PART_LENGTH, bytes)
    parts.delete(FACTS_NAME)
    for (const [name, all] of parts) {
      const numbers = all.map(bytes => new Uint32Array(bytes.slice().buffer))
      const stories = numbers.flatMap(part => [...part].flatMap(number => this.#stories[number] ?? [])).reverse()
      this.#lists.set(name, { stories, lengths: numbers.map(({ length }) => length) })
    }
  }

  #loadFacts(first: number, bytes: Uint8Array): void {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    for (let at = 0, number = first; at < bytes.byteLength; at += FACT_BYTES, number++) {
      const { facts, size } = readFacts(view, { at, languages: this.#languages })
      const story: StoredStory = new StoredStory(facts, () => this.#readStory(number, story))
      this.#stories[number] = story
      this.#facts[number] = facts
      this.#sizes[number] = size
      this.#numbers.set(story, number)
    }
  }

  #readStory(number: number, story: StoredStory): Article {
    const text = this.#texts.get(String(number))
    if (!text) throw new MissingRow(`story ${number}`)
    this.#read.add(story)
    return text
  }

  /** Of the languages of stories, in the order of their numbers in the facts. */
  get languages(): readonly string[] {
    return this.#languages
  }

  at(number: number): Article {
    const story = this.#stories[number]
    if (!story) throw new MissingRow(`story ${number}`)
    return story
  }

  /** The number of a story, which it gets when it is first asked for. */
  numberOf(story: Article): number {
    const before = this.#numbers.get(story)
    if (before !== undefined) return before
    const number = this.#stories.length
    this.#stories.push(story)
    this.#facts[number] = factsOf(story)
    this.#numbers.set(story, number)
    this.#touched.add(Math.floor(number / PART_LENGTH))
    this.#texts.set(String(number), story)
    if (!this.#languages.includes(story.lang)) this.#languages.push(story.lang)
    return number
  }

  /** Notes what a story takes in feeds. */
  setSize(story: Article, size: EntrySize): void {
    const number = this.numberOf(story)
    this.#sizes[number] = size
    this.#touched.add(Math.floor(number / PART_LENGTH))
  }

  /** The same, with the object that feeds are cut by. */
  setSized(story: Article, sized: SizedStory): void {
    this.setSize(story, sized)
    this.#sized[this.numberOf(story)] = sized
  }

  /** A story of the edition as feeds are cut by it: the same object as long as it takes the same. */
  sizedOf(story: Article): SizedStory {
    const number = this.numberOf(story)
    const before = this.#sized[number]
    if (before) return before
    const sized = new SizedByStory(story, this.#sizes[number] ?? NO_SIZE)
    this.#sized[number] = sized
    return sized
  }

  /** The stories of a list, newest first. */
  list(name: string): readonly Article[] {
    return this.#lists.get(name)?.stories ?? []
  }

  /** Puts stories in place of those of a list, and writes the parts that change. */
  setList(name: string, stories: readonly Article[]): void {
    const before = this.#lists.get(name)
    if (before?.stories === stories) return
    this.#lists.set(name, { stories, lengths: this.#writeParts(name, { before: before ?? EMPTY, stories }) })
  }

  /** Removes lists that are no more. */
  keepLists(names: ReadonlySet<string>): void {
    for (const name of [...this.#lists.keys()])
      if (!names.has(name)) {
        this.#lists.delete(name)
        this.#table.deleteFrom(name, 0)
      }
  }

  /** Forgets stories that are in no list any more. */
  remove(stories: Iterable<Article>): void {
    for (const story of stories) {
      const number = this.#numbers.get(story)
      if (number === undefined) continue
      this.#texts.delete(String(number))
      this.#stories[number] = undefined
      this.#facts[number] = undefined
      this.#sized[number] = undefined
      this.#sizes[number] = undefined
    }
  }

  #writeParts(
    name: string,
    { before, stories }: { readonly before: StoredList; readonly stories: readonly Article[] },
  ): readonly number[] {
    const { same, sameAtEnd } = commonEnds(before.stories, stories)
    // Numbers stand oldest first: what is the same at the end of the list stands first.
    const lengths = [...before.lengths]
    let from = 0
    let first = 0
    while (first < lengths.length && from + (lengths[first] ?? 0) <= sameAtEnd) from += lengths[first++] ?? 0
    let last = lengths.length
    let kept = 0
    while (last > first && kept + (lengths[last - 1] ?? 0) <= same) kept += lengths[--last] ?? 0
    // The last part is filled up.
    if (first > 0 && first === lengths.length && (lengths[first - 1] ?? 0) < PART_LENGTH) from -= lengths[--first] ?? 0
    const middle = stories.slice(kept, stories.length - from).reverse()
    const isAtEnd = last === lengths.length
    const fits = isAtEnd || (last - first === 1 && middle.length > 0 && middle.length <= 2 * PART_LENGTH)
    const written = fits ? middle : stories.slice(0, stories.length - from).reverse()
    const cut = isAtEnd || !fits ? inParts(written) : [written]
    if (isAtEnd || !fits) this.#table.deleteFrom(name, first)
    for (const [index, part] of cut.entries())
      this.#table.set(name, [first + index, new Uint8Array(Uint32Array.from(part, story => this.numberOf(story)).buffer)])
    const rest = isAtEnd || !fits ? [] : lengths.slice(last)
    return [...lengths.slice(0, first), ...cut.map(({ length }) => length), ...rest]
  }

  /** Writes the facts that changed, and forgets what was read of stories. */
  save(): void {
    for (const part of this.#touched) {
      const first = part * PART_LENGTH
      const count = Math.min(PART_LENGTH, this.#stories.length - first)
      const view = new DataView(new ArrayBuffer(count * FACT_BYTES))
      for (let index = 0; index < count; index++) {
        const facts = this.#facts[first + index]
        if (facts)
          writeFacts(view, {
            at: index * FACT_BYTES,
            facts,
            size: this.#sizes[first + index] ?? NO_SIZE,
            languages: this.#languages,
          })
      }
      this.#table.set(FACTS_NAME, [part, new Uint8Array(view.buffer)])
    }
    this.#touched.clear()
    for (const story of this.#read) story.forget()
    this.#read.clear()
  }
}

interface StoredList {
  /** Newest first. */
  readonly stories: readonly Article[]
  /** How many stories are in each part, the oldest part first. */
  readonly lengths: readonly number[]
}

const EMPTY: StoredList = { stories: [], lengths: [] }

/** How many stories are the same at the beginning and at the end. */
function commonEnds(
  before: readonly Article[],
  after: readonly Article[],
): { readonly same: number; readonly sameAtEnd: number } {
  const most = Math.min(before.length, after.length)
  let same = 0
  while (same < most && before[same] === after[same]) same++
  let sameAtEnd = 0
  while (sameAtEnd < most - same && before[before.length - 1 - sameAtEnd] === after[after.length - 1 - sameAtEnd]) sameAtEnd++
  return { same, sameAtEnd }
}

function inParts<T>(all: readonly T[]): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(all.length / PART_LENGTH) }, (_, part) =>
    all.slice(part * PART_LENGTH, (part + 1) * PART_LENGTH),
  )
}

/** A story as feeds are cut by it; its address is looked up when a document carries it. */
class SizedByStory implements SizedStory {
  readonly at: number
  readonly bytes: number
  readonly shortBytes: number | undefined
  readonly isFresh: boolean | undefined
  readonly #story: Article

  constructor(story: Article, { bytes, shortBytes, isFresh }: EntrySize) {
    this.#story = story
    this.at = story.date.at
    this.bytes = bytes
    this.shortBytes = shortBytes
    this.isFresh = isFresh
  }

  get entry(): string {
    return outPathOf(this.#story.permalink)
  }
}

const FLAGS = ['isUpdated', 'isCorrected', 'isWithdrawn', 'isElsewhere', 'isLead', 'isReported'] as const
const DATE_ONLY = 1 << FLAGS.length
const HAS_SHORT = DATE_ONLY << 1
const FRESH = DATE_ONLY << 2

/** A date in 8 bytes, two sizes in 4 each, flags in 4, a language in 4; the numbers are big-endian. */
function writeFacts(
  view: DataView,
  {
    at,
    facts,
    size,
    languages,
  }: { readonly at: number; readonly facts: StoryFacts; readonly size: EntrySize; readonly languages: readonly string[] },
): void {
  const { bytes, shortBytes, isFresh } = size
  let flags = FLAGS.reduce((sum, name, bit) => sum | (Number(facts[name]) << bit), 0)
  if (facts.date.dateOnly) flags |= DATE_ONLY
  if (shortBytes !== undefined) flags |= HAS_SHORT
  if (isFresh) flags |= FRESH
  view.setFloat64(at, facts.date.at)
  view.setUint32(at + 8, bytes)
  view.setUint32(at + 12, shortBytes ?? 0)
  view.setUint32(at + 16, flags)
  view.setUint32(at + 20, languages.indexOf(facts.lang))
}

function readFacts(
  view: DataView,
  { at, languages }: { readonly at: number; readonly languages: readonly string[] },
): { readonly facts: StoryFacts; readonly size: EntrySize } {
  const flags = view.getUint32(at + 16)
  const has = (bit: number): boolean => (flags & bit) !== 0
  const flag = (name: (typeof FLAGS)[number]): boolean => has(1 << FLAGS.indexOf(name))
  return {
    facts: {
      date: { at: view.getFloat64(at), dateOnly: has(DATE_ONLY) },
      lang: languages[view.getUint32(at + 20)] ?? '',
      isUpdated: flag('isUpdated'),
      isCorrected: flag('isCorrected'),
      isWithdrawn: flag('isWithdrawn'),
      isElsewhere: flag('isElsewhere'),
      isLead: flag('isLead'),
      isReported: flag('isReported'),
    },
    size: {
      bytes: view.getUint32(at + 8),
      shortBytes: has(HAS_SHORT) ? view.getUint32(at + 12) : undefined,
      isFresh: has(FRESH) ? true : undefined,
    },
  }
}
