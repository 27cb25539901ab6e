import { expect, onTestFinished, test } from 'vitest'
import { deliverBeside } from '../../src/cli/deliver-beside.ts'
import type { LogEvent } from '../../src/cli/run-log.ts'
import type { CountedDelivery } from '../../src/serve/metrics.ts'
import { newsroomOf } from '../support/newsroom.ts'

/** A name that a thread is sent without what makes it one, so that it ends. */
function unreadable(name: string): string {
  const none: unknown = undefined
  return Object.assign(Object.create(null), { toString: none, [Symbol.toPrimitive]: () => name })
}

test('deliverBeside: tells of each place, and counts, that what delivers ended', async () => {
  const told: LogEvent[] = []
  const counted: CountedDelivery[] = []
  const { promise: ended, resolve: end } = Promise.withResolvers<void>()
  const deliverer = deliverBeside(
    {
      deliver: [
        { kind: 'releases', folder: 'live', keep: 3 },
        { kind: 's3', bucket: unreadable('news'), endpoint: undefined, region: undefined, prefix: '' },
      ],
    },
    {
      paths: newsroomOf().paths,
      base: { origin: 'https://news.example.org', basePath: '' },
      metrics: { delivered: delivery => counted.push(delivery) },
      log: { tell: event => told.push(event) === 2 && end() },
      json: false,
      onDelivered: () => {},
    },
  )
  onTestFinished(() => deliverer?.[Symbol.asyncDispose]())
  deliverer?.published('')
  await ended
  const words = (to: string) => expect.stringMatching(new RegExp(`^Not delivered to ${to}: what delivers ended: TypeError`))
  expect(told).toEqual(
    ['live', 's3://news/'].map(to => ({ level: 'error', event: 'not-delivered', words: words(to), facts: { to } })),
  )
  expect(counted).toEqual(['live', 's3://news/'].map(to => ({ to, kind: 'failed', files: 0 })))
})
