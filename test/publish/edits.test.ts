import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ResidentMemory } from '../../src/engine/publish-request.ts'
import {
  AS_OF,
  differingPaths,
  newsroomFrom,
  newsroomOf,
  publishedBefore,
  SITE_YAML,
  shown,
  story,
  type TemporaryNewsroom,
  writeFiles,
} from '../support/newsroom.ts'
import { PNG } from './broken-table.ts'
import { linkProblems } from './edition-problems.ts'

/** What one story says now. Its number never changes, and stands in its summary: by it the test knows it again. */
interface Told {
  readonly number: number
  readonly path: string
  readonly title: string
  readonly day: number
  readonly topics: readonly string[]
  readonly slug: string | undefined
  readonly draft: boolean
  readonly image: boolean
  readonly alias: boolean
  readonly body: string
  /** The story that the body links to. */
  readonly names: number
}

type Step = readonly [kind: (typeof KINDS)[number], story: number, value: number]

const KINDS = [
  'add',
  'remove',
  'rename',
  'title',
  'date',
  'topics',
  'slug',
  'draft',
  'image',
  'alias',
  'body',
  'names',
  'undo',
] as const

const anyStep: fc.Arbitrary<Step> = fc.tuple(fc.constantFrom(...KINDS), fc.nat(30), fc.nat(1000))

/** A newsroom in a test's hands: every step changes one thing and is written to disk. */
class EditedNewsroom {
  readonly newsroom: TemporaryNewsroom
  #stories: readonly Told[] = []
  /** The story that was changed last, as it was before. */
  #before: Told | undefined
  #numbers = 0

  constructor() {
    this.newsroom = newsroomOf({
      'site.yaml': `${SITE_YAML}pageSize: 2\n`,
      'dot.png': PNG,
      'pages/about.md': '---\ntitle: About\n---\n\nSee [the first](../0.md).\n',
    })
    for (let count = 0; count < 4; count++) this.step(['add', 0, count])
  }

  /** Returns the files that it changed. */
  step([kind, which, value]: Step): readonly string[] {
    const told = this.#stories[which % Math.max(this.#stories.length, 1)]
    if (kind === 'add') return this.#put(newStory(this.#numbers++, value))
    if (kind === 'undo') return this.#undo()
    if (!told) return []
    if (kind === 'remove') return this.#drop(told)
    // A draft that was edited and renamed since it was out has neither its name nor its bytes left by which it could be known.
    if (kind === 'rename') return told.draft ? [] : this.#rename(told, `renamed/${value}-${told.number}.md`)
    return this.#put(changed(told, kind, value))
  }

  #rename(told: Told, path: string): readonly string[] {
    this.newsroom.rename(told.path, path)
    this.#stories = this.#stories.map(each => (each === told ? { ...each, path } : each))
    return [told.path, path]
  }

  /** Undone twice, it is as it was changed to. */
  #undo(): readonly string[] {
    const before = this.#before
    return this.#stories.some(({ number, path }) => number === before?.number && path === before.path) && before
      ? this.#put(before)
      : []
  }

  #drop(told: Told): readonly string[] {
    this.newsroom.remove(told.path)
    this.#stories = this.#stories.filter(each => each !== told)
    return [told.path]
  }

  #put(told: Told): readonly string[] {
    this.newsroom.write({ [told.path]: sourceOf(told) })
    this.#before = this.#stories.find(({ number }) => number === told.number)
    this.#stories = [...this.#stories.filter(({ number }) => number !== told.number), told]
    return [told.path]
  }
}

function newStory(number: number, value: number): Told {
  return {
    number,
    path: `${number}${value % 4 === 3 ? '.fr' : ''}.md`,
    title: `Story ${number}`,
    day: 1 + (value % 28),
    topics: [['x', 'y', 'z'][value % 3] ?? 'x'],
    slug: undefined,
    draft: false,
    image: false,
    alias: false,
    body: 'Text.',
    names: value % 6,
  }
}

function changed(told: Told, kind: Step[0], value: number): Told {
  if (kind === 'title') return { ...told, title: `Story ${told.number}, ${value}` }
  if (kind === 'date') return { ...told, day: 1 + (value % 28) }
  if (kind === 'topics') return { ...told, topics: ['x', 'y', 'z'].slice(0, value % 4) }
  if (kind === 'slug') return { ...told, slug: value % 3 === 0 ? undefined : `slug-${told.number}-${value}` }
  if (kind === 'draft') return { ...told, draft: !told.draft }
  if (kind === 'image') return { ...told, image: !told.image }
  if (kind === 'alias') return { ...told, alias: !told.alias }
  if (kind === 'names') return { ...told, names: value % 6 }
  return { ...told, body: `Text ${value}.` }
}

function sourceOf({ number, title, day, topics, slug, draft, image, alias, body, names }: Told): string {
  const fields = {
    title,
    date: `2026-05-${String(day).padStart(2, '0')}`,
    summary: `Number ${number}.`,
    topics,
    slug,
    draft,
    image: image ? { src: '/dot.png', alt: `Dot ${number}` } : undefined,
    aliases: alias ? [`/old/${number}/`] : [],
  }
  return story(fields, `${body}\n\nSee [another](/${names}.md).\n`)
}

