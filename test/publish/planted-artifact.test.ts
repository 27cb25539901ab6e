import { expect, test } from 'vitest'
import { ARTIFACT_KINDS } from '../../src/engine/artifact-kinds.ts'
import type { ResidentMemory } from '../../src/engine/publish-request.ts'
import { AS_OF, differingPaths, type Files, newsroomOf, SITE_YAML, story } from '../support/newsroom.ts'
import { compareWays } from './any-change.ts'
import { KINDS, stepsOf } from './changing-newsroom.ts'
import { plantedKinds } from './planted-kinds.ts'

// A kind of artifact that nobody wrote an invalidation for: what it reads is recorded, and that is enough after any change.

const HOUR = 3_600_000

const at = (hours: number): string => new Date(AS_OF + hours * HOUR).toISOString()

const A = { title: 'A', summary: 'What happened.', date: '2026-05-01', topics: ['ports'] }
const B = { title: 'B', date: '2026-04-01', topics: ['ports', 'rails'] }
const C = { title: 'C', date: '2025-03-01', topics: ['rails'] }
const CORRECTED = [{ date: '2026-04-10', note: 'A name.' }]
const AGAIN = [...CORRECTED, { date: at(-1), note: 'A number.' }]

const FIRST: Files = {
  'site.yaml': `${SITE_YAML}languages: [en, fr]\nsearch: false\n`,
  'a.md': story(A),
  'b.md': story({ ...B, corrections: CORRECTED }),
  'c.md': story({ ...C, corrections: CORRECTED }),
  'c.fr.md': story(C),
}

const INDEX = { ports: { en: 2 }, rails: { en: 2, fr: 1 } }

/** What changes, and what both artifacts say then: the index, and of the page of `a.md` its title. */
interface Change {
  readonly what: string
  readonly files: Files
  readonly removed?: string
  /** Hours after the first publish. */
  readonly hours?: number
  readonly index: Readonly<Record<string, Readonly<Record<string, number>>>>
  readonly page: string
}

const CHANGES: readonly Change[] = [
  {
    what: 'a new story',
    files: { 'd.md': story({ title: 'D', date: '2026-05-20', topics: ['ports'] }) },
    index: { ...INDEX, ports: { en: 3 } },
    page: '2026: 2',
  },
  { what: 'a story that is a draft again', files: { 'd.md': story({ draft: true }) }, index: INDEX, page: '2026: 2' },
  {
    what: 'a topic more',
    files: { 'a.md': story({ ...A, topics: ['ports', 'rails'] }) },
    index: { ...INDEX, rails: { en: 3, fr: 1 } },
    page: '2026: 2',
  },
  { what: 'a topic less', files: { 'a.md': story(A) }, index: INDEX, page: '2026: 2' },
  {
    what: 'a correction of another story',
    files: { 'b.md': story({ ...B, corrections: AGAIN }) },
    index: INDEX,
    page: '2026: 3',
  },
  { what: 'no correction any more', files: { 'b.md': story(B) }, index: INDEX, page: '2026: 1' },
  { what: 'another year', files: { 'a.md': story({ ...A, date: '2025-05-01' }) }, index: INDEX, page: '2025: 0' },
  { what: 'the year before', files: { 'a.md': story(A) }, index: INDEX, page: '2026: 1' },
  {
    what: 'another title',
    files: { 'b.md': story({ ...B, title: 'Another' }) },
    index: INDEX,
    page: '2026: 1',
  },
  {
    what: 'a story in another language',
    files: { 'f.md': story({ title: 'F', lang: 'fr', topics: ['ports'] }) },
    index: { ...INDEX, ports: { en: 2, fr: 1 } },
    page: '2026: 1',
  },
  {
    what: 'another language',
    files: { 'f.md': story({ title: 'F', topics: ['ports'] }) },
    index: { ...INDEX, ports: { en: 3 } },
    page: '2026: 1',
  },
  {
    what: 'another address',
    files: { 'f.md': story({ title: 'F', topics: ['ports'], slug: 'elsewhere' }) },
    index: { ...INDEX, ports: { en: 3 } },
    page: '2026: 1',
  },
  {
    what: 'a withdrawal',
    files: { 'f.md': story({ title: 'F', slug: 'elsewhere', withdrawn: { date: at(-1), reason: 'It was wrong.' } }) },
    index: INDEX,
    page: '2026: 1',
  },
  {
    what: 'a story, a correction and an expiry to come',
    files: {
      'e.md': story({ title: 'E', date: at(1), topics: ['ports'] }),
      'b.md': story({ ...B, expires: at(3) }),
      'c.fr.md': story({ ...C, corrections: [{ date: at(2), note: 'A number.' }] }),
    },
    index: INDEX,
    page: '2026: 1',
  },
  { what: 'a release at its instant', files: {}, hours: 1, index: { ...INDEX, ports: { en: 3 } }, page: '2026: 1' },
  { what: 'a correction at its instant', files: {}, hours: 2, index: { ...INDEX, ports: { en: 3 } }, page: '2026: 2' },
  {
    what: 'an expiry at its instant',
    files: {},
    hours: 3,
    index: { ports: { en: 2 }, rails: { en: 1, fr: 1 } },
    page: '2026: 2',
  },
]

