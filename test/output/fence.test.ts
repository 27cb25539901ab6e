import { describe, expect, test } from 'vitest'
import { type Fence, fenceGuard, noteOvertaken, raiseFence, standingFence, takeOvertaken } from '../../src/output/fence.ts'
import { newsroomOf, story, temporaryFolder, treeOf } from '../support/newsroom.ts'

const fence = (number: number, holder = `holder ${number}`): Fence => ({ number, holder })

describe('raiseFence', () => {
  test('goes before earlier ones, and is refused where a later one stands', async () => {
    const paths = { state: temporaryFolder() }
    raiseFence(paths, fence(5))
    raiseFence(paths, fence(5))
    raiseFence(paths, fence(6))
    expect(await standingFence(paths)).toBe(6)
    expect(() => raiseFence(paths, fence(5))).toThrow('another Courant has taken over publishing')
    expect(await standingFence(paths)).toBe(6)
  })

  test('of two with the same number, which Redis gives where it forgot, the first has it', () => {
    const paths = { state: temporaryFolder() }
    raiseFence(paths, fence(5, 'one'))
    expect(() => raiseFence(paths, fence(5, 'other'))).toThrow('another Courant has taken over publishing')
  })
})

describe('fenceGuard', () => {
  test('lets on who has the last fence, and stops who was overtaken, for whoever publishes to mend', () => {
    const paths = { state: temporaryFolder() }
    raiseFence(paths, fence(5))
    const guard = fenceGuard(paths, fence(5))
    guard.insist()
    guard.check()
    expect(takeOvertaken(paths)).toBe(false)
    raiseFence(paths, fence(6))
    expect(guard.insist).toThrow('another Courant has taken over publishing')
    expect([takeOvertaken(paths), takeOvertaken(paths)]).toEqual([true, false])
  })

  test('without a fence stops nobody', () => {
    const paths = { state: temporaryFolder() }
    raiseFence(paths, fence(5))
    const guard = fenceGuard(paths, undefined)
    guard.insist()
    guard.check()
    noteOvertaken(paths)
    expect(takeOvertaken(paths)).toBe(true)
  })
})

describe('publish with a fence', () => {
  test('leaves out/ as it is where a later one stands, the manifest too', async () => {
    const newsroom = newsroomOf({ 'a.md': story() })
    await newsroom.publish({ fence: fence(5) })
    const before = treeOf(newsroom.paths.out)
    raiseFence(newsroom.paths, fence(6))
    newsroom.write({ 'a.md': story({ title: 'Too late' }) })
    await expect(newsroom.publish({ fence: fence(5) })).rejects.toMatchObject({
      code: 'superseded',
      message: 'another Courant has taken over publishing',
      remedy: 'nothing is to be done: it mends what this one left unfinished',
    })
    expect(treeOf(newsroom.paths.out)).toEqual(before)
  })

  test('that was being made when another took over touches nothing', async () => {
    const newsroom = newsroomOf({ 'a.md': story() })
    await newsroom.publish({ fence: fence(5) })
    const before = treeOf(newsroom.paths.out)
    newsroom.write({ 'a.md': story({ title: 'Too late' }) })
    const late = newsroom.publish({ fence: fence(5), onProgress: () => raiseFence(newsroom.paths, fence(6)) })
    await expect(late).rejects.toMatchObject({ code: 'superseded' })
    expect(takeOvertaken(newsroom.paths)).toBe(true)
    expect(treeOf(newsroom.paths.out)).toEqual(before)
  })

  test('overwrites nothing that another remembers by the time it is out', async () => {
    const newsroom = newsroomOf({ 'a.md': story() })
    await newsroom.publish({ fence: fence(5) })
    const cache = treeOf(newsroom.paths.cache)
    newsroom.write({ 'a.md': story({ title: 'Just so' }) })
    const late = newsroom.publish({ fence: fence(5), onPlaced: () => raiseFence(newsroom.paths, fence(6)) })
    await expect(late).rejects.toMatchObject({ code: 'superseded' })
    expect(treeOf(newsroom.paths.cache).get('cache.sqlite')).toEqual(cache.get('cache.sqlite'))
    await newsroom.publish({ fence: fence(6) })
    expect(newsroom.read('a/index.html')).toContain('Just so')
  })
})
