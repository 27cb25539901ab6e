import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { readManifest } from '../../src/output/manifest-file.ts'
import { COURANT, runCommand } from '../cli/courant.ts'
import { AS_OF, differingPaths, newsroomFrom, newsroomOf, story, type TemporaryNewsroom, treeOf } from '../support/newsroom.ts'
import { changedNewsroom, PUBLISH, WITHOUT_SEARCH } from './changed-newsroom.ts'
import { isLitter, readFeeds, tornFiles } from './published-set.ts'

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
    killed = await isKilledAt(steps + 1, newsroom, 'publish', '--at', new Date(AS_OF).toISOString())
    const fresh = newsroomFrom(newsroom.paths.articles)
    await fresh.publish()
    const [now, after] = [newsroom.out(), fresh.out()]
    const found = [...tornFiles(now, { before, after }), ...readFeeds(now).problems]
    if (!killed) found.push(...differingPaths(now, after).map(path => `${path} was not published`))
    await settle()
    found.push(...differingPaths(newsroom.out(), after).map(path => `${path} is not mended`))
    found.push(...[...treeOf(newsroom.paths.own).keys()].filter(isLitter).map(path => `${path} is left lying about`))
    wrong.push(...found.map(problem => `before step ${steps + 1}: ${problem}`))
    expect(await settle()).toBe('unchanged')
  }
  expect(wrong).toEqual([])
  expect(steps).toBeGreaterThan(10)
  // Had a whole publish done it, the cache would have been written anew, with one line a story.
  const lines = treeOf(newsroom.paths.cache).get('articles.jsonl')?.toString().trim().split('\n') ?? []
  expect(lines.length).toBeGreaterThan(1 + stories.length)
  console.info(`killed before each of ${steps} changes of the disk`)
})
