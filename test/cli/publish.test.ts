import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { differingPaths, newsroomOf, SITE_YAML, story, treeOf } from '../support/newsroom.ts'
import { courant } from './courant.ts'

const STORY = { '2026/flood.md': story({ title: 'The river is back in its bed', date: '2026-05-03T09:00Z' }) }
const LATER = { '2126/jubilee.md': story({ title: 'A hundred years', date: '2126-05-03T09:00Z' }) }
const BROKEN = { '2026/broken.md': story({ date: '3rd May' }) }

/** How many files a site has is the theme's business. */
function uncounted(text: string): string {
  return text.replace(/\d+ files/, 'N files')
}

describe('courant publish', () => {
  test('says what it published and what comes next, on standard error alone', async () => {
    const { root } = newsroomOf({ ...STORY, ...LATER })
    const { stderr, ...rest } = await courant(['publish'], { cwd: root })
    expect({ ...rest, stderr: uncounted(stderr) }).toEqual({
      code: 0,
      stdout: '',
      stderr:
        'Published 1 story in 6 feeds to out: N files written.\nNext: release of 2126/jubilee.md on Friday, 3 May 2126 at 09:00:00 UTC.\n',
    })
  })

  test('writes nothing the second time', async () => {
    const { root, paths } = newsroomOf(STORY)
    await courant(['publish'], { cwd: root })
    const before = treeOf(paths.out)
    expect(await courant(['publish'], { cwd: root })).toEqual({
      code: 0,
      stdout: '',
      stderr: 'Published 1 story in 6 feeds to out: nothing changed.\nNothing else is due.\n',
    })
    expect(differingPaths(before, treeOf(paths.out))).toEqual([])
  })

  test('with --json prints one object on one line', async () => {
    const { root } = newsroomOf({ ...STORY, ...LATER })
    const { code, stdout } = await courant(['publish', '--json', '--at', '2026-06-01T12:00Z'], { cwd: root })
    expect(code).toBe(0)
    expect(stdout.split('\n')).toHaveLength(2)
    const { written, ...rest } = JSON.parse(stdout)
    expect(rest).toEqual({
      asOf: '2026-06-01T12:00:00.000Z',
      dryRun: false,
      diagnostics: [],
      published: true,
      stories: 1,
      removed: [],
      subscribers: [
        {
          channel: '/',
          new: [{ id: 'tag:news.example.org,2026:2026/flood', title: 'The river is back in its bed' }],
          edited: [],
          resurfacing: [],
          leaving: [],
        },
        { channel: '/changes/', new: [], edited: [], resurfacing: [], leaving: [] },
      ],
      upcoming: [{ kind: 'release', path: '2126/jubilee.md', title: 'A hundred years', at: '2126-05-03T09:00:00.000Z' }],
    })
    expect(written).toContain('2026/flood/index.html')
    expect(written).toContain('feed.rss')
  })

  test('--dry-run writes nothing, and says what it would write', async () => {
    const { root } = newsroomOf(STORY)
    const { code, stderr } = await courant(['publish', '--dry-run'], { cwd: root })
    expect({ code, stderr: uncounted(stderr) }).toEqual({
      code: 0,
      stderr: 'Subscribers of / (Example News) will see:\n  new  The river is back in its bed\nWould publish 1 story in 6 feeds to out: N files would be written.\nNothing else is due.\n',
    })
    expect(readdirSync(root)).toEqual(['articles'])
  })

  test('ends with 1 when an article has errors, and publishes the others', async () => {
    const { root, paths } = newsroomOf({ ...STORY, ...BROKEN })
    const { code, stdout, stderr } = await courant(['publish'], { cwd: root })
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toContain(
      'articles/2026/broken.md:3:7  date  cannot read "3rd May" as a date\n  write it as 2026-05-03 or 2026-05-03T09:00+02:00\n',
    )
    expect(stderr).toContain('1 mistake above: those files are not published as they stand; everything else is.\n')
    expect(treeOf(paths.out).has('2026/flood/index.html')).toBe(true)
  })

  test('ends with 2 when site.yaml has errors, and touches nothing', async () => {
    const { root } = newsroomOf({ ...STORY, 'site.yaml': SITE_YAML.replace('lang: en', 'lang: english!') })
    expect(await courant(['publish'], { cwd: root })).toEqual({
      code: 2,
      stdout: '',
      stderr:
        'articles/site.yaml:6:7  lang  cannot read "english!" as a language\n  write its code: en, fr, es, ar, zh, ru, pt-BR\nNothing was published: site.yaml has errors.\n',
    })
    expect(readdirSync(root)).toEqual(['articles'])
  })

  test('ends with 2 without a newsroom, and says how to get one', async () => {
    const { root } = newsroomOf()
    expect(await courant(['publish', '--articles', 'elsewhere'], { cwd: root })).toEqual({
      code: 2,
      stdout: '',
      stderr: `there is no newsroom at ${root}/elsewhere: site.yaml is missing\n  name its folder with --articles, or start one: courant init DIR\n`,
    })
  })

  test('ends with 3 where a file stands in place of the folder', async () => {
    const { root } = newsroomOf(STORY)
    writeFileSync(join(root, 'taken'), 'mine')
    const { code, stdout, stderr } = await courant(['publish', '--out', 'taken'], { cwd: root })
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' })
    expect(stderr).not.toMatch(/^ {4}at /m)
  })

  test('ends with 3 over a site that it did not write, and leaves it as it is', async () => {
    const { root, paths } = newsroomOf(STORY)
    mkdirSync(paths.out)
    writeFileSync(join(paths.out, 'index.html'), 'somebody’s page')
    const { code, stderr } = await courant(['publish'], { cwd: root })
    expect(code).toBe(3)
    expect(stderr).toContain('index.html is there already, and Courant did not write it\n')
    expect([...treeOf(paths.out)].map(([path, bytes]) => [path, bytes.toString()])).toEqual([['index.html', 'somebody’s page']])
  })
})

