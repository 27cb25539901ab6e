import { MissingRow, type PartTable } from '../db/cache-database.ts'
import type { Saved } from '../db/stored-map.ts'
import type { SizedStory } from '../feed/feed-parts.ts'
import { outPathOf } from '../model/address.ts'
import type { Article } from '../model/article.ts'
import { commonEnds } from '../model/common-ends.ts'
import type { MutableMap } from '../model/maps.ts'
import { SIGN_BITS, StoredStory, type StoryName, type StorySource, signsOf } from './stored-story.ts'

/** How much the entry of a story takes in feeds, and whether it was news when it came out. */
export type EntrySize = Pick<SizedStory, 'bytes' | 'shortBytes' | 'isFresh'>

/** Stories a part, and members of a list a part: what one story changes of them is written with these. */
const PART_LENGTH = 1024

const FACTS_NAME = 'facts'
const FACT_BYTES = 24

const NAMES_NAME = 'names'

/**
 * The stories of an edition and its lists, in a database. A story has a number, which no other story ever gets; one that says something else is another
 * story. A list is its stories' numbers, oldest first, in parts: a new story changes the last.
 */
export class StoredStories implements Saved, StorySource {
  readonly #table: PartTable
  readonly #texts: MutableMap<string, Article>
  readonly #languages: string[]
  readonly #stories: (Article | undefined)[] = []
  /** Of those that came since the database was opened. */
  readonly #numbers = new Map<Article, number>()
  readonly #read = new Set<StoredStory>()
  /** What is noted of the stories of each part. */
  readonly #facts: DataView[] = []
  /** The names of the stories of each part, as far as somebody asked. */
  readonly #names: (readonly (StoryName | null)[] | undefined)[] = []
  readonly #sized: (SizedStory | undefined)[] = []
  readonly #lists = new Map<string, StoredList>()
  /** Parts of the facts that changed, and of the names. */
  readonly #touched = new Set<number>()
  readonly #renamed = new Set<number>()

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
    for (const [part, bytes] of this.#table.all(FACTS_NAME)) this.#loadFacts(part, bytes)
    for (const name of this.#table.names()) {
      if (name === FACTS_NAME || name === NAMES_NAME) continue
      const parts = [...this.#table.all(name)].map(([, bytes]) => new Uint32Array(bytes.slice().buffer))
      this.#lists.set(name, { stories: this.#storiesIn(parts), lengths: parts.map(({ length }) => length) })
    }
  }

  #storiesIn(parts: readonly Uint32Array[]): readonly Article[] {
    const stories: Article[] = []
    for (const part of parts.toReversed())
      for (let index = part.length - 1; index >= 0; index--) stories.push(this.at(part[index] ?? -1))
    return stories
  }

  #loadFacts(part: number, bytes: Uint8Array): void {
    const view = new DataView(new ArrayBuffer(PART_LENGTH * FACT_BYTES))
    new Uint8Array(view.buffer).set(bytes)
    this.#facts[part] = view
    const count = bytes.byteLength / FACT_BYTES
    for (let index = 0, number = part * PART_LENGTH; index < count; index++, number++)
      this.#stories[number] = new StoredStory(
        number,
        readFacts(view, { at: index * FACT_BYTES, languages: this.#languages }),
        this,
      )
  }

  /** What a stored story says. */
  read(story: StoredStory): Article {
    const text = this.textAt(story.number)
    this.#read.add(story)
    return text
  }

  nameOf(number: number): StoryName {
    const name = this.#namesIn(Math.floor(number / PART_LENGTH))[number % PART_LENGTH]
    if (!name) throw new MissingRow(`the name of story ${number}`)
    return name
  }

  #namesIn(part: number): readonly (StoryName | null)[] {
    const known = this.#names[part]
    if (known) return known
    const bytes = this.#table.get(NAMES_NAME, part)
    const names: readonly (StoryName | null)[] = bytes ? readNames(bytes) : []
    this.#names[part] = names
    return names
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

  /** What the story with a number says, as plain data. */
  textAt(number: number): Article {
    const text = this.#texts.get(String(number))
    if (!text) throw new MissingRow(`story ${number}`)
    return text
  }

