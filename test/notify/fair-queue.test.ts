import { expect, test } from 'vitest'
import { FairQueue } from '../../src/notify/fair-queue.ts'
import { until } from '../cli/courant.ts'

/** Work that ends when it is told to, and what was begun so far. */
function heldWork(): {
  readonly begun: string[]
  readonly work: (name: string) => () => Promise<void>
  readonly end: (name: string) => void
} {
  const begun: string[] = []
  const ends = new Map<string, () => void>()
  return {
    begun,
    work: name => () => {
      begun.push(name)
      return new Promise(resolve => ends.set(name, resolve))
    },
    end: name => ends.get(name)?.(),
  }
}

test('FairQueue: what is not answered soon lets the next go ahead, in order, however many there are', async () => {
  const queue = new FairQueue({ prompt: 2, promptMs: 5, perHost: 10, all: 100 })
  const { begun, work } = heldWork()
  const names = Array.from({ length: 20 }, (_, index) => `host-${index}`)
  for (const name of names) queue.add(name, work(name))
  expect(begun).toEqual(['host-0', 'host-1'])
  await until(() => (begun.length === 20 ? true : undefined))
  expect(begun).toEqual(names)
})

test('FairQueue: in all, no more than so many are on their way', async () => {
  const queue = new FairQueue({ prompt: 2, promptMs: 1, perHost: 10, all: 3 })
  const { begun, work, end } = heldWork()
  for (const name of ['a', 'b', 'c', 'd']) queue.add(name, work(name))
  await until(() => (begun.length === 3 ? true : undefined))
  end('b')
  await until(() => (begun.length === 4 ? true : undefined))
  expect(begun).toEqual(['a', 'b', 'c', 'd'])
})

test('FairQueue: a host that has all that it may keeps itself waiting, and nobody else', async () => {
  const queue = new FairQueue({ prompt: 100, promptMs: 60_000, perHost: 1, all: 100 })
  const { begun, work, end } = heldWork()
  for (const name of ['slow-1', 'slow-2', 'slow-3']) queue.add('slow', work(name))
  queue.add('other', work('other'))
  expect(begun).toEqual(['slow-1', 'other'])
  end('slow-1')
  await until(() => (begun.length === 3 ? true : undefined))
  expect(begun).toEqual(['slow-1', 'other', 'slow-2'])
  expect(queue.waiting).toBe(0)
  end('slow-2')
  end('other')
  await until(() => (begun.length === 4 ? true : undefined))
  end('slow-3')
})

test('FairQueue: those to who failed before are sent when no other waits, and leave places to others', async () => {
  const queue = new FairQueue({ prompt: 100, promptMs: 60_000, perHost: 1, all: 3, failing: 1 })
  const { begun, work, end } = heldWork()
  for (const name of ['fails-1', 'fails-2', 'fails-3']) queue.add(name, work(name), { isFailing: true })
  expect(begun).toEqual(['fails-1'])
  expect([queue.waiting, queue.waitingFailing]).toEqual([0, 2])
  for (const name of ['a', 'b', 'c']) queue.add(name, work(name))
  expect(begun).toEqual(['fails-1', 'a', 'b'])
  end('fails-1')
  await until(() => (begun.length === 4 ? true : undefined))
  end('a')
  await until(() => (begun.length === 5 ? true : undefined))
  expect(begun).toEqual(['fails-1', 'a', 'b', 'c', 'fails-2'])
})