describe('courant publish --at', () => {
  test('takes an instant that is past', async () => {
    const { root, paths } = newsroomOf({ ...STORY, '2026/june.md': story({ date: '2026-06-20T09:00Z' }) })
    const { code } = await courant(['publish', '--at', '2026-06-01T00:00Z'], { cwd: root })
    expect(code).toBe(0)
    expect(treeOf(paths.out).has('2026/flood/index.html')).toBe(true)
    expect(treeOf(paths.out).has('2026/june/index.html')).toBe(false)
  })

  test.each([[], ['--out', 'out'], ['--out', './out/'], ['--out', '../ROOT/out'], ['--out', 'ABSOLUTE/out']])(
    'refuses a time to come for the live folder: %s %s',
    async (...option) => {
      const { root } = newsroomOf({ ...STORY, ...LATER })
      const named = option.map(part => part.replace('ABSOLUTE', root).replace('ROOT', root.split('/').at(-1) ?? ''))
      const { code, stdout, stderr } = await courant(['publish', '--at', '2126-06-01', ...named], { cwd: root })
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
      expect(stderr).toBe(
        `--at lies in the future: the stories due by then would be public in ${join(root, 'out')} now\n  add --dry-run, or name a folder of its own with --out: a new one, or one that only ever showed a time to come\n`,
      )
      expect(readdirSync(root)).toEqual(['articles'])
    },
  )

  test('refuses a time to come for any folder that something was published into, through a link as well', async () => {
    const { root } = newsroomOf({ ...STORY, ...LATER })
    await courant(['publish', '--out', 'live'], { cwd: root })
    symlinkSync('live', join(root, 'linked'))
    const before = treeOf(join(root, 'live'))
    for (const out of ['live', 'linked'])
      expect((await courant(['publish', '--at', '2126-06-01', '--out', out], { cwd: root })).code).toBe(2)
    expect(differingPaths(before, treeOf(join(root, 'live')))).toEqual([])
  })

  test('shows a time to come in a folder of its own, again and again, until that folder goes live', async () => {
    const { root } = newsroomOf({ ...STORY, ...LATER })
    const at = async (instant: string): Promise<boolean> => {
      const { code } = await courant(['publish', '--at', instant, '--out', 'preview'], { cwd: root })
      expect(code).toBe(0)
      return treeOf(join(root, 'preview')).has('2126/jubilee/index.html')
    }
    expect(await at('2100-01-01')).toBe(false)
    expect(await at('2126-06-01')).toBe(true)
    await courant(['publish', '--out', 'preview'], { cwd: root })
    expect((await courant(['publish', '--at', '2126-06-01', '--out', 'preview'], { cwd: root })).code).toBe(2)
  })

  test('shows a time to come with --dry-run', async () => {
    const { root } = newsroomOf({ ...STORY, ...LATER })
    const { code, stdout } = await courant(['publish', '--at', '2126-06-01', '--dry-run', '--json'], { cwd: root })
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ dryRun: true, published: false, stories: 2 })
    expect(readdirSync(root)).toEqual(['articles'])
  })

  test('ends with 2 for what is no instant', async () => {
    const { root } = newsroomOf(STORY)
    expect(await courant(['publish', '--at', 'tomorrow'], { cwd: root })).toEqual({
      code: 2,
      stdout: '',
      stderr: '--at: cannot read "tomorrow" as a date\n  write it as 2026-05-03 or 2026-05-03T09:00+02:00\n',
    })
  })
})
