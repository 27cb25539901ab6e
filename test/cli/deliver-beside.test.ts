import { renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { deliverBeside } from '../../src/cli/deliver-beside.ts'
import type { LogEvent } from '../../src/cli/run-log.ts'
import type { Delivery, FolderDelivery } from '../../src/model/delivery.ts'
import type { CountedDelivery } from '../../src/serve/metrics.ts'
import { newsroomOf, story, type TemporaryNewsroom } from '../support/newsroom.ts'
import { until } from './courant.ts'

const LIVE: FolderDelivery = { kind: 'releases', folder: 'live', keep: 3, feedCopies: false }

/** A name that a thread is sent without what makes it one, so that it ends. */
function unreadable(name: string): string {
  const none: unknown = undefined
  return Object.assign(Object.create(null), { toString: none, [Symbol.toPrimitive]: () => name })
}

/** Delivers from a newsroom until the test ends; `happens` waits for so much to be told. */
function delivering(newsroom: TemporaryNewsroom, deliver: readonly Delivery[]) {
  const told: LogEvent[] = []
  const counted: CountedDelivery[] = []
  const deliverer = deliverBeside(
    { deliver },
    {
      paths: newsroom.paths,
      base: { origin: 'https://news.example.org', basePath: '' },
      metrics: { delivered: delivery => counted.push(delivery) },
      log: { tell: event => told.push(event) },
      json: false,
      onDelivered: () => {},
    },
  )
  onTestFinished(() => deliverer?.[Symbol.asyncDispose]())
  const published = async (delivers: number): Promise<void> => {
    deliverer?.published('')
    await until(() => counted.length === delivers || undefined)
  }
  return { told, counted, published }
}

test('deliverBeside: tells of each place, and counts, that what delivers ended', async () => {
  const { told, counted, published } = delivering(newsroomOf(), [
    LIVE,
    { kind: 's3', bucket: unreadable('news'), endpoint: undefined, region: undefined, prefix: '', feedCopies: false },
  ])
  await published(2)
  const words = (to: string) => expect.stringMatching(new RegExp(`^Not delivered to ${to}: what delivers ended: TypeError`))
  expect(told).toEqual(
    ['live', 's3://news/'].map(to => ({ level: 'warn', event: 'not-delivered', words: words(to), facts: { to } })),
  )
  expect(counted).toMatchObject(['live', 's3://news/'].map(to => ({ to, kind: 'failed', files: 0 })))
})

test('deliverBeside: tells that a place has everything again, where nothing was to be changed there', async () => {
  const newsroom = newsroomOf({ 'a.md': story() })
  await newsroom.publish()
  const folder = join(newsroom.root, 'live')
  const { told, counted, published } = delivering(newsroom, [{ ...LIVE, folder }])
  await published(1)
  await published(2)
  renameSync(folder, `${folder}.away`)
  writeFileSync(folder, '')
  await published(3)
  rmSync(folder)
  renameSync(`${folder}.away`, folder)
  await published(4)
  expect(counted.map(({ kind, files }) => [kind, files > 0])).toEqual([
    ['delivered', true],
    ['delivered', false],
    ['failed', false],
    ['delivered', false],
  ])
  expect(told.map(({ event }) => event)).toEqual(['delivered', 'not-delivered', 'delivered'])
  expect(told.at(-1)?.words).toBe(`Delivered to ${folder}: everything was there.`)
})
