import type { SitePath, SourcePath } from '../model/address.ts'
import { compare } from '../model/compare.ts'
import type { Instant } from '../model/instant.ts'
import type { RecordEntry } from '../model/record.ts'

/** A published story whose file is missing, with what is still known of it. */
export interface LostStory {
  readonly entry: RecordEntry
  /** Undefined where neither its last good version nor its page is left. */
  readonly known: { readonly title: string; readonly text: string } | undefined
  /** Files that were there when its own still was: none of them is this story under another name. */
  readonly others: ReadonlySet<SourcePath>
  /** The date in its front matter; when it was first published, where that is lost. */
  readonly date: Instant
}

/** A file without an `id` line whose story was never published. */
export interface NewFile {
  readonly path: SourcePath
  /** The id that its story gets where nobody says otherwise. */
  readonly id: string
  readonly permalink: SitePath
  readonly title: string
  readonly date: Instant
  /** Its body, as Markdown. */
  readonly text: string
}

/** A new file that may be a lost story, renamed and edited. */
export interface Resemblance {
  readonly file: Pick<NewFile, 'path' | 'id'>
  readonly entry: RecordEntry
  /** The file that resembles that story even more; undefined where this one does most. */
  readonly rival: SourcePath | undefined
  readonly likeness: Likeness
}

/** What two texts have in common. */
export interface Likeness {
  readonly sameAddress: boolean
  readonly sameTitle: boolean
  readonly sameDate: boolean
  /** The part of the lost story's words that the file has: 0 to 1; undefined where these words are lost. */
  readonly share: number | undefined
}

/**
 * The new files that resemble a lost story, each with the story that it resembles most. A story belongs to one file: of several
 * files the likeliest is paired with it, and the others name that one as their rival. The work for a file is bounded, so that a
 * whole newsroom that was renamed and edited at once costs seconds.
 */
export function resemblancesOf(lost: readonly LostStory[], files: Iterable<NewFile>): readonly Resemblance[] {
  if (lost.length === 0) return []
  const index = new LostIndex(lost)
  const pairs: Pair[] = []
  for (const file of files) {
    const { path, id } = file
    for (const { entry, likeness } of index.likeliest(file)) pairs.push({ file: { path, id }, entry, likeness })
  }
  return paired(pairs.sort(byScore))
}

type Pair = Omit<Resemblance, 'rival'>

/** Pairs the best first: no two files with one story, no two stories with one file. */
function paired(pairs: readonly Pair[]): readonly Resemblance[] {
  const fileOf = new Map<string, SourcePath>()
  const found = new Map<SourcePath, Resemblance>()
  for (const pair of pairs) {
    const { path } = pair.file
    if (found.has(path) || fileOf.has(pair.entry.id)) continue
    fileOf.set(pair.entry.id, path)
    found.set(path, { ...pair, rival: undefined })
  }
  for (const pair of pairs)
    if (!found.has(pair.file.path)) found.set(pair.file.path, { ...pair, rival: fileOf.get(pair.entry.id) })
  return [...found.values()].sort((a, b) => compare(a.file.path, b.file.path))
}

/** A file is worth a question where it has the story's address or title, half of its words, or its date and a fifth of its words. */
function isWorthAsking({ sameAddress, sameTitle, sameDate, share }: Likeness): boolean {
  if (sameAddress || sameTitle) return true
  if (share === undefined) return sameDate
  return share > HALF || (sameDate && share > FIFTH)
}

const HALF = 0.5
const FIFTH = 0.2

/** Above `HALF` for what is worth asking and for nothing else, but for stories of which only the date is known. */
function scoreOf({ sameAddress, sameTitle, sameDate, share = 0 }: Likeness): number {
  return share + (sameDate ? HALF - FIFTH : 0) + (sameTitle ? 2 : 0) + (sameAddress ? 4 : 0)
}

function byScore(a: Pair, b: Pair): number {
  return scoreOf(b.likeness) - scoreOf(a.likeness) || compare(a.file.path, b.file.path) || compare(a.entry.id, b.entry.id)
}

// A file that resembles more stories than this is a form that all of them were filled into.
const MOST_PAIRS = 20

// Words that most stories have are counted last, and no more where they would cost most of the work.
const MOST_VISITS = 10_000

/** A lost story, prepared for comparing it. */
interface Prepared extends LostStory {
  readonly place: number
  readonly plainTitle: string
  readonly words: ReadonlySet<string>
}

/** A new file, prepared for comparing it. */
interface Compared extends Pick<NewFile, 'path' | 'permalink' | 'date'> {
  readonly plainTitle: string
  readonly words: ReadonlySet<string>
}

/** The lost stories, by what they are recognised by. */
class LostIndex {
  readonly #lost: readonly Prepared[]
  readonly #byWord = new Map<string, Prepared[]>()
  readonly #byTitle: ReadonlyMap<string, readonly Prepared[]>
  readonly #byAddress: ReadonlyMap<string, readonly Prepared[]>
  /** Stories of which nothing else is known. */
  readonly #byDate: ReadonlyMap<Instant, readonly Prepared[]>
  /** Of the file that is looked at: 0 where a story has nothing in common with it, else one more than the words that both have. */
  readonly #seen: Uint32Array

