import { hash } from 'node:crypto'
import { cpSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { isAnnouncement, MANIFEST_FILE, type ManifestEntry, readHeader, readManifest } from '../../src/output/manifest-file.ts'
import { ManifestReader } from '../../src/output/manifest-reader.ts'
import { RECORD_FILE } from '../../src/output/record-file.ts'
import { differingPaths, newsroomOf, story } from '../support/newsroom.ts'
import { PUBLISH, WITHOUT_SEARCH } from './changed-newsroom.ts'
import { isKilledAt, MANY_STEPS } from './killed-at-step.ts'
import { isLitter, litterIn, readFeeds, type Tree, tornFiles } from './published-set.ts'

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
    found.push(...litterIn(newsroom))
    wrong.push(...found.map(problem => `before step ${steps}: ${problem}`))
  }
  expect(wrong).toEqual([])
  expect(torn).toBe(2)
  expect(steps).toBeGreaterThan(50)
  console.info(`killed before each of ${steps} changes of the disk`)
})
