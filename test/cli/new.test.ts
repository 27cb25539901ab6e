import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { newsroomOf, treeOf } from '../support/newsroom.ts'
import { courant } from './courant.ts'

/** Runs `courant new` with `--json` and returns the path it names. */
async function pathOfNew(root: string, ...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await courant(['new', '--json', ...args], { cwd: root })
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringMatching(/^Wrote .*, as a draft\. Remove the line/) })
  return JSON.parse(stdout).path
}

const YEAR = new Date().getUTCFullYear()

describe('courant new', () => {
  test('writes a draft with an id, which is published once the line "draft: true" is gone', async () => {
    const { root, paths } = newsroomOf()
    const path = await pathOfNew(root, 'Harbour opens: “at last”', '--topic', 'Ports', 'Sea & air', '--section', 'Trade')
    expect(path).toBe(`${YEAR}/harbour-opens-“at-last”.md`)
    const file = join(paths.articles, path)
    const text = readFileSync(file, 'utf8')
    expect(text).toMatch(
      /^---\ntitle: "Harbour opens: “at last”"\ndate: \d{4}-\d\d-\d\dT\d\d:\d\d\nid: tag:news\.example\.org,2026:[0-9a-f-]{36}\nsection: "Trade"\ntopics: \["Ports", "Sea & air"\]\ndraft: true\n---\n\n$/,
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

  test("puts another language than the newsroom's into the name", async () => {
    const { root } = newsroomOf()
    expect(await pathOfNew(root, 'Pluie', '--lang', 'fr')).toBe(`${YEAR}/pluie.fr.md`)
    expect(await pathOfNew(root, 'Chuva', '--lang', 'pt-br')).toBe(`${YEAR}/chuva.pt-BR.md`)
    expect(await pathOfNew(root, 'Rain', '--lang', 'en')).toBe(`${YEAR}/rain.md`)
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
    expect(await courant(['check'], { cwd: root })).toMatchObject({ code: 0, stderr: 'No mistakes.\n' })
  })

  test.each([
    ['ASCII', 'a'.repeat(179), '🎉'.repeat(3)],
    ['CJK', '新'.repeat(200), '聞'],
    ['words', 'word '.repeat(50), 'last'],
  ])('cuts the name of a long title to what disks take: %s', async (_, start, end) => {
    const { root, paths } = newsroomOf()
    await pathOfNew(root, start + end, '--lang', 'zh-Hant-HK')
    const [name = ''] = readdirSync(join(paths.articles, String(YEAR)))
    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255)
    expect(name).not.toMatch(/\uFFFD|-\.zh/)
    expect(await courant(['check'], { cwd: root })).toMatchObject({ code: 0, stderr: 'No mistakes.\n' })
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
