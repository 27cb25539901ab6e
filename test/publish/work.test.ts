import { expect, test } from 'vitest'
import type { ResidentMemory } from '../../src/engine/publish-request.ts'
import type { PublishWork } from '../../src/engine/publish-result.ts'
import { AS_OF, newsroomOf, SITE_YAML, story, type TemporaryNewsroom } from '../support/newsroom.ts'

// A publish of a change costs what the change touches. It is counted, not timed: a way through the whole newsroom cannot hide behind a fast machine.

const DAY_MS = 86_400_000
const SIZES = [80, 400] as const

/** A story every third day, on one of four topics each, the newest first. */
function sourceOf(index: number, fields: Readonly<Record<string, unknown>> = {}, body = 'One paragraph.\n'): string {
  const date = new Date(AS_OF - (3 * index + 1) * DAY_MS).toISOString()
  return story({ title: `Story ${index}`, summary: 'Short.', date, topics: [`Topic ${index % 4}`], ...fields }, body)
}

function newsroomOfSize(size: number): TemporaryNewsroom {
  const stories = Array.from({ length: size }, (_, index) => [`s-${index}.md`, sourceOf(index)] as const)
  return newsroomOf({ 'site.yaml': `${SITE_YAML}pageSize: 5\narchives: all\n`, ...Object.fromEntries(stories) })
}

/** Changes of a story in the middle, which has as many before it as after it in the smaller newsroom. */
const CHANGES: Readonly<Record<string, Readonly<Record<string, string | undefined>>>> = {
  'a new story': { 'new.md': story({ title: 'New', date: new Date(AS_OF - 1000).toISOString(), topics: ['Topic 1'] }) },
  'a new story to come': { 'new.md': story({ title: 'New', date: '2027-01-01', topics: ['Topic 1'] }) },
  'a body': { 's-41.md': sourceOf(41, {}, 'Another paragraph.\n') },
  'a title': { 's-41.md': sourceOf(41, { title: 'Another title' }) },
  'a topic': { 's-41.md': sourceOf(41, { topics: ['Topic 2'] }) },
  'a date': { 's-41.md': sourceOf(41, { date: new Date(AS_OF - 30 * DAY_MS).toISOString() }) },
  'a draft': { 's-41.md': sourceOf(41, { draft: true }) },
  'a withdrawal': { 's-41.md': sourceOf(41, { withdrawn: { date: '2026-06-01', reason: 'It was wrong.' } }) },
  'a link': { 's-41.md': sourceOf(41, {}, 'See [another](s-60.md).\n') },
  'another address': { 's-41.md': sourceOf(41, { slug: 'elsewhere' }) },
  'a story saved with an error': { 's-41.md': '---\ntitle: [\n---\n' },
  'a new story with an error': { 'new.md': '---\ntitle: [\n---\n' },
  'a file that is gone, and that nobody confirms': { 's-41.md': undefined },
  'a new story while a file is missing': {
    's-42.md': undefined,
    'new.md': story({ title: 'New', topics: ['Topic 1'] }, 'Of its own.\n'),
  },
  'a standing page': { 'pages/about.md': '---\ntitle: About\n---\n\nUs.\n' },
}

/** How much is done for each of the changes, one after the other; each is taken back before the next. */
async function workIn(size: number): Promise<ReadonlyMap<string, PublishWork | undefined>> {
  const newsroom = newsroomOfSize(size)
  const memory: ResidentMemory = {}
  await newsroom.publish({ memory })
  const work = new Map<string, PublishWork | undefined>()
  for (const [name, files] of Object.entries(CHANGES)) {
    const paths = Object.keys(files)
    const before = paths.map(path => newsroom.sources().get(path)?.toString())
    for (const [path, text] of Object.entries(files)) {
      if (text === undefined) newsroom.remove(path)
      else newsroom.write({ [path]: text })
    }
    work.set(name, (await newsroom.publishChanges(paths, { memory }))?.work)
    for (const [index, path] of paths.entries()) {
      const text = before[index]
      if (text === undefined) newsroom.remove(path)
      else newsroom.write({ [path]: text })
    }
    await newsroom.publish({ memory, accept: true })
  }
  return work
}

test('publishChanges: does no more in a newsroom of five times the size', async () => {
  const few = await workIn(SIZES[0])
  const many = await workIn(SIZES[1])
  expect([...few.values()].filter(work => work !== undefined && work.described < 60)).toHaveLength(Object.keys(CHANGES).length)
  expect(Object.fromEntries(many)).toEqual(Object.fromEntries(few))
})

test('publishChanges: looks at no story only since it was corrected, withdrawn or renamed once', async () => {
  const newsroom = newsroomOfSize(20)
  await newsroom.publish()
  const correction = { date: new Date(AS_OF - 1000).toISOString(), note: 'A name.' }
  for (const index of [1, 2, 3]) newsroom.write({ [`s-${index}.md`]: sourceOf(index, { corrections: [correction] }) })
  newsroom.write({ 's-4.md': sourceOf(4, { slug: 'elsewhere' }) })
  newsroom.write({ 's-5.md': sourceOf(5, { withdrawn: { date: correction.date, reason: 'It was wrong.' } }) })
  await newsroom.publish()
  const memory: ResidentMemory = {}
  await newsroom.publish({ memory })
  newsroom.write({ 's-10.md': sourceOf(10, {}, 'Another paragraph.\n') })
  expect((await newsroom.publishChanges(['s-10.md'], { memory }))?.work?.files).toBe(1)
})