describe('publish: after any edits', () => {
  test('publish: step by step gives what a fresh publish gives, nothing is left over, and ids stay', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyStep, { minLength: 4, maxLength: 12 }), async steps => {
        const edited = new EditedNewsroom()
        const { newsroom } = edited
        const ids = new Map<string, string>()
        for (const step of [undefined, ...steps]) {
          if (step) edited.step(step)
          const { edition, diagnostics, site } = await newsroom.publish({ accept: true })
          expect(shown(diagnostics.filter(({ severity }) => severity === 'error'))).toEqual([])
          expect(linkProblems(newsroom.out(), site)).toEqual([])
          for (const { summary, id } of edition.released) {
            expect(id, `${summary} after ${step}`).toBe(ids.get(summary) ?? id)
            ids.set(summary, id)
          }
        }
        const before = newsroom.out()
        expect(await newsroom.publish()).toMatchObject({ written: [], removed: [] })
        expect(differingPaths(before, await freshly(newsroom))).toEqual([])
      }),
      { numRuns: 10 },
    )
  })

  test.each([
    ['in one process', 200],
    ['in processes of their own', 40],
  ])(
    'publish: after hundreds of edits, of bodies and of all else, undone and done again, %s, all is as a fresh publish makes it',
    async (way, count) => {
      const edited = new EditedNewsroom()
      const { newsroom } = edited
      const memory: ResidentMemory | undefined = way === 'in one process' ? {} : undefined
      const request = memory ? { memory, accept: true } : { accept: true }
      await newsroom.publish(request)
      const kinds: string[] = []
      for (const [index, [kind, which, value]] of fc.sample(anyStep, { numRuns: count, seed: 7 }).entries()) {
        // Stories that come back are dated a second later each time, and no later than two seconds ahead.
        const at = { asOf: AS_OF + 10_000 * index, accept: true }
        // All but the file in hand has long been as it is.
        if (index % 4 === 0) await newsroom.atRest()
        const files = edited.step([([kind, 'undo', 'undo', 'body'] as const)[index % 4] ?? kind, which, value])
        if (!memory) await newsroom.atRest()
        const result = await (memory
          ? newsroom.publishChanges(files, { memory, ...at })
          : newsroom.publishWhatChanged({ asOf: at.asOf }))
        const isIncremental = result?.kind === 'published' && result.isUntidy !== undefined
        kinds.push(isIncremental ? 'incremental' : 'whole')
        if (!isIncremental) await newsroom.publish({ ...request, ...at })
        if (index % 20 === 19)
          expect(differingPaths(newsroom.out(), await freshly(newsroom, at.asOf)), `after ${index}`).toEqual([])
      }
      expect(kinds.filter(kind => kind === 'incremental').length).toBeGreaterThan(count / 2)
    },
  )

  test('publish: an id survives edits of title, date, slug and address, and a new name with the same bytes', async () => {
    const newsroom = newsroomOf({ '2026/flood.md': story({ title: 'Flood' }) })
    const idNow = async () => (await newsroom.publish()).edition.released.map(({ id }) => id)
    const first = await idNow()
    expect(first).toEqual(['tag:news.example.org,2026:2026/flood'])
    newsroom.write({ '2026/flood.md': story({ title: 'Flood, again', date: '2026-01-01', slug: 'flood-again' }) })
    expect(await idNow()).toEqual(first)
    newsroom.rename('2026/flood.md', 'old/high-water.md')
    expect(await idNow()).toEqual(first)
    newsroom.write({ 'site.yaml': SITE_YAML.replace('news.example.org', 'elsewhere.example.net') })
    expect(await idNow()).toEqual(first)
    newsroom.write({ 'old/high-water.md': story({ title: 'Flood at last' }) })
    expect(await idNow()).toEqual(first)
  })

  test('publish: a file copied does not take the id, and neither does a new one', async () => {
    const newsroom = newsroomOf({ 'a.md': story({ title: 'A' }) })
    await newsroom.publish()
    newsroom.write({ 'b.md': story({ title: 'A' }), 'c.md': story({ title: 'C' }) })
    const { edition } = await newsroom.publish()
    expect(Object.fromEntries(edition.released.map(({ path, id }) => [path, id]))).toEqual({
      'a.md': 'tag:news.example.org,2026:a',
      'b.md': 'tag:news.example.org,2026:b',
      'c.md': 'tag:news.example.org,2026:c',
    })
  })
})

/** What a fresh publish gives that knows nothing but what was published before. */
async function freshly(newsroom: TemporaryNewsroom, asOf = AS_OF): Promise<ReadonlyMap<string, Buffer>> {
  const fresh = newsroomFrom(newsroom.paths.articles)
  writeFiles(fresh.paths.out, publishedBefore(newsroom))
  await fresh.publish({ asOf })
  return fresh.out()
}
