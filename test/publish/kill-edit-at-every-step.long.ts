import { statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { AS_OF, differingPaths, newsroomFrom, newsroomOf, story } from '../support/newsroom.ts'
import { WITHOUT_SEARCH } from './changed-newsroom.ts'
import { isKilledAt, MANY_STEPS } from './killed-at-step.ts'
import { litterIn, readFeeds, tornFiles } from './published-set.ts'

test('an edit of a body killed before any of its changes of the disk leaves a whole site, and the next publish mends all', async () => {
  const stories = Array.from({ length: 12 }, (_, index) => [
    `2026/${index}.md`,
    story({ title: `Story ${index}`, summary: 'Short.', topics: ['Trade'] }),
  ])
  const newsroom = newsroomOf({ 'site.yaml': WITHOUT_SEARCH, ...Object.fromEntries(stories) })
  const settle = async (): Promise<string> => {
    await newsroom.atRest()
    return (await newsroom.publishWhatChanged()).kind
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
    found.push(...litterIn(newsroom))
    wrong.push(...found.map(problem => `before step ${steps + 1}: ${problem}`))
    expect(await settle()).toBe('unchanged')
  }
  expect(wrong).toEqual([])
  expect(steps).toBeGreaterThan(10)
  console.info(`killed before each of ${steps} changes of the disk`)
})
