import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type PingReport, pingChanged } from '../../src/notify/ping-changed.ts'
import { feedsOf } from '../../src/notify/topics.ts'
import { newsroomOf, story, type TemporaryNewsroom, writeFiles } from '../support/newsroom.ts'
import { outsideHub } from './outside-hub.ts'
import { SITE } from './running-hub.ts'

const FORMATS = ['feed.atom', 'feed.json', 'feed.rss']
const addressesOf = (...folders: readonly string[]): readonly string[] =>
  folders.flatMap(folder => FORMATS.map(format => `${SITE.origin}/${folder}${format}`)).sort()

function ping(newsroom: TemporaryNewsroom, hub: string): Promise<PingReport> {
  const published = feedsOf(newsroom.paths.out)
  return pingChanged({ paths: newsroom.paths, published, hub, site: SITE, signal: new AbortController().signal })
}

/** A newsroom with two topics, of which the hub was told. */
async function told(hub: { readonly address: string; readonly pings: string[] }): Promise<TemporaryNewsroom> {
  const newsroom = newsroomOf({ 'a.md': story({ topics: ['Rivers'] }), 'b.md': story({ topics: ['Roads'] }) })
  await newsroom.publish({ hub: hub.address })
  await ping(newsroom, hub.address)
  hub.pings.length = 0
  return newsroom
}

test('pingChanged: tells a hub of every channel that is new to it, in every format', async () => {
  const hub = await outsideHub()
  const newsroom = newsroomOf({ 'a.md': story({ topics: ['Rivers'] }) })
  await newsroom.publish({ hub: hub.address })
  expect(await ping(newsroom, hub.address)).toEqual({ told: 9, untold: 0, problem: undefined })
  expect(hub.pings.toSorted()).toEqual(addressesOf('', 'changes/', 'topics/rivers/'))
})

test('pingChanged: then of channels that changed alone, and of none where nothing did', async () => {
  const hub = await outsideHub()
  const newsroom = await told(hub)
  newsroom.write({ 'a.md': story({ topics: ['Rivers'], title: 'Another' }) })
  await newsroom.publish({ hub: hub.address })
  await ping(newsroom, hub.address)
  expect(hub.pings.toSorted()).toEqual(addressesOf('', 'topics/rivers/'))
  await newsroom.publish({ hub: hub.address })
  expect(await ping(newsroom, hub.address)).toEqual({ told: 0, untold: 0, problem: undefined })
})

test.each([500, 429, 403])(
  'pingChanged: a hub that answers %d is asked no more for now, and told of the same later',
  async status => {
    const hub = await outsideHub()
    const newsroom = await told(hub)
    newsroom.write({ 'a.md': story({ topics: ['Rivers'], title: 'Another' }) })
    await newsroom.publish({ hub: hub.address })
    hub.status = status
    expect(await ping(newsroom, hub.address)).toEqual({ told: 0, untold: 6, problem: `it answers ${status}` })
    expect(hub.pings.length).toBeLessThan(6)
    hub.pings.length = 0
    hub.status = 202
    await ping(newsroom, hub.address)
    expect(hub.pings.toSorted()).toEqual(addressesOf('', 'topics/rivers/'))
  },
)

test('pingChanged: a hub that is not there is told later', async () => {
  const hub = await outsideHub()
  const newsroom = await told(hub)
  expect(await ping(newsroom, 'http://127.0.0.1:1/')).toMatchObject({
    told: 0,
    problem: expect.stringContaining('ECONNREFUSED'),
  })
  expect(await ping(newsroom, hub.address)).toMatchObject({ untold: 0 })
})

test('pingChanged: what it remembers may be lost or spoilt: the hub is told of everything once more', async () => {
  const hub = await outsideHub()
  const newsroom = await told(hub)
  writeFiles(newsroom.root, { [join('.', newsroom.paths.state.slice(newsroom.root.length), 'pinged.json')]: '{"hub":' })
  expect(await ping(newsroom, hub.address)).toMatchObject({ told: 12 })
})

test('pingChanged: a document that is announced and not yet placed is told of once it is', async () => {
  const hub = await outsideHub()
  const newsroom = await told(hub)
  const manifest = newsroom.read('manifest.jsonl')
  writeFiles(newsroom.paths.out, { 'manifest.jsonl': `${manifest}{"path":"feed.rss","sha256":"","size":0}\n` })
  expect(await ping(newsroom, hub.address)).toMatchObject({ told: 0, untold: 0 })
  writeFiles(newsroom.paths.out, { 'manifest.jsonl': manifest })
  expect(await ping(newsroom, hub.address)).toMatchObject({ told: 0, untold: 0 })
})
