import { describe, expect, test } from 'vitest'
import { articleFields } from '../../src/article/article-fields.ts'
import { articleParser, type Parsed, resolveBeside } from '../../src/article/parse-article.ts'
import { site as SITE } from '../feed/newsroom.ts'

const site = {
  ...SITE,
  lang: 'en',
  timezone: 'Europe/Zurich',
  disclaimers: new Map([['standing', [{ from: 0, lang: 'en', text: 'It binds nobody.' }]]]),
  topics: new Map([['ports', { title: 'Ports & harbours', description: undefined }]]),
  sections: new Map([
    ['trade-policy', { name: 'Trade Policy', title: 'Trade Policy', disclaimer: undefined, boilerplate: undefined }],
  ]),
  authors: new Map([
    ['desk', { slug: 'desk', name: 'News desk', type: 'person' as const, email: 'desk@example.org', url: undefined }],
  ]),
}

function parse(lines: string, { path = '2026/flood.md', body = 'The first.\n\nThe second.\n' } = {}): Parsed {
  const parser = articleParser({ site, excerptOf: markdown => `excerpt of ${markdown.trim().split('\n')[0]}` })
  return parser({ path, bytes: Buffer.from(`---\n${lines}---\n\n${body}`), hash: 'a'.repeat(64) })
}

const LEAST = 'title: A story\ndate: 2026-05-01\n'

