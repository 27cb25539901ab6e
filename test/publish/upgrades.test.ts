import { hash } from 'node:crypto'
import { appendFileSync, cpSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { MANIFEST_FILE, readHeader, readManifest, writePlainList } from '../../src/output/manifest-file.ts'
import { readReleases } from '../../src/state/releases.ts'
import { courant } from '../cli/courant.ts'
import {
  AS_OF,
  differingPaths,
  newsroomOf,
  SITE_YAML,
  shown,
  story,
  TemporaryNewsroom,
  temporaryFolder,
  treeOf,
  writeFiles,
} from '../support/newsroom.ts'

/** Newsrooms as earlier versions of Courant left them, with `.courant/…` of their `out/` under the name `own`. */
const EARLIER = ['published-by-0.1.0', 'published-with-cache-2'] as const

function publishedBy(name: (typeof EARLIER)[number] | typeof WITH_FILES): TemporaryNewsroom {
  const folder = fileURLToPath(new URL(`fixtures/${name}`, import.meta.url))
  const newsroom = new TemporaryNewsroom(temporaryFolder())
  const { articles, out, own } = newsroom.paths
  for (const [from, to] of Object.entries({ articles, out, own })) cpSync(join(folder, from), to, { recursive: true })
  return newsroom
}

/** What subscribers know stories by, and where they stand. */
function itemsIn(newsroom: TemporaryNewsroom): readonly unknown[] {
  const { items }: { readonly items: readonly Readonly<Record<string, unknown>>[] } = JSON.parse(newsroom.read('feed.json'))
  return items.map(({ id, url, title, date_published, date_modified }) => ({ id, url, title, date_published, date_modified }))
}

/** The record's stories, without the line that says of which version it is; and without what no earlier version remembered. */
function linesIn(newsroom: TemporaryNewsroom): readonly string[] {
  const lines = newsroom.read('record.jsonl').split('\n').filter(Boolean).slice(1)
  return lines.map(line => JSON.stringify({ ...JSON.parse(line), feeds: undefined }))
}

/**
 * The newsroom that commit 73a4fed left, the last but a few that kept its state in files: a story had come due, another was broken, the file of a third was
 * gone, the broken one had a disclaimer that `site.yaml` no longer has, and a story and an expiry were to come.
 */
const WITH_FILES = 'published-by-73a4fed'

describe('publish: a newsroom whose state is in files', () => {
  test('keeps what they say, and is left with a database in their place', async () => {
    const newsroom = publishedBy(WITH_FILES)
    const [lines, items] = [linesIn(newsroom), itemsIn(newsroom)]
    const { diagnostics } = await newsroom.publish({ byClock: true })
    expect(shown(diagnostics).map(line => line.split(' ').slice(0, 3).join(' '))).toEqual([
      '2026/ferry.md:2:9 error yaml:',
      '2026/tide.md:1:1 error removed:',
    ])
    expect([linesIn(newsroom), itemsIn(newsroom)]).toEqual([lines, items])
    expect(newsroom.read('2026/ferry/index.html')).toContain('Ports pay us nothing.')
    expect(newsroom.read('2026/tide/index.html')).toContain('It turns at six.')
    expect(readReleases(newsroom.paths)).toEqual([
      { kind: 'release', path: '2026/due.md', title: 'Due soon', due: DUE, actual: expect.any(Number), permalink: undefined },
    ])
    expect(readdirSync(newsroom.paths.state).sort()).toEqual(['identity.json', 'state.sqlite', 'version'])
    expect(await newsroom.publish({ byClock: true })).toMatchObject({ written: [], removed: [] })
  })

  test('is read as it is by whatever only looks', async () => {
    const newsroom = publishedBy(WITH_FILES)
    const before = treeOf(newsroom.root)
    const { diagnostics } = await newsroom.publish({ dryRun: true })
    expect(diagnostics.length).toBe(2)
    const { stderr } = await courant(['schedule'], { cwd: newsroom.root })
    expect(stderr).toContain('2026/jubilee.md')
    await courant(['check'], { cwd: newsroom.root })
    expect(differingPaths(treeOf(newsroom.root), before)).toEqual([])
  })

  test('keeps the files until a publish has succeeded', async () => {
    const newsroom = publishedBy(WITH_FILES)
    const files = readdirSync(newsroom.paths.state)
    const onPlaced = (): void => {
      throw new Error('the disk is full')
    }
    await expect(newsroom.publish({ onPlaced })).rejects.toThrow('the disk is full')
    expect(readdirSync(newsroom.paths.state)).toEqual(expect.arrayContaining([...files, 'state.sqlite']))
    await newsroom.publish()
    expect(readdirSync(newsroom.paths.state)).not.toContain('last-good.jsonl')
    expect(newsroom.read('2026/tide/index.html')).toContain('It turns at six.')
  })
})

/** When the story in it came due. */
const DUE = Date.UTC(2026, 4, 10, 9, 0, 25)

describe.each(EARLIER)('publish: a newsroom %s', name => {
  test('is taken over: every id, address and date is kept, what is no more leaves, and the next publish changes nothing', async () => {
    const newsroom = publishedBy(name)
    const [lines, items] = [linesIn(newsroom), itemsIn(newsroom)]
    const styles = [...newsroom.out().keys()].filter(path => path.startsWith('assets/style.'))
    const { removed, diagnostics } = await newsroom.publish()
    expect(diagnostics).toEqual([])
    expect(linesIn(newsroom)).toEqual(lines)
    expect(itemsIn(newsroom)).toEqual(items)
    expect(removed).toEqual(expect.arrayContaining(styles))
    expect(newsroom.read('manifest.jsonl')).toMatch(/^\{"courant-manifest":2,"identity":"\w+","generation":1,"sorted":\d+\}\n/)
    expect(await newsroom.publish()).toMatchObject({ written: [], removed: [] })
  })

  test('keeps the last good version of a story whose file breaks at the same time', async () => {
    const newsroom = publishedBy(name)
    newsroom.write({ '2026/ferry.md': 'no story any more\n' })
    await newsroom.publish()
    expect(newsroom.read('2026/ferry/index.html')).toContain('It sails at noon')
    expect(newsroom.read('feed.atom')).toContain('urn:example:ferry')
  })
})

describe('publish: pages of lists that an earlier version numbered', () => {
  /** Forty days, five to a page: 1 to 7 had pages, the newest five were on the front page. */
  async function numbered(): Promise<TemporaryNewsroom> {
    const dateOf = (index: number): string => new Date(Date.UTC(2026, 3, 1 + index)).toISOString().slice(0, 10)
    const stories = Array.from({ length: 40 }, (_, index) => [
      `${index}.md`,
      story({ title: `S${index}`, date: dateOf(index), topics: ['ports'] }),
    ])
    const newsroom = newsroomOf({ 'site.yaml': `${SITE_YAML}pageSize: 5\n`, ...Object.fromEntries(stories) })
    await newsroom.publish()
    const pages = ['', 'topics/ports/'].flatMap(list =>
      Array.from({ length: 7 }, (_, index) => `${list}page/${index + 1}/index.html`),
    )
    const entries = pages.map(path => ({ path, sha256: hash('sha256', `${path}\n`, 'hex'), size: path.length + 1 }))
    writeFiles(newsroom.paths.out, Object.fromEntries(pages.map(path => [path, `${path}\n`])))
    appendFileSync(join(newsroom.paths.out, 'manifest.jsonl'), entries.map(entry => `${JSON.stringify(entry)}\n`).join(''))
    return newsroom
  }

  test('lead to the pages of their first stories, in every publish from then on', async () => {
    const newsroom = await numbered()
    newsroom.write({ 'new.md': story({ title: 'New', date: '2026-05-12T08:00Z', topics: ['ports'] }) })
    const { removed, diagnostics } = await newsroom.publish()
    expect([removed, diagnostics]).toEqual([[], []])
    for (const list of ['/', '/topics/ports/'])
      for (const number of [1, 2, 3, 4, 5, 6, 7]) {
        const to = leadsTo(newsroom, `${list}page/${number}/`)
        expect(newsroom.read(`${to.slice(1)}index.html`)).toContain(`>S${5 * number - 1}</a>`)
        expect(newsroom.read('_redirects')).toContain(`${list}page/${number}/ ${to} 301\n`)
      }
    expect(await newsroom.publish()).toMatchObject({ written: [], removed: [] })
  })

  test('lead where they led, whatever comes among the older stories', async () => {
    const newsroom = await numbered()
    newsroom.write({ 'new.md': story({ title: 'New', date: '2026-05-12T08:00Z' }) })
    await newsroom.publish()
    const before = [1, 2, 3, 4, 5, 6, 7].map(number => leadsTo(newsroom, `/page/${number}/`))
    newsroom.write({ 'old.md': story({ title: 'Old', date: '2026-04-02T08:00Z', topics: ['ports'] }) })
    const { written } = await newsroom.publish()
    expect(written.filter(path => path.includes('page/')).length).toBeLessThanOrEqual(4)
    expect([1, 2, 3, 4, 5, 6, 7].map(number => leadsTo(newsroom, `/page/${number}/`))).toEqual(before)
  })

  test('a page of a time that was cut leads to the newest page within, and one that is whole again to that', async () => {
    const newsroom = await numbered()
    const older = [...newsroom.out().keys()]
      .filter(path => /^page\/2026/.test(path))
      .map(path => `/${path.replace('index.html', '')}`)
    const oldest = older.toSorted()[0] ?? ''
    const more = Array.from({ length: 10 }, (_, index) => `more-${index}.md`)
    newsroom.write(Object.fromEntries(more.map(path => [path, story({ title: path, date: '2026-04-01' })])))
    await newsroom.publish()
    const within = leadsTo(newsroom, oldest)
    const pages = [...newsroom.out().keys()].filter(path => /^page\/2026/.test(path))
    expect(pages).toContain(`${within.slice(1)}index.html`)
    newsroom.write(
      Object.fromEntries(
        more.map(path => [
          path,
          story({ title: path, date: '2026-04-01', withdrawn: { date: '2026-05-20', reason: 'An error.' } }),
        ]),
      ),
    )
    await newsroom.publish()
    expect(newsroom.read(`${oldest.slice(1)}index.html`)).toContain('>S0</a>')
    for (const path of pages) expect(newsroom.out().has(path), path).toBe(true)
    expect(await newsroom.publish()).toMatchObject({ written: [], removed: [] })
  })

  test('lead to the front page once a list has no older stories, and a redirect of the newsroom comes first', async () => {
    const newsroom = await numbered()
    newsroom.write({ 'site.yaml': `${SITE_YAML}pageSize: 50\nredirects: { /page/2/: /topics/ports/ }\n` })
    await newsroom.publish()
    expect([1, 2].map(number => leadsTo(newsroom, `/page/${number}/`))).toEqual(['/', '/topics/ports/'])
    expect(leadsTo(newsroom, '/topics/ports/page/2/')).toBe('/topics/ports/')
  })
})

/** Where the manifest says that an address leads. */
function leadsTo(newsroom: TemporaryNewsroom, address: string): string {
  const answer = readManifest(newsroom.read('manifest.jsonl'))?.get(`${address.slice(1)}index.html`)?.answer
  return answer?.status === 301 ? answer.to : `${address} does not lead on`
}

/** What a newer Courant would have left, by the folder it stands in and its name. */
describe('publish: a manifest of version 1', () => {
  test.each([false, true])(
    'is read once and written in the present form, and no file of the site is written or removed; a story changed: %s',
    async isChanged => {
      const newsroom = newsroomOf({ 'a.md': story({ title: 'A', topics: ['Trade'] }), 'static/x.txt': 'x' })
      await newsroom.publish()
      const file = join(newsroom.paths.out, MANIFEST_FILE)
      const listed = readManifest(newsroom.read(MANIFEST_FILE)) ?? new Map()
      const { identity } = readHeader(newsroom.read(MANIFEST_FILE)) ?? {}
      const plain = writePlainList(listed).replace('"last"', `"identity":"${identity}","last"`)
      expect(plain).toMatch(/^\{"courant-manifest":1,"identity":"\w+","last":"x\.txt"\}\n/)
      writeFileSync(file, plain)
      const times = (): readonly string[] =>
        [...newsroom.out().keys()]
          .filter(path => path !== MANIFEST_FILE)
          .map(path => `${path} ${statSync(join(newsroom.paths.out, path), { bigint: true }).ctimeNs}`)
      const before = times()
      if (isChanged) newsroom.write({ 'b.md': story({ title: 'B' }) })
      const { written, removed } = await newsroom.publish()
      expect(removed).toEqual([])
      expect(written.includes('b/index.html')).toBe(isChanged)
      expect(written).not.toContain('x.txt')
      if (!isChanged) expect([written, times()]).toEqual([[], before])
      expect(readHeader(newsroom.read(MANIFEST_FILE))).toMatchObject({ version: 2, identity, generation: 1 })
      const now = readManifest(newsroom.read(MANIFEST_FILE))
      for (const [path, entry] of listed)
        if (!written.includes(path) && path !== 'record.jsonl') expect(now?.get(path)).toEqual(entry)
      expect(await newsroom.publish()).toMatchObject({ written: [], removed: [] })
    },
  )
})

const NEWER = [
  ['record', 'out', 'record.jsonl', '{"courant-record":3}\n', 'record.jsonl is of version 3; this Courant knows version 2'],
  [
    'manifest',
    'out',
    'manifest.jsonl',
    '{"courant-manifest":3}\n',
    'manifest.jsonl is of version 3; this Courant knows version 2',
  ],
  ['state', 'state', 'version', '3\n', 'state is of version 3; this Courant knows version 2'],
] as const

describe('publish: what a newer Courant left', () => {
  test.each(NEWER)('a %s is refused in plain words, and nothing is touched', async (_name, folder, file, text, said) => {
    const newsroom = newsroomOf({ 'a.md': story() })
    const publish = () => courant(['publish', '--at', new Date(AS_OF).toISOString()], { cwd: newsroom.root })
    expect((await publish()).code).toBe(0)
    writeFileSync(join(newsroom.paths[folder], file), text)
    await newsroom.atRest()
    newsroom.write({ 'b.md': story({ title: 'B' }) })
    const before = [newsroom.out(), treeOf(newsroom.paths.own)] as const
    const { code, stderr } = await publish()
    expect(code).toBe(3)
    expect(stderr).toMatch(new RegExp(`^\\S+/${said}\\n  a newer Courant wrote it: publish with that one\\n$`))
    expect(differingPaths(newsroom.out(), before[0])).toEqual([])
    expect(differingPaths(treeOf(newsroom.paths.own), before[1])).toEqual([])
    await expect(newsroom.publish({ dryRun: true })).rejects.toMatchObject({ code: 'newer-version' })
  })

  test('a state from before states had versions is one of the first, and is marked', async () => {
    const newsroom = newsroomOf({ 'a.md': story() })
    mkdirSync(newsroom.paths.state, { recursive: true })
    await newsroom.publish()
    expect(treeOf(newsroom.paths.state).get('version')?.toString()).toBe('2\n')
  })
})
