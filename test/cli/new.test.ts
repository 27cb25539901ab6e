import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { newsroomOf, story, treeOf } from '../support/newsroom.ts'
import { courant } from './courant.ts'

/** Runs `courant new` with `--json` and returns the path it names. */
async function pathOfNew(root: string, ...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await courant(['new', '--json', ...args], { cwd: root })
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringMatching(/^Wrote .*, as a draft\. Remove the line/) })
  return JSON.parse(stdout).path
}

/** A draft says nothing of itself yet. */
const ONLY_THE_SUMMARY: unknown = expect.stringMatching(
  /^\S+ {2}summary {2}warning: is missing\n.*\n.*\n0 errors, 1 warning\.\n$/,
)

const YEAR = new Date().getUTCFullYear()

describe('courant new', () => {
  test('takes a headline of several words without quotes, wherever its options stand', async () => {
    const { root, paths } = newsroomOf()
    const path = await pathOfNew(root, '--topic', 'Ports', 'The', 'harbour', 'reopens', '--section', 'Trade')
    expect(path).toBe(`${YEAR}/the-harbour-reopens.md`)
    expect(readFileSync(join(paths.articles, path), 'utf8')).toMatch(
      /^---\ntitle: "The harbour reopens"\n.*\ntopics: \["Ports"\]\n/s,
    )
  })

  test('writes a draft with an id, which is published once the line "draft: true" is gone', async () => {
    const { root, paths } = newsroomOf()
    const path = await pathOfNew(
      root,
      'Harbour opens: “at last”',
      '--topic',
      'Ports',
      '--topic',
      'Sea & air',
      '--section',
      'Trade',
    )
    expect(path).toBe(`${YEAR}/harbour-opens-“at-last”.md`)
    const file = join(paths.articles, path)
    const text = readFileSync(file, 'utf8')
    expect(text).toMatch(
      /^---\ntitle: "Harbour opens: “at last”"\ndate: \d{4}-\d\d-\d\dT\d\d:\d\d\n# Add a line "summary: …" with one or two sentences for lists and feeds\.\nid: tag:news\.example\.org,2026:[0-9a-f-]{36}\nsection: "Trade"\ntopics: \["Ports", "Sea & air"\]\ndraft: true\n---\n\n$/,
    )
    await courant(['publish'], { cwd: root })
    expect([...treeOf(paths.out).keys()].filter(published => published.includes('harbour'))).toEqual([])

    writeFileSync(file, `${text.replace('draft: true\n', '')}The first ships came at noon.\n`)
    const { code, stderr } = await courant(['publish'], { cwd: root })
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining('Published 1 story in 15 feeds') })
    const feed = treeOf(paths.out).get('feed.json')?.toString() ?? ''
    expect(JSON.parse(feed).items[0]).toMatchObject({
      id: /^id: (.*)$/m.exec(text)?.[1],
      title: 'Harbour opens: “at last”',
    })
  })

  test('gives every article an id of its own and a name that is free', async () => {
    const { root, paths } = newsroomOf()
    const names = [await pathOfNew(root, 'Rain'), await pathOfNew(root, 'Rain'), await pathOfNew(root, 'rain?')]
    expect(names).toEqual([`${YEAR}/rain.md`, `${YEAR}/rain-2.md`, `${YEAR}/rain-3.md`])
    const ids = names.map(name => /^id: (.*)$/m.exec(readFileSync(join(paths.articles, name), 'utf8'))?.[1])
    expect(new Set(ids).size).toBe(3)
  })

  test("writes another language than the newsroom's into a story that stands alone", async () => {
    const { root, paths } = newsroomOf()
    const languageOf = async (...args: readonly string[]): Promise<string | undefined> =>
      /^lang: (.*)$/m.exec(readFileSync(join(paths.articles, await pathOfNew(root, ...args)), 'utf8'))?.[1]
    expect(await languageOf('Pluie', '--lang', 'fr')).toBe('fr')
    expect(await languageOf('Chuva', '--lang', 'pt-br')).toBe('pt-BR')
    expect(await languageOf('Rain', '--lang', 'en')).toBeUndefined()
    expect((await courant(['check'], { cwd: root })).stderr).not.toContain('edition')
  })

  describe('--translate', () => {
    const ORIGINAL = `---
title: The harbour reopens
date: 2026-05-03T09:00
summary: Ferries sail again.
id: tag:news.example.org,2026:harbour
topics:
- ports
# Both desks.
- ferries
image:
  src: quay.png

  alt: >
    The quay:
    three ferries
slug: harbour
corrections: [{ date: 2026-05-04, note: A name. }]
section: Transport
---

Ferries sail again.
`

    test('puts the translation beside the story, with what they share and an id of its own', async () => {
      const { root, paths } = newsroomOf({ '2026/harbour-reopens.md': ORIGINAL })
      for (const [lang, file, path] of [
        ['fr', 'articles/2026/harbour-reopens.md', '2026/harbour-reopens.fr.md'],
        ['es', '2026/harbour-reopens.fr.md', '2026/harbour-reopens.es.md'],
        ['pt-br', join(paths.articles, '2026/harbour-reopens.md'), '2026/harbour-reopens.pt-BR.md'],
      ] as const) {
        expect(await pathOfNew(root, 'Le port rouvre', '--lang', lang, '--translate', file)).toBe(path)
        const text = readFileSync(join(paths.articles, path), 'utf8')
        expect(text.replace(/^id: .*$/m, 'id: …')).toBe(`---
title: "Le port rouvre"
# Add a line "summary: …" with one or two sentences for lists and feeds.
id: …
date: 2026-05-03T09:00
topics:
- ports
# Both desks.
- ferries
# To translate: alt
image:
  src: quay.png

  alt: >
    The quay:
    three ferries
section: Transport
draft: true
---

`)
        expect(text).not.toContain('2026:harbour\n')
      }
    })

    test('marks what is still to translate, once, in a translation of a translation too', async () => {
      const { root, paths } = newsroomOf({
        'a.md': story({
          image: { src: 'a.png', alt: 'The quay', caption: 'In May', credit: 'Courant' },
          attachments: [{ src: 'a.pdf', title: 'The timetable' }],
        }),
        'plain.md': story({ image: { src: 'a.png', alt: '' } }),
      })
      await pathOfNew(root, 'A', '--lang', 'fr', '--translate', 'a.md')
      await pathOfNew(root, 'A', '--lang', 'es', '--translate', 'a.fr.md')
      await pathOfNew(root, 'A', '--lang', 'fr', '--translate', 'plain.md')
      for (const path of ['a.fr.md', 'a.es.md']) {
        const text = readFileSync(join(paths.articles, path), 'utf8')
        expect(text).toContain('\n# To translate: alt and caption\nimage:')
        expect(text).toContain('\n# To translate: title of each attachment\nattachments:')
        expect(text.match(/To translate/g)).toHaveLength(2)
      }
      expect(readFileSync(join(paths.articles, 'plain.fr.md'), 'utf8')).not.toContain('To translate')
    })

    test('lets --section and --topic go before what the story has', async () => {
      const { root, paths } = newsroomOf({ 'a.md': ORIGINAL })
      await pathOfNew(root, 'A', '--lang', 'fr', '--translate', 'a.md', '--section', 'Transports', '--topic', 'ports')
      const text = readFileSync(join(paths.articles, 'a.fr.md'), 'utf8')
      expect(text).toContain('\nsection: "Transports"\n')
      expect(text).toContain('\ntopics: ["ports"]\n')
      expect(text.match(/^(section|topics):/gm)).toHaveLength(2)
    })

    test("leads from a translation back to the newsroom's own language", async () => {
      const { root } = newsroomOf({ 'a.fr.md': ORIGINAL })
      expect(await pathOfNew(root, 'A', '--lang', 'en', '--translate', 'a.fr.md')).toBe('a.md')
    })

    test('gives a page what pages have', async () => {
      const { root, paths } = newsroomOf({ 'pages/about.md': '---\ntitle: About\n---\n\nWho we are.\n' })
      await pathOfNew(root, 'À propos', '--lang', 'fr', '--translate', 'pages/about.md')
      expect(readFileSync(join(paths.articles, 'pages/about.fr.md'), 'utf8')).toBe(
        '---\ntitle: "À propos"\n# Add a line "summary: …" with one or two sentences for lists and feeds.\ndraft: true\n---\n\n',
      )
    })

    test('says what name a story must have that says its language within', async () => {
      const { root } = newsroomOf({ 'a.md': ORIGINAL.replace('slug: harbour', 'lang: fr') })
      expect(await courant(['new', 'A', '--lang', 'en', '--translate', 'a.md'], { cwd: root })).toMatchObject({
        code: 2,
        stderr: 'articles/a.md says of itself that it is in another language, fr\n  give it a name that says so: a.fr.md\n',
      })
    })

    test.each([
      [['--translate', 'a.md'], '--translate: into which language?\n  add --lang, as in --lang fr\n'],
      [
        ['--lang', 'en', '--translate', 'a.md'],
        'articles/a.md is there already\n  edit it, or name another language with --lang\n',
      ],
      [
        ['--lang', 'fr', '--translate', '../a.md'],
        '--translate: there is no article ../a.md\n  name its file, as in --translate articles/2026/harbour.md\n',
      ],
      [
        ['--lang', 'fr', '--translate', 'site.yaml'],
        '--translate: there is no article site.yaml\n  name its file, as in --translate articles/2026/harbour.md\n',
      ],
      [
        ['--lang', 'fr', '--translate', 'b.md'],
        'b.md:1:1  there is no front matter\n  begin the file with a line ---, then title: and date:, then another line ---\n',
      ],
    ])('ends with 2, and writes nothing: %j', async (args, stderr) => {
      const { root, paths } = newsroomOf({ 'a.md': ORIGINAL, 'b.md': 'Text.\n' })
      const before = treeOf(paths.articles)
      expect(await courant(['new', 'A', ...args], { cwd: root })).toEqual({ code: 2, stdout: '', stderr })
      expect(treeOf(paths.articles)).toEqual(before)
    })
  })

  test.each([
    ['a path', '../../etc/passwd', 'etcpasswd.md'],
    ['a language after a dot', 'Interview with example.fr', 'interview-with-example-fr.md'],
    ['a front matter line', '--- js', 'js.md'],
    ['two lines', 'Two\nlines', 'two-lines.md'],
    ['YAML', '{ a: [b] } # "c" \'d\' &e *f !g', 'a-b-c-d-e-f-g.md'],
    ['another script', 'Қазақстан ДСҰ-ға мүше болды', 'қазақстан-дсұ-ға-мүше-болды.md'],
  ])('takes any title: %s', async (_, title, name) => {
    const { root } = newsroomOf()
    expect(await pathOfNew(root, '--', title)).toBe(`${YEAR}/${name}`)
    expect(await courant(['check'], { cwd: root })).toMatchObject({ code: 0, stderr: ONLY_THE_SUMMARY })
  })

  test.each([
    ['ASCII', 'a'.repeat(179), '🎉'.repeat(3)],
    ['CJK', '新'.repeat(200), '聞'],
    ['words', 'word '.repeat(50), 'last'],
  ])('cuts the name of a long title to what disks take: %s', async (_, start, end) => {
    const { root, paths } = newsroomOf()
    const path = await pathOfNew(root, start + end)
    await pathOfNew(root, start + end, '--lang', 'zh-Hant-HK', '--translate', path)
    const names = readdirSync(join(paths.articles, String(YEAR)))
    expect(names).toHaveLength(2)
    for (const name of names) {
      expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255)
      expect(name).not.toMatch(/\uFFFD|-\.(zh|md)/)
    }
    expect((await courant(['check'], { cwd: root })).code).toBe(0)
  })

  test.each([
    [['///'], '"///" leaves nothing for a file name\n  use letters or digits in the headline\n'],
    [['x'.repeat(301)], 'title: 301 characters are too many\n  keep it under 300 characters\n'],
    [
      ['Rain', '--lang', 'klingon123'],
      '--lang: cannot read "klingon123" as a language\n  write its code: en, fr, es, ar, zh, ru\n',
    ],
    [['Rain', '--section', ' '], 'section: is blank\n  write something, or remove the line\n'],
  ])('ends with 2 for what could not be published, and writes nothing: %j', async (args, stderr) => {
    const { root, paths } = newsroomOf()
    expect(await courant(['new', ...args], { cwd: root })).toEqual({ code: 2, stdout: '', stderr })
    expect(readdirSync(paths.articles)).toEqual(['site.yaml'])
  })
})
