import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { AS_OF, newsroomOf, shown, story, type TemporaryNewsroom } from '../support/newsroom.ts'
import { PNG } from './broken-table.ts'

const FIELDS = {
  title: 'Flood',
  date: '2026-05-01',
  summary: 'What the summary told.',
  topics: ['water'],
  attachments: [{ src: 'levels.pdf', title: 'Levels' }],
}
const BODY = 'What the body told.\n\n![The map](map.png)\n'

/** What readers must not find again. */
const TOLD = /What the (body|summary) told|map\.png|levels\.pdf/

/** Ways in which a public story is taken out. */
const TAKEN_OUT = {
  withdrawn: { withdrawn: { date: '2026-06-01', reason: 'It was wrong.' } },
  'set back to a draft': { draft: true },
  'put off': { date: '2027-01-01' },
  expired: { expires: '2026-05-20' },
}

/** Mistakes that are made after that. */
const MISTAKES: Readonly<Record<string, (newsroom: TemporaryNewsroom, source: string) => void>> = {
  'its front matter is broken': (newsroom, source) =>
    newsroom.write({ '2026/flood.md': source.replace('title: Flood', 'title: "Flood') }),
  'its body is broken': (newsroom, source) => newsroom.write({ '2026/flood.md': `${source}\n\n<script>\n` }),
  'its file is empty': newsroom => newsroom.write({ '2026/flood.md': '' }),
  'its file is gone': newsroom => rmSync(join(newsroom.paths.articles, '2026/flood.md')),
}

describe('publish: what was taken out stays out', () => {
  describe.each(Object.entries(TAKEN_OUT))('a story that is %s', (_, fields) => {
    test.each(Object.entries(MISTAKES))('when %s', async (_, mistake) => {
      const newsroom = newsroomOf({
        '2026/flood.md': story(FIELDS, BODY),
        '2026/map.png': PNG,
        '2026/levels.pdf': '%PDF-1.4',
        '2026/other.md': story({ title: 'Other' }),
      })
      await newsroom.publish()
      expect([...newsroom.out()].filter(([path, bytes]) => TOLD.test(path + bytes)).length).toBeGreaterThan(4)
      const source = story({ ...FIELDS, ...fields }, BODY)
      newsroom.write({ '2026/flood.md': source })
      await newsroom.publish()
      const before = newsroom.out()
      mistake(newsroom, source)
      const { edition } = await newsroom.publish()
      expect(edition.released.filter(({ title, withdrawn }) => title === 'Flood' && !withdrawn)).toEqual([])
      expect([...newsroom.out()].filter(([path, bytes]) => TOLD.test(path + bytes)).map(([path]) => path)).toEqual([])
      expect(newsroom.read('2026/flood/index.html')).toBe(String(before.get('2026/flood/index.html')))
      expect(newsroom.read('feed.json')).toBe(String(before.get('feed.json')))
      expect(newsroom.read('feed.atom')).toBe(String(before.get('feed.atom')))
    })
  })

  test('a standing page that became a draft, when it is broken', async () => {
    const newsroom = newsroomOf({ 'pages/about.md': '---\ntitle: About\nslug: us\n---\n\nWho we were.\n' })
    await newsroom.publish()
    expect(newsroom.read('us/index.html')).toContain('Who we were.')
    newsroom.write({ 'pages/about.md': '---\ntitle: About\nslug: us\ndraft: true\n---\n\nWho we were.\n' })
    await newsroom.publish()
    newsroom.write({ 'pages/about.md': '' })
    await newsroom.publish()
    expect([...newsroom.out().values()].filter(bytes => bytes.includes('Who we were.'))).toEqual([])
  })

  test('a story that was let go, when a new one at its path is broken', async () => {
    const newsroom = newsroomOf({ '2026/flood.md': story(FIELDS, BODY), '2026/other.md': story({ title: 'Other' }) })
    await newsroom.publish()
    rmSync(join(newsroom.paths.articles, '2026/flood.md'))
    await newsroom.publish({ accept: true })
    newsroom.write({ '2026/flood.md': '---\ntitle: Another\ndate: tomorrow\n---\n' })
    await newsroom.publish()
    expect([...newsroom.out()].filter(([, bytes]) => TOLD.test(String(bytes)))).toEqual([])
  })

  test('a story that is withdrawn before its date never was', async () => {
    const withdrawn = { date: '2026-06-05', reason: 'It was wrong.' }
    const newsroom = newsroomOf({
      'a.md': story({ title: 'Secret plan', date: '2026-06-10', withdrawn }),
      'b.md': story({ title: 'B' }),
    })
    const { edition } = await newsroom.publish()
    expect(edition.upcoming).toEqual([])
    await newsroom.publish({ asOf: AS_OF + 20 * 86_400_000 })
    expect([...newsroom.out()].filter(([, bytes]) => /Secret plan|It was wrong/.test(String(bytes)))).toEqual([])
  })
})

describe('publish: a public story whose change would cost it its address', () => {
  test('keeps it by its last good version, says why, and follows once the address is free', async () => {
    const newsroom = newsroomOf({ 'a.md': story({ title: 'A' }), 'b.md': story({ title: 'B' }) })
    await newsroom.publish()
    const before = newsroom.out()
    newsroom.write({ 'b.md': story({ title: 'B', slug: 'a' }) })
    for (const _ of ['once', 'and again']) {
      const { diagnostics } = await newsroom.publish()
      expect(shown(diagnostics).filter(line => line.includes('same-address'))).toHaveLength(1)
      expect(newsroom.read('b/index.html')).toBe(String(before.get('b/index.html')))
      expect(newsroom.read('feed.atom')).toBe(String(before.get('feed.atom')))
    }
    newsroom.write({ 'b.md': story({ title: 'B', slug: 'c' }) })
    const { diagnostics } = await newsroom.publish()
    expect(diagnostics).toEqual([])
    expect(newsroom.read('c/index.html')).toContain('B')
  })
})