test('publishChanges: a planted kind is right after every kind of change, as a publish of the whole has it', {
  timeout: 120_000,
}, async () => {
  const [incremental, whole] = [newsroomOf(FIRST), newsroomOf(FIRST)]
  const memory: ResidentMemory = {}
  const asked = { kinds: [...ARTIFACT_KINDS, ...plantedKinds()], accept: false }
  await incremental.publish({ ...asked, memory })
  await whole.publish(asked)
  let hours = 0
  for (const { what, files, index, page, ...change } of CHANGES) {
    hours = change.hours ?? hours
    const asOf = AS_OF + hours * HOUR
    for (const newsroom of [incremental, whole]) newsroom.write(files)
    const published = await incremental.publishChanges(Object.keys(files), { ...asked, asOf, memory })
    await whole.publish({ ...asked, asOf })
    expect.soft([what, published?.kind]).toEqual([what, 'published'])
    expect.soft([what, ...differingPaths(incremental.out(), whole.out())]).toEqual([what])
    expect.soft([what, JSON.parse(incremental.read('topics/index.json'))]).toEqual([what, index])
    const [, title] = /<title>Corrections in (\d+: \d+)/.exec(incremental.read('a/corrections/index.html')) ?? []
    expect.soft([what, title]).toEqual([what, page])
  }
})

test('publishChanges: describes a planted kind again exactly where what it read changed', async () => {
  const newsroom = newsroomOf(FIRST)
  const described: string[] = []
  const kinds = plantedKinds((...call) => void described.push(call.join(' ')))
  const memory: ResidentMemory = {}
  await newsroom.publish({ kinds, memory })
  const after = async (files: Files): Promise<readonly string[]> => {
    described.length = 0
    newsroom.write(files)
    expect(await newsroom.publishChanges(Object.keys(files), { kinds, memory })).toBeDefined()
    return described.toSorted()
  }
  const pageOf = (path: string): string => `corrections-of-year ${path}`
  // A page goes with its story: what else the story says is not known to be nothing to it.
  expect(await after({ 'a.md': story(A, 'Another paragraph.\n') })).toEqual([pageOf('a.md')])
  expect(await after({ 'a.md': story({ ...A, title: 'Another' }) })).toEqual([pageOf('a.md'), 'topic-index'])
  expect(await after({ 'a.md': story({ ...A, corrections: AGAIN }) })).toEqual([pageOf('a.md'), pageOf('b.md'), 'topic-index'])
  const old = story({ ...C, corrections: [{ date: '2025-04-01', note: 'A name.' }] })
  // It leaves the corrections of one year and comes into those of another.
  const pages = ['a.md', 'b.md', 'c.fr.md', 'c.md'].map(pageOf)
  expect(await after({ 'c.md': old })).toEqual([...pages, 'topic-index'])
  expect(await after({ 'pages/about.md': '---\ntitle: About\n---\n\nUs.\n' })).toEqual([])
})

test('publishChanges: with planted kinds any change leaves what publish does', { timeout: 240_000 }, async () => {
  const steps = stepsOf(KINDS, { seed: 17, rounds: 1 })
  const shares = await compareWays({ seed: 17, steps, freshEvery: 5, kinds: plantedKinds() })
  const kinds = Object.values(shares).flatMap(of => [...of].flatMap(([kind, { incremental }]) => (incremental > 0 ? kind : [])))
  expect(new Set(kinds).size).toBeGreaterThan(20)
})
