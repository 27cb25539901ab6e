import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { allEnded, inParallel } from '../../src/platform/in-parallel.ts'

describe('inParallel', () => {
  test('does the same to all, so many at once', async () => {
    const done: number[] = []
    let atWork = 0
    let most = 0
    await inParallel([1, 2, 3, 4, 5], 2, async one => {
      most = Math.max(most, ++atWork)
      await pause(1)
      atWork--
      done.push(one)
    })
    expect({ done: done.sort(), most }).toEqual({ done: [1, 2, 3, 4, 5], most: 2 })
  })

  test('begins with none more after one failed, and waits for those that it began with', async () => {
    const done: number[] = []
    const work = async (one: number): Promise<void> => {
      if (one === 1) throw new Error('The first failed.')
      await pause(1)
      done.push(one)
    }
    await expect(inParallel([1, 2, 3, 4], 2, work)).rejects.toThrow('The first failed.')
    expect(done).toEqual([2])
  })
})

describe('allEnded', () => {
  test('gives what each came to', async () => {
    expect(await allEnded([Promise.resolve(1), Promise.resolve('two')])).toEqual([1, 'two'])
  })

  test('fails only once the others have ended', async () => {
    let hasEnded = false
    const slow = pause(5).then(() => {
      hasEnded = true
    })
    await expect(allEnded([Promise.reject(new Error('One failed.')), slow])).rejects.toThrow('One failed.')
    expect(hasEnded).toBe(true)
  })
})
