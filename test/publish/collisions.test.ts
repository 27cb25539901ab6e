import { describe, expect, test } from 'vitest'
import { differingPaths, type Files, newsroomOf, shown, story } from '../support/newsroom.ts'

/** Files that want one place, what is said of it, and who keeps it. */
const COLLISIONS: readonly (readonly [name: string, files: Files, said: readonly string[], released: readonly string[]])[] = [
  [
    'two articles with one slug',
    { '2026/a.md': story({ slug: 'same' }), '2026/b.md': story({ slug: 'same' }) },
    [
      '2026/b.md:4:7 error same-address: the address /2026/same/ is also that of 2026/a.md | rename one of the two files, or give this one a slug',
    ],
    ['2026/a.md'],
  ],
  [
    'two articles with one id',
    { 'a.md': story({ id: 'urn:x:1' }), 'b.md': story({ id: 'urn:x:1' }) },
    [
      'b.md:4:5 error same-id id: the id urn:x:1 is also that of a.md | give this story an id of its own, or remove its id line',
    ],
    ['a.md'],
  ],
  [
    'names that differ in case',
    { 'Flood.md': story(), 'flood.md': story() },
    [
      'flood.md:1:1 error same-address: the address /flood/ is also that of Flood.md | rename one of the two files, or give this one a slug',
    ],
    ['Flood.md'],
  ],
  [
    'an article and a standing page',
    { 'about.md': story(), 'pages/about.md': '---\ntitle: About\n---\n\nUs.\n' },
    [
      'about.md:1:1 error same-address: the address /about/ is also that of pages/about.md | rename one of the two files, or give this one a slug',
    ],
    [],
  ],
  [
    'an article and a file passed through',
    { 'about.md': story(), 'static/about/index.html': '<p>x' },
    [
      'static/about/index.html:1:1 error same-address: the address /about/index.html is also that of about.md | rename this file or the other',
    ],
    ['about.md'],
  ],
  [
    'a translation and a folder of its name',
    { 'flood.fr.md': story(), 'fr/flood.md': story() },
    [
      'fr/flood.md:1:1 error same-address: the address /fr/flood/ is also that of flood.fr.md | rename one of the two files, or give this one a slug',
    ],
    ['flood.fr.md'],
  ],
  [
    'an alias and a living address',
    { 'a.md': story({ aliases: ['/b/'] }), 'b.md': story() },
    ['a.md:4:12 error same-address aliases.0: the address /b/ is also that of b.md | remove this alias, or rename the other'],
    ['a.md', 'b.md'],
  ],
  [
    'an alias and a file passed through',
    { 'a.md': story({ aliases: ['/robots.txt'] }), 'static/robots.txt': 'x' },
    [
      'a.md:4:12 error same-address aliases.0: the address /robots.txt is also that of static/robots.txt | remove this alias, or rename the other',
    ],
    ['a.md'],
  ],
  [
    'a file passed through where stories need a folder',
    { '2026/a.md': story(), 'static/2026': 'x' },
    ['static/2026:1:1 error same-address: the address /2026 is also that of 2026/a.md | rename this file or the other'],
    ['2026/a.md'],
  ],
  [
    'two aliases',
    { 'a.md': story({ aliases: ['/old/'] }), 'b.md': story({ aliases: ['/Old'] }) },
    ['b.md:4:12 error same-address aliases.0: the address /Old is also that of a.md | remove this alias, or rename the other'],
    ['a.md', 'b.md'],
  ],
]

describe('publish: two for one place', () => {
  test.each(COLLISIONS)('publish: %s: an error that names both', async (_name, files, said, released) => {
    const newsroom = newsroomOf(files)
    const { diagnostics, edition } = await newsroom.publish()
    expect(shown(diagnostics)).toEqual(said)
    expect(edition.released.map(({ path }) => path).sort()).toEqual(released)
    expect((await newsroom.publish()).written).toEqual([])
  })

  test('publish: whoever was published there keeps an address, whatever comes before it by name', async () => {
    const newsroom = newsroomOf({ 'b.md': story({ title: 'First here', slug: 'same' }) })
    await newsroom.publish()
    newsroom.write({ 'a.md': story({ title: 'Late', slug: 'same' }) })
    const { diagnostics, edition } = await newsroom.publish()
    expect(diagnostics.map(({ path, code }) => `${path} ${code}`)).toEqual(['a.md same-address'])
    expect(edition.released.map(({ path }) => path)).toEqual(['b.md'])
  })

  test('publish: whoever was published with an id keeps it', async () => {
    const newsroom = newsroomOf({ 'b.md': story({ id: 'urn:x:1' }) })
    await newsroom.publish()
    newsroom.write({ 'a.md': story({ id: 'urn:x:1' }) })
    expect((await newsroom.publish()).edition.released.map(({ path }) => path)).toEqual(['b.md'])
  })
})

/** Files that want the place of one that Courant makes, and the file that they want. */
const INTRUDERS: readonly (readonly [name: string, files: Files, place: string])[] = [
  ['an alias of a feed', { 'a.md': story({ aliases: ['/feed.rss'] }) }, 'feed.rss'],
  ['an alias of the front page', { 'a.md': story({ aliases: ['/index.html'] }) }, 'index.html'],
  ['an alias of the feeds page', { 'a.md': story({ aliases: ['/feeds/'] }) }, 'feeds/index.html'],
  ['an alias of a topic', { 'a.md': story({ topics: ['x'], aliases: ['/topics/x/'] }) }, 'topics/x/index.html'],
  ['an alias of the record', { 'a.md': story({ aliases: ['/record.jsonl'] }) }, 'record.jsonl'],
  ['an alias of the manifest', { 'a.md': story({ aliases: ['/manifest.jsonl'] }) }, 'manifest.jsonl'],
  ['an alias below a file', { 'a.md': story({ aliases: ['/feed.rss/old/'] }) }, 'feed.rss'],
  ['a file passed through as a feed', { 'a.md': story(), 'static/feed.atom': 'x' }, 'feed.atom'],
  ['a file passed through as the front page', { 'a.md': story(), 'static/index.html': 'x' }, 'index.html'],
  ['a file passed through as the record', { 'a.md': story(), 'static/record.jsonl': 'x' }, 'record.jsonl'],
  ['an article as a feed', { 'a.md': story(), 'feed.atom.md': story({ title: 'F' }) }, 'feed.atom'],
  ['an article as a language', { 'a.fr.md': story(), 'fr.md': story({ title: 'F' }) }, 'fr/index.html'],
  [
    'an article as a list of a language',
    { 'a.fr.md': story({ topics: ['x'] }), 'fr/topics/x.md': story({ title: 'F' }) },
    'fr/topics/x/index.html',
  ],
]

describe('publish: the place of what Courant makes', () => {
  test.each(INTRUDERS)('publish: %s is an error, and what Courant makes stands', async (_name, files, place) => {
    const newsroom = newsroomOf(files)
    const { diagnostics } = await newsroom.publish()
    expect(diagnostics).toMatchObject([
      { severity: 'error', code: 'reserved-name', message: expect.stringMatching(/ is one that Courant makes itself$/) },
    ])
    const first = newsroom.out()
    expect([...first.keys()]).toContain(place)
    expect(String(first.get(place))).not.toBe('x')
    expect(String(first.get(place))).not.toContain('http-equiv="refresh"')
    expect((await newsroom.publish()).written).toEqual([])
    expect(differingPaths(first, newsroom.out())).toEqual([])
  })
})
