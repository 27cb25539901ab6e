import { hash } from 'node:crypto'
import { cpSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { isAnnouncement, MANIFEST_FILE, type ManifestEntry, readHeader, readManifest } from '../../src/output/manifest-file.ts'
import { ManifestReader } from '../../src/output/manifest-reader.ts'
import { RECORD_FILE } from '../../src/output/record-file.ts'
import { COURANT, runCommand } from '../cli/courant.ts'
import { AS_OF, differingPaths, newsroomFrom, newsroomOf, story, type TemporaryNewsroom, treeOf } from '../support/newsroom.ts'
import { changedNewsroom, PUBLISH, WITHOUT_SEARCH } from './changed-newsroom.ts'
import { isLitter, readFeeds, type Tree, tornFiles } from './published-set.ts'

const KILLER = fileURLToPath(new URL('./kill-at-step.ts', import.meta.url))

/** More than any publish here takes. */
const MANY_STEPS = 1000

/** Publishes in a process that is killed before its Nth change of the disk. Says whether it was. */
async function isKilledAt(step: number, { root }: TemporaryNewsroom, ...command: readonly string[]): Promise<boolean> {
  const { code, stderr } = await runCommand([process.execPath, '--import', KILLER, COURANT, ...command], {
    cwd: root,
    env: { KILL_AT_STEP: String(step) },
  })
  expect([undefined, 0], stderr).toContain(code)
  return code === undefined
}

test('a publish killed before any of its changes of the disk leaves a whole site, and the next one mends all', async () => {
  const { newsroom, before, after, restore } = await changedNewsroom()
  const wrong: string[] = []
  let steps = 0
  for (; steps < MANY_STEPS && (await isKilledAt(steps + 1, newsroom, ...PUBLISH)); restore()) {
    steps++
    const now = newsroom.out()
    const manifest = readManifest(now.get('manifest.jsonl')?.toString() ?? '')
    const found = [
      ...tornFiles(now, { before, after }),
      ...readFeeds(now).problems,
      ...(manifest ? [] : ['the manifest cannot be read']),
    ]
    await newsroom.publish({ accept: true })
    found.push(...differingPaths(newsroom.out(), after).map(path => `${path} is not mended`))
    found.push(...[...treeOf(newsroom.paths.own).keys()].filter(isLitter).map(path => `${path} is left lying about`))
    wrong.push(...found.map(problem => `before step ${steps}: ${problem}`))
  }
  expect(wrong).toEqual([])
  expect(steps).toBeGreaterThan(50)
  expect(steps).toBeLessThan(MANY_STEPS)
  console.info(`killed before each of ${steps} changes of the disk`)
})

test('an edit of a body killed before any of its changes of the disk leaves a whole site, and the next publish mends all', async () => {
  const stories = Array.from({ length: 12 }, (_, index) => [
    `2026/${index}.md`,
    story({ title: `Story ${index}`, summary: 'Short.', topics: ['Trade'] }),
  ])
  const newsroom = newsroomOf({ 'site.yaml': WITHOUT_SEARCH, ...Object.fromEntries(stories) })
  const settle = async (): Promise<string> => {
    await newsroom.atRest()
    return (await newsroom.publishIfChanged()).kind
  }
  await settle()
  const wrong: string[] = []
  let steps = 0
  for (let killed = true; killed && steps < MANY_STEPS; steps += Number(killed)) {
    newsroom.write({
      '2026/5.md': story({ title: 'Story 5', summary: 'Short.', topics: ['Trade'] }, `Edited ${steps} times.\n`),
    })
    await newsroom.atRest()
    const before = newsroom.out()
    const cache = statSync(join(newsroom.paths.cache, 'cache.sqlite')).ino
    killed = await isKilledAt(steps + 1, newsroom, 'publish', '--at', new Date(AS_OF).toISOString())
    const fresh = newsroomFrom(newsroom.paths.articles)
    await fresh.publish()
    const [now, after] = [newsroom.out(), fresh.out()]
    const found = [...tornFiles(now, { before, after }), ...readFeeds(now).problems]
    if (!killed) found.push(...differingPaths(now, after).map(path => `${path} was not published`))
    // A publish of the whole puts a new cache in place.
    if (!killed && statSync(join(newsroom.paths.cache, 'cache.sqlite')).ino !== cache) found.push('the whole was published')
    await settle()
    found.push(...differingPaths(newsroom.out(), after).map(path => `${path} is not mended`))
    found.push(...[...treeOf(newsroom.paths.own).keys()].filter(isLitter).map(path => `${path} is left lying about`))
    wrong.push(...found.map(problem => `before step ${steps + 1}: ${problem}`))
    expect(await settle()).toBe('unchanged')
  }
  expect(wrong).toEqual([])
  expect(steps).toBeGreaterThan(10)
  console.info(`killed before each of ${steps} changes of the disk`)
})

/** What is wrong with a manifest as a kill left it: whoever reads it must know every file, and take no announced site for whole. */
function problemsOfManifest(out: Tree): readonly string[] {
  const manifest = readManifest(out.get(MANIFEST_FILE)?.toString() ?? '')
  if (!manifest) return ['the manifest cannot be read']
  const unknown = [...out.keys()].filter(path => path !== MANIFEST_FILE && !manifest.has(path) && !isLitter(path))
  const isWhole = ![...manifest.values()].some(isAnnouncement)
  const stands = ({ path, sha256 }: ManifestEntry): boolean => hash('sha256', out.get(path) ?? '', 'hex') === sha256
  // The record is placed before all else, and is not announced.
  const others = [...manifest.values()].filter(entry => !isAnnouncement(entry) && (isWhole || entry.path !== RECORD_FILE))
  return [
    ...unknown.map(path => `${path} is in no list`),
    ...others.filter(entry => !stands(entry)).map(({ path }) => `${path} is not what the manifest says`),
  ]
}

test('a new story whose publish is killed before any of its changes of the disk, or in the middle of what it appends to the manifest, leaves every file listed, and the next publish mends all', async () => {
  const newsroom = newsroomOf({ 'site.yaml': WITHOUT_SEARCH, '2026/old.md': story({ title: 'Old', topics: ['Trade'] }) })
  const publishAll = (): Promise<unknown> => newsroom.publish({ accept: true })
  await publishAll()
  newsroom.write({ '2026/new.md': story({ title: 'New', topics: ['Trade', 'Ports'] }) })
  const [saved, folders] = [join(newsroom.root, 'saved'), ['out', '.courant']]
  const copy = (from: string, to: string): void => {
    for (const folder of folders) {
      rmSync(join(to, folder), { recursive: true, force: true })
      cpSync(join(from, folder), join(to, folder), { recursive: true, preserveTimestamps: true })
    }
  }
  copy(newsroom.root, saved)
  const before = newsroom.out()
  await publishAll()
  const after = newsroom.out()
  expect(readHeader(after.get(MANIFEST_FILE)?.toString() ?? '')).toEqual(
    readHeader(before.get(MANIFEST_FILE)?.toString() ?? ''),
  )
  copy(saved, newsroom.root)
  const wrong: string[] = []
  let [steps, torn] = [0, 0]
  for (; steps < MANY_STEPS && (await isKilledAt(steps + 1, newsroom, ...PUBLISH)); copy(saved, newsroom.root)) {
    steps++
    const now = newsroom.out()
    torn += now.get(MANIFEST_FILE)?.at(-1) === 0x0a ? 0 : 1
    const reader = new ManifestReader(join(newsroom.paths.out, MANIFEST_FILE), descriptor => readFileSync(descriptor))
    const news = reader.look()
    const found = [...tornFiles(now, { before, after }), ...readFeeds(now).problems, ...problemsOfManifest(now)]
    if (news.kind !== 'whole' || !news.manifest) found.push('a reader takes the manifest for none')
    await publishAll()
    const isListed = differingPaths(now, newsroom.out()).includes(MANIFEST_FILE)
    if (isListed && reader.look().kind === 'same') found.push('a reader sees nothing new')
    found.push(...differingPaths(newsroom.out(), after).map(path => `${path} is not mended`))
    found.push(...problemsOfManifest(newsroom.out()))
    found.push(...[...treeOf(newsroom.paths.own).keys()].filter(isLitter).map(path => `${path} is left lying about`))
    wrong.push(...found.map(problem => `before step ${steps}: ${problem}`))
  }
  expect(wrong).toEqual([])
  expect(torn).toBe(2)
  expect(steps).toBeGreaterThan(50)
  console.info(`killed before each of ${steps} changes of the disk`)
})
