import { expect, test } from 'vitest'
import { readManifest } from '../../src/output/manifest-file.ts'
import { differingPaths } from '../support/newsroom.ts'
import { changedNewsroom, PUBLISH } from './changed-newsroom.ts'
import { isKilledAt, MANY_STEPS } from './killed-at-step.ts'
import { litterIn, readFeeds, tornFiles } from './published-set.ts'

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
    found.push(...litterIn(newsroom))
    wrong.push(...found.map(problem => `before step ${steps}: ${problem}`))
  }
  expect(wrong).toEqual([])
  expect(steps).toBeGreaterThan(50)
  expect(steps).toBeLessThan(MANY_STEPS)
  console.info(`killed before each of ${steps} changes of the disk`)
})
