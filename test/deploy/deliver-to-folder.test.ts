import { appendFileSync, mkdirSync, readdirSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { describe, expect, test } from 'vitest'
import { NO_CHANGES } from '../../src/deploy/changes.ts'
import { deliver } from '../../src/deploy/deliver.ts'
import { deliverToFolder, rollBack } from '../../src/deploy/deliver-to-folder.ts'
import { generationIn } from '../../src/deploy/generation.ts'
import { lockOut } from '../../src/platform/lock.ts'
import { differingPaths, newsroomOf, SITE_YAML, story, type TemporaryNewsroom, treeOf } from '../support/newsroom.ts'
import { currentIn, deliverTo, folderOf, numbersIn, servedIn } from './folder.ts'

const PAGE = 'a/index.html'

/** A newsroom of two stories that was published and delivered; `edit` publishes and delivers a change of one. */
async function delivered(keep?: number) {
  const newsroom = newsroomOf({ 'a.md': story({ title: 'A' }), 'b.md': story({ title: 'B' }) })
  const live = folderOf(newsroom, keep)
  await newsroom.publish()
  await deliverTo(newsroom, live)
  const edit = async (title: string) => {
    newsroom.write({ 'a.md': story({ title }) })
    await newsroom.publish()
    return await deliverTo(newsroom, live)
  }
  return { newsroom, live, edit }
}

function dateOf({ folder }: { readonly folder: string }, path: string): number {
  return statSync(join(folder, 'current', path)).mtimeMs
}

function inodeOf(newsroom: TemporaryNewsroom, path: string): number {
  return statSync(join(newsroom.root, path)).ino
}

test('deliverToFolder: with feedCopies, feeds are there under the names that end with .xml too, as they are now; and no longer once it is taken away', async () => {
  const newsroom = newsroomOf({
    'site.yaml': `${SITE_YAML}languages: [en, fr]\n`,
    'a.md': story({ title: 'A' }),
    'a.fr.md': story({ title: 'A' }),
    'static/fr/rss.xml': '<own/>',
  })
  await newsroom.publish()
  const live = folderOf(newsroom)
  const copying = { ...live, feedCopies: true }
  const names = (): readonly string[] =>
    [...servedIn(live).keys()].filter(path => /(^|\/)(feed|rss|index|atom)(\.xml)?$/.test(path))
  await deliverTo(newsroom, live)
  expect(names()).toEqual(['fr/rss.xml'])
  await deliverTo(newsroom, copying)
  const all = ['', 'en/', 'fr/'].flatMap(front => ['atom', 'feed', 'index', 'rss'].map(name => `${front}${name}.xml`))
  expect(names().toSorted()).toEqual(all.toSorted())
  newsroom.write({ 'b.md': story({ title: 'Newer' }) })
  await newsroom.publish()
  await deliverTo(newsroom, copying)
  const served = servedIn(live)
  for (const [path, of] of [
    ['index.xml', 'feed.rss'],
    ['en/atom.xml', 'en/feed.atom'],
    ['fr/feed.xml', 'fr/feed.rss'],
  ] as const)
    expect(served.get(path)?.toString(), path).toBe(newsroom.read(of))
  expect(served.get('index.xml')?.toString()).toContain('Newer')
  expect(served.get('fr/rss.xml')?.toString()).toBe('<own/>')
  expect((await deliverTo(newsroom, copying)).changes).toEqual({ added: [], changed: [], removed: [] })
  await deliverTo(newsroom, live)
  expect(names()).toEqual(['fr/rss.xml'])
})

describe('deliverToFolder', () => {
  test('serves all that is published and nothing else, under a link to a release of its own', async () => {
    const { newsroom, live } = await delivered()
    expect(differingPaths(servedIn(live), newsroom.out())).toEqual([])
    expect(currentIn(live)).toMatch(/^000001-\d{8}T\d{9}Z$/)
    expect(readdirSync(live.folder).sort()).toEqual(['current', 'releases'])
  })

  test('of what is published unchanged makes no release', async () => {
    const { newsroom, live } = await delivered()
    await newsroom.publish()
    expect((await deliverTo(newsroom, live)).changes).toEqual({ added: [], changed: [], removed: [] })
    expect(numbersIn(live)).toEqual([1])
  })

  test('tells what is new, changed and gone', async () => {
    const { newsroom, live } = await delivered()
    newsroom.write({ 'c.md': story({ title: 'C' }) })
    newsroom.remove('b.md')
    await newsroom.publish({ accept: true })
    const { changes } = await deliverTo(newsroom, live)
    expect(changes.added).toContain('c/index.html')
    expect(changes.changed).toEqual(expect.arrayContaining(['feed.rss', 'b/index.html', 'record.jsonl']))
    expect(changes.changed).not.toContain('404.html')
    expect(differingPaths(servedIn(live), newsroom.out())).toEqual([])
  })

  test('gives a file that did not change no second place on the disk, and writes to none', async () => {
    const { newsroom, live, edit } = await delivered()
    const before = servedIn(live)
    const old = join('live/releases', currentIn(live))
    expect(inodeOf(newsroom, `${old}/b/index.html`)).toBe(inodeOf(newsroom, 'out/b/index.html'))
    await edit('Another')
    expect(inodeOf(newsroom, 'live/current/404.html')).toBe(inodeOf(newsroom, `${old}/404.html`))
    expect(differingPaths(treeOf(join(newsroom.root, old)), before)).toEqual([])
  })

  test('keeps as many releases as it is told', async () => {
    const { live, edit } = await delivered(3)
    for (const title of ['one', 'two', 'three', 'four']) await edit(title)
    expect(numbersIn(live)).toEqual([3, 4, 5])
  })

  test('an index of the search that came later belongs to the same release', async () => {
    const { newsroom, live, edit } = await delivered()
    await edit('Another')
    const index = 'search/index-0123456789abcdef'
    mkdirSync(join(newsroom.paths.out, index), { recursive: true })
    writeFileSync(join(newsroom.paths.out, index, 'pagefind.js'), '1')
    writeFileSync(join(newsroom.paths.out, 'search/index.json'), '{"folder":"index-0123456789abcdef"}')
    expect((await deliverTo(newsroom, live)).changes.added).toEqual([`${index}/pagefind.js`, 'search/index.json'])
    expect(servedIn(live).has('search/index.json')).toBe(true)
    expect(numbersIn(live)).toEqual([1, 2, 2])
    expect(await rollBack(live)).toMatchObject({ from: { number: 2 }, to: { number: 1 } })
    expect(servedIn(live).has('search/index.json')).toBe(false)
  })

  test('clears what a killed delivery left, and goes back to nothing that nobody saw', async () => {
    const { newsroom, live, edit } = await delivered()
    const releases = join(live.folder, 'releases')
    mkdirSync(join(releases, '.making/a'), { recursive: true })
    mkdirSync(join(releases, '000002-20260101T000000000Z'))
    symlinkSync('releases/000002-20260101T000000000Z', join(live.folder, '.current'))
    await edit('Another')
    expect(readdirSync(live.folder).sort()).toEqual(['current', 'releases'])
    expect(readdirSync(releases).sort()).toEqual([expect.stringMatching(/^000001-/), currentIn(live)])
    expect(differingPaths(servedIn(live), newsroom.out())).toEqual([])
  })

  test('delivers nothing of a publish that is in hand, or was killed', async () => {
    const { newsroom, live } = await delivered()
    const manifest = join(newsroom.paths.out, 'manifest.jsonl')
    appendFileSync(manifest, `{"path":"${PAGE}","sha256":"","size":0}\n`)
    expect(generationIn(newsroom.paths.out)).toBeUndefined()
    expect(await deliverTo(newsroom, live)).toMatchObject({
      kind: 'failed',
      problem:
        'whenever it was to be delivered, a publish or another delivery was at it, or other bytes stood in out/ than were published; the next publish makes it good',
    })
    // Its file is gone, so that it is kept, and not made again.
    newsroom.remove('a.md')
    await newsroom.publish()
    expect(generationIn(newsroom.paths.out)?.files.get(PAGE)?.sha256).toMatch(/^[0-9a-f]{64}$/)
  })

  test('has a manifest of its own in each release, to which no later publish appends', async () => {
    const { newsroom, live, edit } = await delivered()
    const release = join(live.folder, 'releases', currentIn(live))
    const before = treeOf(release)
    const published = statSync(join(newsroom.paths.out, 'manifest.jsonl'))
    await edit('Another')
    // The publish appended.
    expect(statSync(join(newsroom.paths.out, 'manifest.jsonl'))).toMatchObject({ ino: published.ino })
    const after = treeOf(release)
    expect([...after.keys()]).toEqual([...before.keys()])
    for (const [path, bytes] of after) expect(bytes.equals(before.get(path) ?? Buffer.alloc(0)), path).toBe(true)
    for (const each of ['live/current', relative(newsroom.root, release)])
      expect(inodeOf(newsroom, `${each}/manifest.jsonl`)).not.toBe(published.ino)
  })

  test('makes no other release where what is published is the same again, whatever the manifest went through', async () => {
    const { newsroom, live } = await delivered()
    const release = currentIn(live)
    for (const title of ['Another', 'A']) {
      newsroom.write({ 'a.md': story({ title }) })
      await newsroom.publish()
    }
    expect(differingPaths(servedIn(live), newsroom.out())).toEqual([])
    expect(await deliverTo(newsroom, live)).toMatchObject({ kind: 'delivered', changes: NO_CHANGES })
    expect(currentIn(live)).toBe(release)
  })

  test('makes no release of what is published otherwise meanwhile', async () => {
    const { newsroom, live } = await delivered()
    newsroom.write({ 'a.md': story({ title: 'Another' }) })
    await newsroom.publish()
    const generation = generationIn(newsroom.paths.out)
    if (!generation) throw new Error('nothing is published')
    newsroom.write({ 'a.md': story({ title: 'And another' }) })
    await newsroom.publish()
    expect(await deliverToFolder(generation, live)).toEqual({ kind: 'overtaken', changes: NO_CHANGES })
    newsroom.remove('b.md')
    await newsroom.publish({ accept: true })
    expect(await deliverToFolder(generation, live)).toEqual({ kind: 'overtaken', changes: NO_CHANGES })
    expect(currentIn(live)).toMatch(/^000001-/)
  })

  test('mends a release in which somebody removed a file', async () => {
    const { newsroom, live, edit } = await delivered()
    rmSync(join(live.folder, 'current/404.html'))
    await edit('Another')
    expect(differingPaths(servedIn(live), newsroom.out())).toEqual([])
  })

  test('touches no folder in which something else is called current', async () => {
    const newsroom = newsroomOf({ 'a.md': story() })
    const live = folderOf(newsroom)
    mkdirSync(join(live.folder, 'current'), { recursive: true })
    await newsroom.publish()
    const { kind, problem } = await deliverTo(newsroom, live)
    expect([kind, problem]).toEqual([
      'failed',
      `${live.folder}/current is no link to one of its releases; move it away, or name another folder in courant.yaml`,
    ])
  })

  test('refuses a folder in which another newsroom is delivered, and touches nothing there', async () => {
    const { newsroom, live } = await delivered()
    const other = newsroomOf({ 'o.md': story({ title: 'O' }) })
    await other.publish()
    const [report] = await deliver({ basePath: '', paths: other.paths, deliveries: [live], resumes: true })
    expect(await deliverTo(other, live)).toEqual(report)
    expect(report).toMatchObject({
      kind: 'failed',
      changes: NO_CHANGES,
      problem:
        'another newsroom is delivered there, with stories such as tag:news.example.org,2026:a; name another folder in courant.yaml; if this newsroom is to take its place, empty that one first',
    })
    expect(differingPaths(servedIn(live), newsroom.out())).toEqual([])
    rmSync(live.folder, { recursive: true })
    expect(await deliverTo(other, live)).toMatchObject({ kind: 'delivered' })
  })

  test('delivers in place of what it delivered itself, none of which is public any more', async () => {
    const { newsroom, live } = await delivered()
    newsroom.remove('a.md')
    newsroom.remove('b.md')
    newsroom.write({ 'c.md': story({ title: 'C' }) })
    await newsroom.publish({ accept: true })
    expect(await deliverTo(newsroom, live)).toMatchObject({ kind: 'delivered' })
  })

  test('one place that fails keeps no other from its delivery', async () => {
    const newsroom = newsroomOf({ 'a.md': story() })
    writeFileSync(join(newsroom.root, 'file'), '')
    const broken = { ...folderOf(newsroom), folder: join(newsroom.root, 'file') }
    await newsroom.publish()
    const reports = await deliver({ basePath: '', paths: newsroom.paths, deliveries: [broken, folderOf(newsroom)] })
    expect(reports.map(({ kind }) => kind)).toEqual(['failed', 'delivered'])
    expect(reports[0]?.problem).toBe(
      `EEXIST: file already exists, mkdir '${broken.folder}'; move away what stands there, or name another place`,
    )
  })

  test('a file that takes the place of another is dated later, however long ago it was made', async () => {
    const { newsroom, live } = await delivered()
    const before = dateOf(live, 'feed.rss')
    newsroom.write({ 'a.md': story({ title: 'Made ahead' }) })
    await newsroom.publish()
    utimesSync(join(newsroom.paths.out, 'feed.rss'), 1_000, 1_000)
    await deliverTo(newsroom, live)
    expect(dateOf(live, 'feed.rss')).toBeGreaterThan(before)
  })
})

describe('rollBack', () => {
  test('waits for a delivery that is in hand', async () => {
    const { live, edit } = await delivered()
    await edit('A mistake')
    const inHand = await lockOut(live.folder)
    const rolledBack = rollBack(live)
    await inHand[Symbol.asyncDispose]()
    expect(await rolledBack).toMatchObject({ to: { number: 1 } })
  })

  test('serves the release before again, to the byte, and every file of it that differs is dated anew', async () => {
    const { live, edit } = await delivered()
    const first = servedIn(live)
    await edit('A mistake')
    const [mistaken, page] = [dateOf(live, 'feed.rss'), dateOf(live, '404.html')]
    expect(await rollBack(live)).toMatchObject({ from: { number: 2 }, to: { number: 1 } })
    expect(differingPaths(servedIn(live), first)).toEqual([])
    expect(dateOf(live, 'feed.rss')).toBeGreaterThan(mistaken)
    expect(dateOf(live, '404.html')).toBe(page)
  })

  test('goes back one more each time, as far as there are releases', async () => {
    const { live, edit } = await delivered(3)
    const shown = [servedIn(live)]
    for (const title of ['one', 'two']) {
      await edit(title)
      shown.push(servedIn(live))
    }
    for (const before of [shown[1], shown[0]]) {
      await rollBack(live)
      expect(differingPaths(servedIn(live), before ?? new Map())).toEqual([])
    }
    expect(await rollBack(live)).toBeUndefined()
  })

  test('is undone by no publish, until that is wanted', async () => {
    const { newsroom, live, edit } = await delivered()
    await edit('A mistake')
    await rollBack(live)
    const held = servedIn(live)
    expect(await edit('Another')).toMatchObject({ kind: 'held', changes: NO_CHANGES })
    expect(differingPaths(servedIn(live), held)).toEqual([])
    await deliver({ basePath: '', paths: newsroom.paths, deliveries: [live], resumes: true })
    expect(differingPaths(servedIn(live), newsroom.out())).toEqual([])
    expect(await edit('And another')).toMatchObject({ kind: 'delivered' })
  })

  test('of what was shown before, after it was resumed', async () => {
    const { newsroom, live, edit } = await delivered()
    const first = servedIn(live)
    await edit('A mistake')
    await rollBack(live)
    await deliver({ basePath: '', paths: newsroom.paths, deliveries: [live], resumes: true })
    await rollBack(live)
    expect(differingPaths(servedIn(live), first)).toEqual([])
  })

  test('refuses a release in which somebody removed a file, and serves what it served', async () => {
    const { live, edit } = await delivered()
    const first = join(live.folder, 'releases', currentIn(live))
    await edit('A mistake')
    const served = currentIn(live)
    rmSync(join(first, 'manifest.jsonl'))
    await expect(rollBack(live)).rejects.toMatchObject({
      code: 'not-delivered',
      message: `${first} is not whole: somebody changed it`,
      remedy: 'mend the stories and publish',
    })
    expect(currentIn(live)).toBe(served)
  })

  test('of the only release there is does nothing', async () => {
    const { live } = await delivered()
    expect(await rollBack(live)).toBeUndefined()
    expect(numbersIn(live)).toEqual([1])
  })
})
