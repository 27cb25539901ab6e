import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { HUB_FILE } from '../../src/state/own-folder.ts'
import { pathsOf } from '../../src/state/paths.ts'
import { newsroomOf, SITE_YAML, story, TemporaryNewsroom, temporaryFolder } from '../support/newsroom.ts'

const LAST = 'The last good text.'

/** A published newsroom with subscriptions, of which a story breaks afterwards. */
async function published(): Promise<TemporaryNewsroom> {
  const newsroom = newsroomOf({ 'a.md': story({}, `${LAST}\n`), 'b.md': story({ title: 'B' }) })
  await newsroom.publish()
  writeFileSync(join(newsroom.paths.state, HUB_FILE), 'subscriptions')
  return newsroom
}

function headerOf({ paths }: Pick<TemporaryNewsroom, 'paths'>): unknown {
  return JSON.parse(readFileSync(join(paths.out, 'manifest.jsonl'), 'utf8').split('\n')[0] ?? '')
}

/** Breaks a story, publishes, and says whether readers still have its last good version. */
async function keepsLastGood(newsroom: TemporaryNewsroom): Promise<boolean> {
  newsroom.write({ 'a.md': '---\ntitle: [\n---\n' })
  await newsroom.publish()
  return newsroom.out().get('a/index.html')?.includes(LAST) ?? false
}

function hasSubscriptions({ paths }: TemporaryNewsroom): boolean {
  return existsSync(join(paths.state, HUB_FILE))
}

/** The newsroom at another path, as `cp -a` makes it. */
function copyOf(newsroom: TemporaryNewsroom): TemporaryNewsroom {
  const root = temporaryFolder()
  cpSync(newsroom.root, root, { recursive: true, preserveTimestamps: true })
  return new TemporaryNewsroom(root)
}

function foldersOf({ root }: TemporaryNewsroom): readonly string[] {
  return readdirSync(join(root, '.courant'))
}