  /** The number of a story, which it gets when it is first asked for. */
  numberOf(story: Article): number {
    const before = this.knownNumber(story)
    if (before !== undefined) return before
    const number = this.#stories.length
    this.#stories.push(story)
    this.#numbers.set(story, number)
    const part = Math.floor(number / PART_LENGTH)
    this.#facts[part] ??= new DataView(new ArrayBuffer(PART_LENGTH * FACT_BYTES))
    if (!this.#languages.includes(story.lang)) this.#languages.push(story.lang)
    writeFacts(this.#facts[part], { at: (number % PART_LENGTH) * FACT_BYTES, story, languages: this.#languages })
    this.#touched.add(part)
    this.#renamed.add(part)
    this.#texts.set(String(number), story)
    return number
  }

  /** The number of a story that has one. */
  knownNumber(story: Article): number | undefined {
    return story instanceof StoredStory && story.isFrom(this) ? story.number : this.#numbers.get(story)
  }

  #factsOf(number: number): { readonly view: DataView; readonly at: number } {
    const view = this.#facts[Math.floor(number / PART_LENGTH)]
    if (!view) throw new MissingRow(`the facts of story ${number}`)
    return { view, at: (number % PART_LENGTH) * FACT_BYTES }
  }

  /** Notes what a story takes in feeds. */
  setSize(story: Article, size: EntrySize): void {
    const number = this.numberOf(story)
    const { view, at } = this.#factsOf(number)
    writeSize(view, { at, size })
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
    const { view, at } = this.#factsOf(number)
    const sized = new SizedByStory(story, readSize(view, at))
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
      const number = this.knownNumber(story)
      if (number === undefined) continue
      this.#numbers.delete(story)
      this.#texts.delete(String(number))
      this.#stories[number] = undefined
      this.#sized[number] = undefined
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

  /** Writes the facts and names that changed, and forgets what was read of stories. */
  save(): void {
    for (const part of this.#touched) {
      const bytes = this.#facts[part]?.buffer
      if (bytes) this.#table.set(FACTS_NAME, [part, new Uint8Array(bytes, 0, this.#countIn(part) * FACT_BYTES)])
    }
    for (const part of this.#renamed) {
      const names = this.#namesNow(part)
      this.#table.set(NAMES_NAME, [part, writeNames(names)])
      this.#names[part] = names
    }
    this.#touched.clear()
    this.#renamed.clear()
    for (const story of this.#read) story.forget()
    this.#read.clear()
  }

  #countIn(part: number): number {
    return Math.min(PART_LENGTH, this.#stories.length - part * PART_LENGTH)
  }

  #namesNow(part: number): readonly (StoryName | null)[] {
    const before = this.#namesIn(part)
    return Array.from({ length: this.#countIn(part) }, (_, index) => {
      const story = this.#stories[part * PART_LENGTH + index]
      return before[index] ?? (story ? { permalink: story.permalink, story: story.story } : null)
    })
  }
}

interface StoredList {
  /** Newest first. */
  readonly stories: readonly Article[]
  /** How many stories are in each part, the oldest part first. */
  readonly lengths: readonly number[]
}

const EMPTY: StoredList = { stories: [], lengths: [] }

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

const DATE_ONLY = 1 << SIGN_BITS
const HAS_SHORT = DATE_ONLY << 1
const FRESH = DATE_ONLY << 2

/** A date in 8 bytes, two sizes in 4 each, signs in 4, a language in 4; the numbers are big-endian. */
function writeFacts(
  view: DataView,
  { at, story, languages }: { readonly at: number; readonly story: Article; readonly languages: readonly string[] },
): void {
  view.setFloat64(at, story.date.at)
  view.setUint32(at + 16, signsOf(story) | (story.date.dateOnly ? DATE_ONLY : 0))
  view.setUint32(at + 20, languages.indexOf(story.lang))
}

function writeSize(
  view: DataView,
  { at, size: { bytes, shortBytes, isFresh } }: { readonly at: number; readonly size: EntrySize },
): void {
  const signs = view.getUint32(at + 16) & ~(HAS_SHORT | FRESH)
  view.setUint32(at + 8, bytes)
  view.setUint32(at + 12, shortBytes ?? 0)
  view.setUint32(at + 16, signs | (shortBytes === undefined ? 0 : HAS_SHORT) | (isFresh ? FRESH : 0))
}

function readFacts(
  view: DataView,
  { at, languages }: { readonly at: number; readonly languages: readonly string[] },
): Pick<Article, 'date' | 'lang'> & { readonly signs: number } {
  const signs = view.getUint32(at + 16)
  return {
    date: { at: view.getFloat64(at), dateOnly: (signs & DATE_ONLY) !== 0 },
    lang: languages[view.getUint32(at + 20)] ?? '',
    signs,
  }
}

function readSize(view: DataView, at: number): EntrySize {
  const signs = view.getUint32(at + 16)
  return {
    bytes: view.getUint32(at + 8),
    shortBytes: (signs & HAS_SHORT) === 0 ? undefined : view.getUint32(at + 12),
    isFresh: (signs & FRESH) === 0 ? undefined : true,
  }
}

/** As JSON: the most that is asked of many stories at once. */
function writeNames(names: readonly (StoryName | null)[]): Uint8Array {
  return Buffer.from(JSON.stringify(names.map(name => name && [name.permalink, name.story])))
}

function readNames(bytes: Uint8Array): readonly (StoryName | null)[] {
  const all: readonly (readonly [StoryName['permalink'], StoryName['story']] | null)[] = JSON.parse(
    Buffer.from(bytes).toString(),
  )
  return all.map(name => name && { permalink: name[0], story: name[1] })
}