  constructor(lost: readonly LostStory[]) {
    this.#lost = lost.map((story, place) => ({ ...story, place, ...comparable(story.known ?? { title: '', text: '' }) }))
    this.#seen = new Uint32Array(lost.length)
    this.#byTitle = Map.groupBy(this.#lost, story => story.plainTitle)
    this.#byAddress = Map.groupBy(this.#lost, story => story.entry.permalink)
    this.#byDate = Map.groupBy(
      this.#lost.filter(({ known }) => known === undefined),
      ({ date }) => date,
    )
    for (const story of this.#lost)
      for (const word of story.words) {
        const stories = this.#byWord.get(word)
        if (stories) stories.push(story)
        else this.#byWord.set(word, [story])
      }
  }

  /** The stories that a file resembles, the likeliest first. */
  likeliest({ path, permalink, date, ...texts }: NewFile): readonly Pick<Pair, 'entry' | 'likeness'>[] {
    const file: Compared = { path, permalink, date, ...comparable(texts) }
    const likely = this.#candidates(file)
    const best = bestOf(likely, story => scoreOf(likenessOf(story, file, (this.#seen[story.place] ?? 1) - 1)))
    this.#seen.fill(0)
    return best
      .map(story => ({ entry: story.entry, likeness: likenessOf(story, file, countShared(story, file)) }))
      .filter(({ likeness }) => isWorthAsking(likeness))
  }

  /** The stories that have anything in common with a file; their shared words are counted as far as the work is bounded. */
  #candidates(file: Compared): readonly Prepared[] {
    const found: Prepared[] = []
    const seen = this.#seen
    const add = (story: Prepared): void => {
      if (seen[story.place] !== 0 || story.others.has(file.path)) return
      seen[story.place] = 1
      found.push(story)
    }
    if (file.plainTitle !== '') this.#byTitle.get(file.plainTitle)?.forEach(add)
    this.#byAddress.get(file.permalink)?.forEach(add)
    this.#byDate.get(file.date)?.forEach(add)
    const known = [...file.words].flatMap(word => [this.#byWord.get(word) ?? []])
    let visits = 0
    for (const stories of known.sort((a, b) => a.length - b.length)) {
      visits += stories.length
      if (visits > MOST_VISITS) break
      for (const story of stories) {
        add(story)
        seen[story.place] = (seen[story.place] ?? 0) + 1
      }
    }
    return found
  }
}

/** The stories of the highest scores, the best first; of equal ones the first. */
function bestOf(stories: readonly Prepared[], score: (story: Prepared) => number): readonly Prepared[] {
  const best: { readonly story: Prepared; readonly score: number }[] = []
  for (const story of stories) {
    const own = score(story)
    if (best.length === MOST_PAIRS && own <= (best.at(-1)?.score ?? 0)) continue
    const place = best.findIndex(other => other.score < own)
    best.splice(place < 0 ? best.length : place, 0, { story, score: own })
    if (best.length > MOST_PAIRS) best.pop()
  }
  return best.map(({ story }) => story)
}

function comparable({ title, text }: Pick<NewFile, 'title' | 'text'>): Pick<Compared, 'plainTitle' | 'words'> {
  return { plainTitle: plainTitle(title), words: wordsIn(text) }
}

function countShared({ words }: Prepared, file: Compared): number {
  let shared = 0
  for (const word of words) if (file.words.has(word)) shared++
  return shared
}

function likenessOf(story: Prepared, file: Compared, shared: number): Likeness {
  const size = story.words.size
  return {
    sameAddress: story.entry.permalink === file.permalink,
    sameTitle: file.plainTitle !== '' && story.plainTitle === file.plainTitle,
    sameDate: story.date === file.date,
    share: story.known && (size === 0 ? 0 : shared / size),
  }
}

/** A title without what changes in passing: case, width, and marks between words. */
function plainTitle(title: string): string {
  return [...title.normalize('NFKC').toLowerCase().matchAll(WORDS)].join(' ')
}

const WORDS = /[\p{L}\p{M}\p{N}]+/gu

// Scripts that put no space between words: two characters in a row take the place of a word there.
const UNSPACED =
  /[[\p{L}\p{M}\p{N}]&&[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}]]+/v

const SPACED =
  /[[\p{L}\p{M}\p{N}]--[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}]]+/v

const RUNS = new RegExp(`(?<unspaced>${UNSPACED.source})|${SPACED.source}`, 'gv')

// Addresses of links, and tags, are no words of the story.
const MARKUP = /\]\([^()\s]*|<[^<>]*>/g

/** The different words of a text, Markdown or plain: none of its markup, and all in lower case. */
export function wordsIn(text: string): ReadonlySet<string> {
  const words = new Set<string>()
  for (const { 0: run, groups } of text.replace(MARKUP, ' ').normalize('NFKC').toLowerCase().matchAll(RUNS)) {
    if (groups?.unspaced === undefined) words.add(run)
    else for (const pair of pairsIn([...run])) words.add(pair)
  }
  return words
}

function pairsIn(characters: readonly string[]): readonly string[] {
  if (characters.length === 1) return characters
  return characters.slice(1).map((character, index) => `${characters[index]}${character}`)
}