describe('ownFolderOf', () => {
  test('the identity is in the manifest and in the state, and stays', async () => {
    const newsroom = await published()
    const before = headerOf(newsroom)
    expect(before).toMatchObject({ 'courant-manifest': 2, identity: expect.stringMatching(/^[0-9a-f]{24}$/) })
    newsroom.write({ 'c.md': story() })
    await newsroom.publish()
    expect(headerOf(newsroom)).toMatchObject({ identity: new TemporaryNewsroom(newsroom.root).paths.identity })
    expect(headerOf(newsroom)).toMatchObject({ identity: expect.any(String), generation: 1, sorted: expect.any(Number) })
  })

  test('a newsroom that was moved keeps its state, and so at each move', async () => {
    let newsroom = await published()
    for (const _time of [1, 2]) {
      const root = join(temporaryFolder(), 'moved')
      renameSync(newsroom.root, root)
      newsroom = new TemporaryNewsroom(root)
      expect(newsroom.paths.copyOf).toBeUndefined()
      expect([await keepsLastGood(newsroom), hasSubscriptions(newsroom), foldersOf(newsroom).length]).toEqual([true, true, 1])
      newsroom.write({ 'b.md': story({ title: `B, moved ${_time} times` }) })
      await newsroom.publish()
    }
  })

  test('a newsroom that is named by a link keeps its state, by either name', async () => {
    const newsroom = await published()
    const link = join(temporaryFolder(), 'link')
    symlinkSync(newsroom.root, link)
    const linked = new TemporaryNewsroom(link)
    expect([await keepsLastGood(linked), hasSubscriptions(linked), foldersOf(linked).length]).toEqual([true, true, 1])
    expect(new TemporaryNewsroom(newsroom.root).paths).toMatchObject({ own: newsroom.paths.own, copyOf: undefined })
    // It moves, and a link leads there from where it was.
    const moved = join(temporaryFolder(), 'moved')
    renameSync(newsroom.root, moved)
    symlinkSync(moved, newsroom.root)
    for (const root of [newsroom.root, moved]) expect(hasSubscriptions(new TemporaryNewsroom(root))).toBe(true)
  })

  test('a lost manifest: the state is found by the path of out/', async () => {
    const newsroom = await published()
    rmSync(join(newsroom.paths.out, 'manifest.jsonl'))
    const again = new TemporaryNewsroom(newsroom.root)
    expect([await keepsLastGood(again), hasSubscriptions(again)]).toEqual([true, true])
    expect(headerOf(again)).toMatchObject({ identity: again.paths.identity })
  })

  test('a copy has an identity of its own and no subscriptions, and the original keeps both', async () => {
    const original = await published()
    const identity = headerOf(original)
    const copy = copyOf(original)
    expect(copy.paths).toMatchObject({ copyOf: original.paths.out, identity: expect.stringMatching(/^[0-9a-f]{24}$/) })
    expect([await keepsLastGood(copy), hasSubscriptions(copy)]).toEqual([true, false])
    expect(headerOf(copy)).not.toMatchObject({ identity: original.paths.identity ?? '' })
    expect(headerOf(copy)).toMatchObject({ identity: copy.paths.identity })
    // It is a copy once.
    const again = new TemporaryNewsroom(copy.root)
    expect(again.paths).toMatchObject({ copyOf: undefined, identity: copy.paths.identity, own: copy.paths.own })
    writeFileSync(join(again.paths.state, HUB_FILE), 'its own subscriptions')
    again.write({ 'b.md': story({ title: 'Other' }) })
    await again.publish()
    await copy.publish()
    expect(hasSubscriptions(again)).toBe(true)
    const first = new TemporaryNewsroom(original.root)
    expect([await keepsLastGood(first), hasSubscriptions(first)]).toEqual([true, true])
    expect(headerOf(first)).toEqual(identity)
  })

  test('a copy of out/ alone, in the same newsroom, begins a state of its own', async () => {
    const newsroom = await published()
    const out = join(newsroom.root, 'second')
    cpSync(newsroom.paths.out, out, { recursive: true, preserveTimestamps: true })
    const paths = pathsOf({ articles: newsroom.paths.articles, out })
    expect(paths.copyOf).toBe(newsroom.paths.out)
    expect(paths.own).not.toBe(newsroom.paths.own)
    expect(hasSubscriptions(newsroom)).toBe(true)
  })

  test('two folders of one newsroom have a state each, also when they change names', async () => {
    const newsroom = await published()
    const other = new (class extends TemporaryNewsroom {
      override readonly paths = pathsOf({ articles: newsroom.paths.articles, out: join(newsroom.root, 'other') })
    })(newsroom.root)
    await other.publish()
    expect(headerOf(other)).not.toEqual(headerOf(newsroom))
    const [first, second] = [newsroom.paths, other.paths]
    renameSync(first.out, join(newsroom.root, 'aside'))
    renameSync(second.out, first.out)
    renameSync(join(newsroom.root, 'aside'), second.out)
    expect(pathsOf(first)).toMatchObject({ own: second.own, copyOf: undefined })
    expect(pathsOf(second)).toMatchObject({ own: first.own, copyOf: undefined })
  })

  test('a newsroom of before there were identities is taken over by the path of out/', async () => {
    const newsroom = await published()
    rmSync(join(newsroom.paths.state, 'identity.json'))
    const manifest = join(newsroom.paths.out, 'manifest.jsonl')
    writeFileSync(manifest, readFileSync(manifest, 'utf8').replace(/^.*/, '{"courant-manifest":1}'))
    const again = new TemporaryNewsroom(newsroom.root)
    expect(again.paths).toMatchObject({ own: newsroom.paths.own, identity: undefined, copyOf: undefined })
    expect([await keepsLastGood(again), hasSubscriptions(again)]).toEqual([true, true])
    expect(headerOf(again)).toMatchObject({ identity: expect.any(String) })
  })

  test('a newsroom that was moved, while another begins where it was, is no copy', async () => {
    const newsroom = await published()
    const root = join(temporaryFolder(), 'moved')
    renameSync(newsroom.root, root)
    mkdirSync(newsroom.paths.articles, { recursive: true })
    const next = new TemporaryNewsroom(newsroom.root)
    next.write({ 'site.yaml': SITE_YAML, 'x.md': story() })
    await next.publish()
    const moved = new TemporaryNewsroom(root)
    expect(moved.paths.copyOf).toBeUndefined()
    expect([await keepsLastGood(moved), hasSubscriptions(moved), hasSubscriptions(next)]).toEqual([true, true, false])
  })

  test('out/ without its state takes the identity that it has', async () => {
    const newsroom = await published()
    rmSync(join(newsroom.root, '.courant'), { recursive: true })
    const again = new TemporaryNewsroom(newsroom.root)
    const before = headerOf(again)
    again.write({ 'c.md': story() })
    await again.publish()
    expect(headerOf(again)).toMatchObject({ identity: expect.any(String) })
    expect(headerOf(again)).toEqual(before)
  })

  test('a dry run writes no identity', async () => {
    const original = await published()
    const copy = copyOf(original)
    const files = [...copy.out()]
    await copy.publish({ dryRun: true })
    expect([...copy.out()]).toEqual(files)
    expect(hasSubscriptions(copy)).toBe(true)
  })
})
