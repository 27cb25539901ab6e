import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type EditedIndex,
  editIndex,
  type IndexChange,
  type IndexedPlace,
  type IndexedStory,
  MOST_IN_TAIL,
  makeIndex,
} from '../../src/search/edit-index.ts'
import { findStories, linesOf, readQuery } from '../../src/search/find-stories.ts'
import { type IndexRoot, linesFile, numberAt, type Runs, readLines, wordsFile } from '../../src/search/index-root.ts'
import { stemOf } from '../../src/search/stem.ts'
import { impactsIn, storyWords } from '../../src/search/story-words.ts'
import { postingsAt, termsAt } from '../../src/search/word-file.ts'

/** An index on a disk that never takes a name twice. */
class IndexOnDisk {
  readonly #files = new Map<string, Uint8Array>()
  readonly #stories = new Map<string, IndexedStory & IndexedPlace>()
  #root: IndexRoot | undefined
  #tail: readonly string[] = []

  get root(): IndexRoot {
    if (!this.#root) throw new TypeError('there is no index yet')
    return this.#root
  }

  get stories(): readonly IndexedStory[] {
    return [...this.#stories.values()]
  }

  get paths(): readonly string[] {
    return [...this.#files.keys()].sort()
  }

  readonly read = (path: string): Uint8Array => {
    const bytes = this.#files.get(path)
    if (!bytes) throw new TypeError(`nothing stands at ${path}`)
    return bytes
  }

  make(stories: readonly IndexedStory[]): void {
    this.#take(makeIndex(stories), stories)
  }

  /** Gives how many files were written. */
  edit({ leave = [], now = [] }: { readonly leave?: readonly string[]; readonly now?: readonly IndexedStory[] }): number {
    const change: IndexChange['change'][number][] = []
    const leaving = leave.flatMap(id => this.#stories.get(id) ?? [])
    const come: IndexedStory[] = []
    for (const story of now) {
      const before = this.#stories.get(story.id)
      if (!before) come.push(story)
      else if (before.month === story.month) change.push([before, story])
      else {
        leaving.push(before)
        come.push(story)
      }
    }
    const edited = editIndex({ root: this.root, read: this.read, tail: this.#tail }, { leave: leaving, change, come })
    for (const id of leave) this.#stories.delete(id)
    this.#take(edited, now)
    return edited.written.size
  }

  #take({ root, written, gone, places, tail }: EditedIndex, now: readonly IndexedStory[]): void {
    for (const [path, bytes] of written) {
      expect(this.#files.has(path)).toBe(false)
      this.#files.set(path, bytes)
    }
    for (const path of gone) this.#files.delete(path)
    for (const story of now) this.#stories.set(story.id, { ...NOWHERE, ...this.#stories.get(story.id), ...story })
    for (const [id, place] of places) {
      const story = this.#stories.get(id)
      if (story) this.#stories.set(id, { ...story, ...place })
    }
    this.#root = root
    this.#tail = tail
  }
}

const NOWHERE: IndexedPlace = { key: '', number: -1 }

function numbersOf(runs: Runs): readonly number[] {
  const count = runs.reduce((sum, [, length]) => sum + length, 0)
  return Array.from({ length: count }, (_, place) => numberAt(runs, place))
}

/** Everything that an index says: of each term the paths of its stories, each with its impact. */
function saidBy(index: IndexOnDisk): ReadonlyMap<string, ReadonlyMap<string, number>> {
  const said = new Map<string, Map<string, number>>()
  for (const segment of index.root.segments) {
    const lines = numbersOf(segment.lines).flatMap(number => readLines(index.read(linesFile(segment, number))))
    for (const [place, number] of numbersOf(segment.words).entries()) {
      const bytes = index.read(wordsFile(segment, number))
      const next = segment.starts[place + 1]
      for (const at of termsAt(bytes)) {
        expect(at.term >= (segment.starts[place] ?? '') && (next === undefined || at.term < next)).toBe(true)
        for (const posting of postingsAt(bytes, at)) {
          const line = lines[posting >>> 2]
          if (!line) throw new TypeError(`${at.term} is said by nobody`)
          const stories = said.get(at.term) ?? new Map<string, number>()
          stories.set(line.path, posting & 3)
          said.set(at.term, stories)
        }
      }
    }
  }
  return said
}

function toBeSaid(stories: readonly IndexedStory[]): ReadonlyMap<string, ReadonlyMap<string, number>> {
  const said = new Map<string, Map<string, number>>()
  for (const { line, words } of stories)
    for (const [term, impact] of impactsIn(words)) said.set(term, (said.get(term) ?? new Map()).set(line.path, impact))
  return said
}

function indexed(
  id: string,
  { title, text, month = 202606 }: { readonly title: string; readonly text: string; readonly month?: number },
): IndexedStory {
  const tags = [`year/${Math.floor(month / 100)}`]
  const line = { path: `/${id}/`, title, date: `${month}`, shown: `${month}`, lead: text.slice(0, 20) }
  return { id, month, line, words: storyWords({ lang: 'en', title, text, tags }) }
}

const WORDS = Array.from({ length: 400 }, (_, index) => `w${index.toString(36)}`)
const someText = fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 40 }).map(words => words.join(' '))
const someStory = fc
  .record({
    number: fc.nat(40),
    title: fc.constantFrom(...WORDS),
    text: someText,
    month: fc.constantFrom(202401, 202402, 202503),
  })
  .map(({ number, ...story }) => indexed(`s${number}`, story))
const unique = { selector: ({ id }: IndexedStory): string => id }

describe('an index that is edited in place', () => {
  test('says after any edits what one says that is made anew, and no file is left over', () => {
    const step = fc.record({
      leave: fc.uniqueArray(
        fc.nat(40).map(number => `s${number}`),
        { maxLength: 4 },
      ),
      now: fc.uniqueArray(someStory, { ...unique, maxLength: 30 }),
    })
    fc.assert(
      fc.property(fc.uniqueArray(someStory, { ...unique, maxLength: 20 }), fc.array(step, { maxLength: 8 }), (first, steps) => {
        const index = new IndexOnDisk()
        index.make(first.toSorted((a, b) => a.month - b.month))
        for (const { leave, now } of steps) {
          const coming = new Set(now.map(({ id }) => id))
          index.edit({ leave: leave.filter(id => !coming.has(id)), now })
          expect(saidBy(index)).toEqual(toBeSaid(index.stories))
        }
        const named = index.root.segments.flatMap(segment => [
          ...numbersOf(segment.words).map(number => wordsFile(segment, number)),
          ...numbersOf(segment.lines).map(number => linesFile(segment, number)),
        ])
        expect(index.paths).toEqual(named.sort())
      }),
      { numRuns: 60 },
    )
  })

  test('writes as many files for an edit whatever the number of stories', () => {
    const written = [500, 2000].map(count => {
      const index = new IndexOnDisk()
      const text = (number: number): string =>
        Array.from({ length: 60 }, (_, at) => WORDS[(number * 7 + at * 31) % 400]).join(' ')
      index.make(Array.from({ length: count }, (_, number) => indexed(`s${number}`, { title: 'w0', text: text(number) })))
      const body = index.edit({ now: [indexed('s3', { title: 'w0', text: `${text(3)} entirely` })] })
      const came = index.edit({ now: [indexed('new', { title: 'w0', text: text(5) })] })
      return { body, came }
    })
    expect(written).toEqual([
      { body: 1, came: 2 },
      { body: 1, came: 2 },
    ])
  })

  test('has nothing of a story that left', () => {
    const index = new IndexOnDisk()
    index.make([indexed('a', { title: 'Alpha', text: 'common secretword' }), indexed('b', { title: 'Beta', text: 'common' })])
    index.edit({ now: [indexed('c', { title: 'Gamma', text: 'hiddenword' })] })
    index.edit({ leave: ['a', 'c'] })
    const all = index.paths.map(path => Buffer.from(index.read(path)).toString('latin1')).join('\n')
    for (const word of ['secretword', 'hiddenword', 'alpha', 'Alpha', 'Gamma', '/a/', '/c/']) expect(all).not.toContain(word)
    expect(all).toContain('Beta')
  })

  test('merges a tail that has grown long', () => {
    const index = new IndexOnDisk()
    index.make([indexed('a', { title: 'Alpha', text: 'common' })])
    for (let number = 0; number <= MOST_IN_TAIL; number++)
      index.edit({ now: [indexed(`s${number}`, { title: `w${number}`, text: 'common', month: 202607 })] })
    expect(index.root.segments).toMatchObject([
      {
        stories: MOST_IN_TAIL + 2,
        months: [
          [202606, 0],
          [202607, 1],
        ],
      },
    ])
    index.edit({ leave: ['s3'], now: [indexed('s4', { title: 'other', text: 'common', month: 202607 })] })
    expect(saidBy(index)).toEqual(toBeSaid(index.stories))
  })
})

describe('a query', () => {
  const index = new IndexOnDisk()
  index.make([
    indexed('old', { title: 'Rice in the harbour', text: 'Accession negotiations opened.', month: 201503 }),
    indexed('both', { title: 'Accession concluded', text: 'The elections in the harbour were fair.', month: 202601 }),
    indexed('one', { title: 'Weather', text: 'The accession is far. Electric light.', month: 202602 }),
  ])
  const find = async (typed: string, tags: readonly string[] = []) => {
    const { hits, meant } = await findStories(readQuery(typed, stemOf('en')), {
      index: { root: index.root, read: async path => index.read(path) },
      tags,
      month: 202606,
    })
    const lines = await linesOf(hits, { read: async path => index.read(path) })
    return { found: lines.map(({ path }) => path), meant }
  }

  test('finds the stories that say all of its words, in any of their forms; those first that have them in their title', async () => {
    expect((await find('accessions ')).found).toEqual(['/both/', '/one/', '/old/'])
    expect((await find('negotiation accession ')).found).toEqual(['/old/'])
    expect((await find('harbour electing ')).found).toEqual(['/both/'])
  })

  test('takes the last word for the beginning of one', async () => {
    expect((await find('elec')).found).toEqual(['/one/', '/both/'])
    expect((await find('elec ')).found).toEqual([])
  })

  test('is narrowed by tags', async () => {
    expect((await find('accession ', ['year/2015'])).found).toEqual(['/old/'])
    expect((await find('', ['year/2026'])).found).toEqual(['/one/', '/both/'])
  })

  test('says what may have been meant by a word that nobody says', async () => {
    expect(await find('harbuor ')).toEqual({ found: [], meant: [['harbuor', 'harbour']] })
  })

  test('that is hostile is cut short', () => {
    const { words } = readQuery(`${'word '.repeat(10_000)}\0${'a'.repeat(10_000)}`, stemOf('en'))
    expect(words.map(({ term }) => term)).toEqual(['word'])
    const letters = Array.from({ length: 30 }, (_, index) => `x${index}`).join(' ')
    expect(readQuery(letters, stemOf('en')).words).toHaveLength(8)
    expect(readQuery('“trade talks” now', stemOf('en')).phrases).toEqual([['trade', 'talk']])
  })
})