describe('articleParser', () => {
  test('articleParser: an update before the story is out is told, one of its day is not; no title is of marks alone', () => {
    const saidOf = (lines: string) => parse(lines).diagnostics.map(({ severity, message }) => `${severity}: ${message}`)
    const late = 'title: A story\ndate: 2026-05-01T09:00\n'
    expect(saidOf(`${late}updated: 2026-04-30\n`)).toEqual(['warning: the story would be updated before it is out'])
    expect(saidOf(`${late}updated: 2026-05-01T08:59\n`)).toEqual(['warning: the story would be updated before it is out'])
    expect(saidOf(`${late}updated: 2026-05-01\n`)).toEqual([])
    expect(saidOf('title: "\\u0007\\u200e"\ndate: 2026-05-01\n')).toEqual(['error: is blank'])
  })

  test('articleParser: a section is written as site.yaml has it', () => {
    expect(parse(`${LEAST}section: TRADE policy\n`).story).toMatchObject({ section: 'Trade Policy' })
    expect(parse(`${LEAST}section: Other\n`).story).toMatchObject({ section: 'Other' })
  })

  test('articleParser: the least there can be', () => {
    expect(parse(LEAST)).toEqual({
      diagnostics: [],
      story: {
        kind: 'article',
        path: '2026/flood.md',
        givenId: undefined,
        story: '2026/flood',
        lang: 'en',
        permalink: '/2026/flood/',
        aliases: [],
        title: 'A story',
        summary: 'excerpt of The first.',
        date: { at: Date.UTC(2026, 3, 30, 22), dateOnly: true },
        updated: undefined,
        section: undefined,
        topics: [],
        authors: [],
        dateline: undefined,
        disclaimer: undefined,
        image: undefined,
        attachments: [],
        boilerplate: undefined,
        notes: [],
        contact: undefined,
        corrections: [],
        withdrawn: undefined,
        canonical: undefined,
        lead: false,
        together: false,
        languages: undefined,
        draft: false,
        expires: undefined,
        source: { hash: 'a'.repeat(64), facts: expect.stringMatching(/^[\w-]{22}$/), bodyLine: 5 },
      },
    })
  })

  test('articleParser: topics and authors are known by their short names, once each', () => {
    const { story } = parse(`${LEAST}topics: [Ports, ports, Fisheries]\nauthors: [desk, Desk, Someone Else]\n`)
    expect(story).toMatchObject({
      topics: [
        { slug: 'ports', title: 'Ports & harbours' },
        { slug: 'fisheries', title: 'Fisheries' },
      ],
      authors: [
        { slug: 'desk', name: 'News desk' },
        { slug: 'someone-else', name: 'Someone Else', type: 'person', email: undefined },
      ],
    })
  })

  test.each([
    [
      'topics: ports, ferries',
      '4:9 topics: "ports, ferries" is one of the topics, not several | write a list: topics: [ports, ferries]; if it is one, put it into quotes',
    ],
    [
      'authors: Desk, Someone',
      '4:10 authors: "Desk, Someone" is one of the authors, not several | write a list: authors: [Desk, Someone]; if it is one, put it into quotes',
    ],
    ['topics: "Goods, services"', undefined],
    ["authors: ['Muster, Anna']", undefined],
    ['topics: Ports', undefined],
  ])('articleParser: %s names one', (line, said) => {
    const { diagnostics } = parse(`${LEAST}${line}\n`)
    const found = diagnostics.map(
      ({ line, column, field, message, remedy }) => `${line}:${column} ${field}: ${message} | ${remedy}`,
    )
    expect(found).toEqual(said === undefined ? [] : [said])
  })

  test.each([
    ['topics', 50, 't'],
    ['authors', 20, 'a'],
    ['aliases', 200, '/a'],
  ] as const)('articleParser: %s are %i at most', (field, max, word) => {
    const of = (count: number) => parse(`${LEAST}${field}: [${Array.from({ length: count }, (_, n) => word + n).join(', ')}]\n`)
    expect(of(max)).toMatchObject({ diagnostics: [], story: { [field]: { length: max } } })
    const { story, diagnostics } = of(max + 1)
    expect(story).toBeUndefined()
    expect(diagnostics).toMatchObject([
      { line: 4, severity: 'error', field, message: `${max + 1} ${field} are too many`, remedy: `keep ${max} at most` },
    ])
  })

  test('articleParser: corrections are 100 at most', () => {
    const of = (count: number) => parse(`${LEAST}corrections:\n${'- { date: 2026-05-02, note: x }\n'.repeat(count)}`)
    expect(of(100).diagnostics).toEqual([])
    expect(of(101).diagnostics.map(({ message }) => message)).toEqual(['101 corrections are too many'])
  })

  test('articleParser: a disclaimer is its text, an image its path in the newsroom', () => {
    const { story } = parse(`${LEAST}disclaimer: standing\nimage: { src: ../pictures/quay.png, alt: x, credit: y }\n`)
    expect(story).toMatchObject({
      disclaimer: { text: 'It binds nobody.', lang: 'en' },
      image: { path: 'pictures/quay.png', alt: 'x', credit: 'y', caption: undefined },
    })
  })

  test.each([
    ['2026/flood.fr.md', '', 'fr', '/fr/2026/flood/'],
    ['2026/flood.md', 'lang: fr\n', 'fr', '/fr/2026/flood/'],
    ['2026/flood.fr.md', 'lang: FR\n', 'fr', '/fr/2026/flood/'],
    ['2026/flood.en.md', '', 'en', '/2026/flood/'],
    ['2026/flood.fr.md', 'slug: crue\n', 'fr', '/fr/2026/crue/'],
  ])('articleParser: %s with %j is in %s at %s', (path, line, lang, permalink) => {
    expect(parse(LEAST + line, { path }).story).toMatchObject({ story: '2026/flood', lang, permalink })
  })

  test('articleParser: updated is a date, with a note or without', () => {
    const at = Date.UTC(2026, 4, 3, 22)
    expect(parse(`${LEAST}updated: 2026-05-04\n`).story).toMatchObject({ updated: { date: { at }, note: undefined } })
    expect(parse(`${LEAST}updated: { date: 2026-05-04, note: N. }\n`).story).toMatchObject({
      updated: { date: { at }, note: 'N.' },
    })
  })

  test('articleParser: attachments are files of the newsroom, corrections stand in order of time', () => {
    const { story, diagnostics } = parse(`${LEAST}attachments: [{ src: ../files/report.pdf, title: The report }]
corrections:
  - { date: 2026-05-06, note: The second. }
  - { date: 2026-05-05T09:00, note: The first. }
`)
    expect(diagnostics).toEqual([])
    expect(story).toMatchObject({
      attachments: [{ path: 'files/report.pdf', title: 'The report' }],
      corrections: [
        { date: { at: Date.UTC(2026, 4, 5, 7), dateOnly: false }, note: 'The first.' },
        { date: { at: Date.UTC(2026, 4, 5, 22), dateOnly: true }, note: 'The second.' },
      ],
    })
  })

  test.each([
    ['/2026/right/', '/2026/right/'],
    ['https://www.example.org/right', 'https://www.example.org/right'],
    [undefined, undefined],
  ])('articleParser: a withdrawal has a date, a reason, and a replacement: %s', (written, replacement) => {
    const rest = written === undefined ? '' : `, replacement: "${written}"`
    expect(parse(`${LEAST}withdrawn: { date: 2026-05-06, reason: In error.${rest} }\n`)).toMatchObject({
      diagnostics: [],
      story: { withdrawn: { date: { at: Date.UTC(2026, 4, 5, 22), dateOnly: true }, reason: 'In error.', replacement } },
    })
  })

  test('articleParser: a file in pages/ is a standing page, without pages/ in its address', () => {
    expect(parse('title: About us\n', { path: 'pages/legal/about.fr.md' }).story).toMatchObject({
      kind: 'standing',
      lang: 'fr',
      permalink: '/fr/legal/about/',
      title: 'About us',
    })
  })

  test.each(Object.entries(articleFields('UTC')))('articleParser: the example of %s can be copied', (name, { example }) => {
    const others = LEAST.split('\n').filter(line => line && !line.startsWith(`${name}:`))
    const { diagnostics } = parse(`${[...others, `${name}: ${example}`].join('\n')}\n`)
    // The examples name texts that this newsroom does not have.
    expect(diagnostics.filter(({ code }) => !/^unknown-(disclaimer|boilerplate)$/.test(code))).toEqual([])
  })
})

describe('resolveBeside', () => {
  test.each<[string, string, string | undefined]>([
    ['2026/a.md', 'b.png', '2026/b.png'],
    ['2026/a.md', './b.png', '2026/b.png'],
    ['2026/a.md', '../b.png', 'b.png'],
    ['2026/a.md', '/b.png', 'b.png'],
    ['2026/a.md', '/2026/../b.png', 'b.png'],
    ['2026/a.md', 'x//y.png', '2026/x/y.png'],
    ['a.md', '../b.png', undefined],
    ['a.md', '/../b.png', undefined],
    ['a.md', '..', undefined],
    ['a.md', '.', undefined],
    ['a.md', 'cafe\u0301.png', 'caf\u00e9.png'],
  ])('resolveBeside: from %s, %s is %s', (path, target, expected) => {
    expect(resolveBeside(path, target)).toBe(expected)
  })
})
