import { describe, expect, test } from 'vitest'
import { newsroomOf, SITE_YAML, story } from '../support/newsroom.ts'

const SEVERAL = `${SITE_YAML}languages: [en, fr]\n`

describe('names under which feeds are looked for', () => {
  test('lead to the feeds in _redirects: of the newsroom and of each language, after what the newsroom says itself', async () => {
    const newsroom = newsroomOf({
      'site.yaml': `${SEVERAL}redirects: { /atom.xml: /feed.json, /zz-old/: /2026/a/ }\n`,
      '2026/a.md': story({ topics: ['ports'] }),
      '2026/a.fr.md': story(),
      'rss.md': story(),
      'static/fr/feed.xml': '<own/>',
    })
    await newsroom.publish()
    const lines = newsroom.read('_redirects').trimEnd().split('\n')
    expect(lines.slice(0, 2)).toEqual(['/atom.xml /feed.json 301', '/zz-old/ /2026/a/ 301'])
    const names = lines.slice(2)
    expect(names).toEqual(
      [
        ...['feed', 'feed.xml', 'index.xml', 'rss.xml'].map(name => `/${name} /feed.rss 301`),
        ...['feed', 'feed.xml', 'index.xml', 'rss', 'rss.xml'].map(name => `/en/${name} /en/feed.rss 301`),
        ...['feed', 'index.xml', 'rss', 'rss.xml'].map(name => `/fr/${name} /fr/feed.rss 301`),
        ...['en', 'fr'].map(lang => `/${lang}/atom.xml /${lang}/feed.atom 301`),
      ].toSorted(),
    )
    for (const name of ['feed', 'feed.xml', 'index.xml']) expect(newsroom.out().has(name), name).toBe(false)
  })

  test('a _redirects file of the newsroom stays as it is', async () => {
    const newsroom = newsroomOf({ '2026/a.md': story(), 'static/_redirects': '/x /y 302\n' })
    await newsroom.publish()
    expect(newsroom.read('_redirects')).toBe('/x /y 302\n')
  })
})

describe('redirects', () => {
  test('what is at a former address has the form that its name promises, for hosts that cannot redirect', async () => {
    const from = ['/index.xml', '/old/feed.rss', '/atom.atom', '/old.pdf', '/old.json', '/old.html', '/old.php', '/old/']
    const list = from.map(address => `"${address}": ${address === '/index.xml' ? '/feed.rss' : '/feed.atom'}`)
    const newsroom = newsroomOf({
      'site.yaml': `${SITE_YAML}redirects: { ${list.join(', ')} }\n`,
      '2026/a.md': story({ title: 'A' }),
    })
    const { diagnostics } = await newsroom.publish()
    expect(diagnostics).toEqual([])
    const document = (to: string): string =>
      `<?xml version="1.0" encoding="utf-8"?>\n<redirect>\n<newLocation>https://news.example.org${to}</newLocation>\n</redirect>\n`
    expect(newsroom.read('index.xml')).toBe(document('/feed.rss'))
    for (const path of ['old/feed.rss', 'atom.atom']) expect(newsroom.read(path)).toBe(document('/feed.atom'))
    for (const path of ['old.pdf', 'old.json'])
      expect(newsroom.read(path)).toBe('Moved to https://news.example.org/feed.atom\n')
    for (const path of ['old.html', 'old.php', 'old/index.html'])
      expect(newsroom.read(path)).toMatch(/^<!doctype html>[\s\S]*http-equiv="refresh" content="0; url=\/feed.atom"/)
    expect(newsroom.read('_redirects')).toMatch(/^\/index\.xml \/feed\.rss 301$/m)
    expect(newsroom.read('manifest.jsonl')).toContain('"path":"index.xml"')
  })
})
