import { readdirSync, rmSync, statSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { PublishResult } from '../../src/engine/publish.ts'
import { type PublishAhead, publishAhead } from '../../src/runner/publish-ahead.ts'
import {
  differingPaths,
  newsroomFrom,
  newsroomOf,
  SITE_YAML,
  story,
  type TemporaryNewsroom,
  writeFiles,
} from '../support/newsroom.ts'

const DUE = Date.parse('2026-06-02T12:00:00Z')

const FILES = {
  'a.md': story({ title: 'First', topics: ['Ports'] }),
  'due.md': story({ title: 'Unguessable', date: '2026-06-02T12:00:00Z', topics: ['Ports'] }, 'Xyzzy.\n'),
  'later.md': story({ title: 'Later', date: '2026-06-03T12:00:00Z' }),
}

/** A newsroom that is published, with what is due next made ahead. */
async function ready(
  newsroom: TemporaryNewsroom = newsroomOf(FILES),
): Promise<{ readonly newsroom: TemporaryNewsroom; readonly ahead: PublishAhead }> {
  await newsroom.atRest()
  await newsroom.publish()
  const ahead = await publishAhead(newsroom.requestFor({ asOf: DUE }), ['due.md'])
  if (!ahead) throw new Error('nothing is ready')
  onTestFinished(() => ahead[Symbol.dispose]())
  return { newsroom, ahead }
}

const CHANGES: Readonly<Record<string, (newsroom: TemporaryNewsroom) => unknown>> = {
  'its body was edited': newsroom => newsroom.write({ 'due.md': `${FILES['due.md']}More.\n` }),
  'it became a draft': newsroom => newsroom.write({ 'due.md': FILES['due.md'].replace('title:', 'draft: true\ntitle:') }),
  'it was put off': newsroom => newsroom.write({ 'due.md': FILES['due.md'].replace('06-02', '06-09') }),
  'its file is gone': newsroom => newsroom.remove('due.md'),
  'the site was described anew': newsroom => newsroom.write({ 'site.yaml': `${SITE_YAML}rights: Ours\n` }),
  'something else was published meanwhile': async newsroom => {
    newsroom.write({ 'a.md': story({ title: 'Changed' }) })
    await newsroom.publish()
  },
}

describe('publishAhead', () => {
  test('touches nothing and shows nothing before its time, and then puts in place what a publish would', async () => {
    const { newsroom, ahead } = await ready()
    const before = newsroom.out()
    expect(statSync(newsroom.paths.ahead).mode & 0o777).toBe(0o700)
    expect([...before].filter(([path, bytes]) => /due/.test(path) || /Unguessable|Xyzzy/.test(bytes.toString()))).toEqual([])
    const fresh = newsroomFrom(newsroom.paths.articles)
    await fresh.publish()
    await fresh.publish({ asOf: DUE })

    const releasedMs = Date.now()
    const released = await ahead.release()
    for (const path of ['due/index.html', 'feed.rss'])
      expect(statSync(join(newsroom.paths.out, path)).mtimeMs).toBeGreaterThanOrEqual(releasedMs)
    expect(released?.kind === 'published' && released.written).toContain('due/index.html')
    expect(differingPaths(newsroom.out(), fresh.out())).toEqual([])
    expect(await newsroom.publish({ asOf: DUE })).toMatchObject({ written: [], removed: [] })
    ahead[Symbol.dispose]()
    expect(readdirSync(newsroom.paths.ahead)).toEqual([])
  })

  test.each(Object.entries(CHANGES))('leaves it to a whole publish where %s', async (_, change) => {
    const { newsroom, ahead } = await ready()
    await change(newsroom)
    const before = newsroom.out()
    expect(await ahead.release()).toBeUndefined()
    expect(differingPaths(before, newsroom.out())).toEqual([])
    const after: PublishResult = await newsroom.publish({ asOf: DUE })
    expect(after.kind).toBe('published')
  })

  test('goes out as it was made where the theme is away', async () => {
    const newsroom = newsroomOf(FILES)
    const house = join(newsroom.root, 'house-style')
    writeFiles(house, { 'style.css': 'h1 { color: teal }\n' })
    symlinkSync(house, newsroom.paths.theme)
    const { ahead } = await ready(newsroom)
    rmSync(house, { recursive: true })
    expect(() => newsroom.requestFor({})).toThrow(`there is no theme at ${newsroom.paths.theme}`)
    expect(await ahead.release()).toMatchObject({ kind: 'published' })
    expect(newsroom.out().has('due/index.html')).toBe(true)
  })

  test('is not there where site.yaml has errors', async () => {
    const newsroom = newsroomOf({ 'a.md': story() })
    await newsroom.publish()
    newsroom.write({ 'site.yaml': 'title: x\n' })
    expect(await publishAhead(newsroom.requestFor({ asOf: DUE }), ['due.md'])).toBeUndefined()
  })
})
