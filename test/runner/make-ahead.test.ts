import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { MadeAhead } from '../../src/engine/made-ahead.ts'
import type { ResidentMemory } from '../../src/engine/publish-request.ts'
import { makeAhead } from '../../src/runner/make-ahead.ts'
import { differingPaths, newsroomFrom, newsroomOf, story, type TemporaryNewsroom } from '../support/newsroom.ts'

const DUE = Date.parse('2026-06-02T12:00:00Z')

const FILES = {
  'a.md': story({ title: 'First', topics: ['Ports'] }),
  'due.md': story({ title: 'Unguessable', date: '2026-06-02T12:00:00Z', topics: ['Ports'] }, 'Xyzzy. See [the first](a.md).\n'),
  'later.md': story({ title: 'Later', date: '2026-06-03T12:00:00Z' }),
}

interface Ready {
  readonly newsroom: TemporaryNewsroom
  readonly memory: ResidentMemory
  readonly ahead: MadeAhead
}

/** A newsroom that is published, with what is due next made ahead. */
async function ready(files: Readonly<Record<string, string>> = FILES): Promise<Ready> {
  const newsroom = newsroomOf(files)
  await newsroom.atRest()
  const memory: ResidentMemory = {}
  await newsroom.publish({ memory })
  onTestFinished(() => memory.newsroom?.close())
  const ahead = await makeAhead({ ...newsroom.requestFor({ asOf: DUE, slow: 'now' }), memory })
  if (!ahead) throw new Error('nothing is ready')
  onTestFinished(() => ahead[Symbol.dispose]())
  return { newsroom, memory, ahead }
}

/** The file of the page that was made ahead, as the system knows it wherever it stands. */
function pagesAhead({ paths }: TemporaryNewsroom): readonly number[] {
  const [folder = ''] = readdirSync(paths.ahead).filter(name => name !== 'probe')
  const files = readdirSync(join(paths.ahead, folder)).filter(name => name.startsWith('page-'))
  return files.map(name => statSync(join(paths.ahead, folder, name)).ino)
}

function pageOfDue({ paths }: TemporaryNewsroom): number {
  return statSync(join(paths.out, 'due/index.html')).ino
}

/** What a newsroom with these files publishes, first at the usual instant and then at the due one. */
async function publishedWhole(newsroom: TemporaryNewsroom): Promise<TemporaryNewsroom> {
  const whole = newsroomFrom(newsroom.paths.articles)
  await whole.publish()
  await whole.publish({ asOf: DUE })
  return whole
}

const CHANGES: Readonly<Record<string, (newsroom: TemporaryNewsroom) => unknown>> = {
  'its body was edited': newsroom => newsroom.write({ 'due.md': `${FILES['due.md']}More.\n` }),
  'it became a draft': newsroom => newsroom.write({ 'due.md': FILES['due.md'].replace('title:', 'draft: true\ntitle:') }),
  'it was put off': newsroom => newsroom.write({ 'due.md': FILES['due.md'].replace('06-02', '06-09') }),
  'its file is gone': newsroom => newsroom.remove('due.md'),
}

describe('makeAhead', () => {
  test('touches nothing and shows nothing before its time, and its pages are then put in place', async () => {
    const { newsroom, memory, ahead } = await ready()
    const before = newsroom.out()
    expect(statSync(newsroom.paths.ahead).mode & 0o777).toBe(0o700)
    expect([...before].filter(([path, bytes]) => /due/.test(path) || /Unguessable|Xyzzy/.test(bytes.toString()))).toEqual([])
    const made = pagesAhead(newsroom)
    const whole = await publishedWhole(newsroom)
    const releasedMs = Date.now()
    const released = await newsroom.publishChanges(['site.yaml', 'due.md'], { asOf: DUE, memory, ahead })
    expect(released?.written).toContain('due/index.html')
    expect(made).toContain(pageOfDue(newsroom))
    for (const path of ['due/index.html', 'feed.rss'])
      expect(statSync(join(newsroom.paths.out, path)).mtimeMs).toBeGreaterThanOrEqual(releasedMs)
    expect(differingPaths(newsroom.out(), whole.out())).toEqual([])
    ahead[Symbol.dispose]()
    expect(readdirSync(newsroom.paths.ahead).filter(name => name !== 'probe')).toEqual([])
    // Its source is remembered, though it was not rendered again.
    newsroom.write({ 'due.md': '---\ntitle: [\n---\n' })
    await newsroom.publish({ asOf: DUE })
    expect(newsroom.read('due/index.html')).toContain('Xyzzy')
  })

  test('keeps its pages while other stories are saved', async () => {
    const { newsroom, memory, ahead } = await ready()
    const made = pagesAhead(newsroom)
    newsroom.write({ 'other.md': story({ title: 'Other', date: '2025-05-02' }) })
    expect((await newsroom.publishChanges(['other.md'], { memory }))?.written).toContain('other/index.html')
    const whole = await publishedWhole(newsroom)
    await newsroom.publishChanges(['site.yaml', 'due.md'], { asOf: DUE, memory, ahead })
    expect(made).toContain(pageOfDue(newsroom))
    expect(differingPaths(newsroom.out(), whole.out())).toEqual([])
  })

  test('renders a page again whose link leads elsewhere by then', async () => {
    const { newsroom, memory, ahead } = await ready()
    const made = pagesAhead(newsroom)
    newsroom.write({ 'a.md': FILES['a.md'].replace('title:', 'slug: moved\ntitle:') })
    await newsroom.publishChanges(['a.md'], { memory })
    await newsroom.publishChanges(['site.yaml', 'due.md'], { asOf: DUE, memory, ahead })
    expect(newsroom.read('due/index.html')).toContain('href="/moved/"')
    expect(made).not.toContain(pageOfDue(newsroom))
  })

  test.each(Object.entries(CHANGES))('says nothing of what is public then where %s', async (_, change) => {
    const { newsroom, memory, ahead } = await ready()
    change(newsroom)
    const whole = await publishedWhole(newsroom)
    await newsroom.publishChanges(['site.yaml', 'due.md'], { asOf: DUE, memory, ahead })
    expect(differingPaths(newsroom.out(), whole.out())).toEqual([])
  })

  test('is not there where a body cannot be rendered, nor where nothing is remembered of a publish', async () => {
    const deep = { ...FILES, 'due.md': `${FILES['due.md']}${'> '.repeat(5000)}deep\n` }
    await expect(ready(deep)).rejects.toThrow('nothing is ready')
    const newsroom = newsroomOf(FILES)
    await newsroom.publish()
    expect(await makeAhead({ ...newsroom.requestFor({ asOf: DUE }), memory: {} })).toBeUndefined()
    expect(readdirSync(newsroom.paths.ahead).filter(name => name !== 'probe')).toEqual([])
  })
})
