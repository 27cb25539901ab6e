import { existsSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { outsideHub } from '../notify/outside-hub.ts'
import {
  differingPaths,
  newsroomOf,
  SITE_YAML,
  story,
  type TemporaryNewsroom,
  treeOf,
  writeFiles,
} from '../support/newsroom.ts'
import { courant, startCourant, until } from './courant.ts'

const URL = 'https://news.example.org'

/** A newsroom that delivers into `live`, with more lines of `courant.yaml` where they are given. */
function delivering(lines = ''): TemporaryNewsroom {
  const newsroom = newsroomOf({ 'site.yaml': `${SITE_YAML}search: false\n`, 'a.md': story({ title: 'A' }) })
  writeFiles(newsroom.root, { 'courant.yaml': `${lines}deliver:\n  - releases: live\n` })
  return newsroom
}

function served({ root }: TemporaryNewsroom): ReadonlyMap<string, Buffer> {
  return treeOf(join(root, 'live/current'))
}

describe('courant publish, with deliver', () => {
  test('says what it delivered, and nothing where nothing changed', async () => {
    const newsroom = delivering()
    const { code, stderr } = await courant(['publish'], { cwd: newsroom.root })
    expect([code, stderr]).toEqual([0, expect.stringMatching(/^Delivered to live: \d+ files written\.$/m)])
    expect(differingPaths(served(newsroom), newsroom.out())).toEqual([])
    expect((await courant(['publish'], { cwd: newsroom.root })).stderr).not.toContain('Delivered')
  })

  test('with --json tells every address that changed, as a cache has it', async () => {
    const newsroom = delivering()
    newsroom.write({ 'café.md': story({ title: 'Café' }), 'old.md': story({ draft: false }) })
    await courant(['publish', '--no-deliver'], { cwd: newsroom.root })
    expect(existsSync(join(newsroom.root, 'live'))).toBe(false)
    newsroom.write({ 'a.md': story({ title: 'B' }), 'new.md': story(), 'old.md': story({ draft: true }) })
    const { code, stdout } = await courant(['publish', '--json', '--accept'], { cwd: newsroom.root })
    const { addresses, deliveries } = JSON.parse(stdout)
    expect(code).toBe(0)
    expect(addresses.added).toEqual([`${URL}/new/`])
    expect(addresses.changed).toEqual(
      expect.arrayContaining([`${URL}/`, `${URL}/a/`, `${URL}/feed.rss`, `${URL}/record.jsonl`]),
    )
    expect(addresses.changed).not.toContain(`${URL}/404.html`)
    expect(deliveries).toEqual([
      { to: 'live', outcome: 'delivered', addresses: { added: expect.any(Array), changed: [], removed: [] } },
    ])
    expect(deliveries[0].addresses.added).toEqual(expect.arrayContaining([`${URL}/caf%C3%A9/`, `${URL}/404.html`]))
    expect((await courant(['publish', '--json'], { cwd: newsroom.root })).stdout).toContain(
      '"addresses":{"added":[],"changed":[],"removed":[]},"deliveries":[{"to":"live","outcome":"delivered","addresses":{"added":[],"changed":[],"removed":[]}}]',
    )
  })

  test('that fails ends with 3 and says why, tells no hub, and is made good by the next', async () => {
    const hub = await outsideHub()
    const newsroom = delivering(`hub: ${hub.address}\n`)
    writeFileSync(join(newsroom.root, 'live'), '')
    const { code, stderr } = await courant(['publish'], { cwd: newsroom.root })
    expect([code, stderr]).toEqual([3, expect.stringMatching(/^Not delivered to live: .*EEXIST/m)])
    expect(stderr).toContain('Published 1 story')
    expect(hub.pings).toEqual([])
    writeFiles(newsroom.root, { 'courant.yaml': `hub: ${hub.address}\ndeliver:\n  - releases: other\n` })
    expect(await courant(['publish'], { cwd: newsroom.root })).toMatchObject({ code: 0 })
    expect(hub.pings).toContain(`${URL}/feed.rss`)
  })

  test('delivers nothing of a dry run, nor of a time to come', async () => {
    const { root } = delivering()
    await courant(['publish', '--dry-run'], { cwd: root })
    await courant(['publish', '--at', '2126-01-01T00:00Z', '--out', 'ahead'], { cwd: root })
    expect(existsSync(join(root, 'live'))).toBe(false)
  })
})

describe('courant deliver', () => {
  test('brings what was published elsewhere, tells the hub, and publishes nothing', async () => {
    const hub = await outsideHub()
    const newsroom = delivering(`hub: ${hub.address}\n`)
    const { root } = newsroom
    expect(await courant(['deliver'], { cwd: root })).toMatchObject({
      code: 2,
      stderr: 'out holds nothing that is public\n  publish first; what shows a time to come goes nowhere\n',
    })
    await courant(['publish', '--no-deliver', '--no-ping'], { cwd: root })
    newsroom.write({ 'late.md': story({ title: 'Not published yet' }) })
    expect([existsSync(join(root, 'live')), hub.pings]).toEqual([false, []])
    const { code, stdout, stderr } = await courant(['deliver', '--json'], { cwd: root })
    expect([code, stderr]).toEqual([0, expect.stringContaining('Delivered to live')])
    expect(JSON.parse(stdout)).toMatchObject({ deliveries: [{ to: 'live' }] })
    expect(hub.pings).toContain(`${URL}/feed.rss`)
    expect(differingPaths(served(newsroom), newsroom.out())).toEqual([])
    expect(newsroom.out().has('late/index.html')).toBe(false)
  })

  test('names addresses as they were published, and tells the hub, whatever site.yaml says by now', async () => {
    const hub = await outsideHub()
    const newsroom = delivering(`hub: ${hub.address}\n`)
    const { root } = newsroom
    await courant(['publish', '--no-deliver', '--no-ping'], { cwd: root })
    newsroom.write({ 'site.yaml': 'url: https://elsewhere.example/news\ntitle: [' })
    const { code, stdout } = await courant(['deliver', '--json'], { cwd: root })
    expect([code, JSON.parse(stdout).deliveries[0].addresses.added]).toEqual([0, expect.arrayContaining([`${URL}/a/`])])
    expect(hub.pings).toContain(`${URL}/feed.rss`)
  })

  test('brings nothing elsewhere that shows a time to come', async () => {
    const { root } = delivering()
    await courant(['publish', '--at', '2126-01-01T00:00Z', '--out', 'ahead'], { cwd: root })
    expect((await courant(['deliver', '--out', 'ahead'], { cwd: root })).code).toBe(2)
    expect(existsSync(join(root, 'live'))).toBe(false)
  })
})

describe('courant rollback', () => {
  test('goes back, holds what is published then, and delivers again when it is told to', async () => {
    const newsroom = delivering()
    const { root } = newsroom
    const current = (): string => basename(realpathSync(join(root, 'live/current')))
    await courant(['publish'], { cwd: root })
    const [first, before] = [current(), served(newsroom)]
    newsroom.write({ 'a.md': story({ title: 'A mistake' }) })
    await courant(['publish'], { cwd: root })
    const second = current()
    expect(await courant(['rollback', '--json'], { cwd: root })).toEqual({
      code: 0,
      stdout: `${JSON.stringify({ rolledBack: [{ folder: 'live', from: second, to: first }] })}\n`,
      stderr: `live: ${first} is served again in place of ${second}.\nNothing that is published follows there until: courant rollback --resume\n`,
    })
    expect(differingPaths(served(newsroom), before)).toEqual([])
    newsroom.write({ 'a.md': story({ title: 'Mended' }) })
    const { code, stderr } = await courant(['publish'], { cwd: root })
    expect([code, stderr]).toEqual([0, expect.stringContaining('To deliver again: courant rollback --resume')])
    expect(differingPaths(served(newsroom), before)).toEqual([])
    expect(await courant(['rollback', '--resume'], { cwd: root })).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('Delivered to live'),
    })
    expect(differingPaths(served(newsroom), newsroom.out())).toEqual([])
  })

  test('with nothing to go back to ends with 2, and says so', async () => {
    const newsroom = delivering()
    await courant(['publish'], { cwd: newsroom.root })
    expect(await courant(['rollback'], { cwd: newsroom.root })).toMatchObject({
      code: 2,
      stderr: 'live: there is no release before the one that is served. Mend the stories and publish.\n',
    })
    writeFiles(newsroom.root, { 'courant.yaml': '' })
    expect(await courant(['rollback'], { cwd: newsroom.root })).toMatchObject({
      code: 2,
      stderr:
        'courant.yaml names no folder of releases, so that there is nothing to go back to\n  to have one from now on, write: deliver: [{ releases: live }]\n',
    })
  })
})

test('courant run delivers beside its publishes, tells a hub after it, and goes on where a delivery fails', async () => {
  const hub = await outsideHub()
  const newsroom = delivering(`hub: ${hub.address}\nschedule: "0 0 1 1 *"\n`)
  const { root } = newsroom
  const run = startCourant(['run', '--log', 'json', '--port', '0', '--json'], { cwd: root })
  await run.says(/"event":"delivered","to":"live","written":\d+,"removed":0/)
  await until(() => hub.pings.includes(`${URL}/feed.rss`) || undefined)
  expect(served(newsroom).get('feed.rss')).toEqual(newsroom.out().get('feed.rss'))

  renameSync(join(root, 'live'), join(root, 'aside'))
  writeFileSync(join(root, 'live'), '')
  hub.pings.length = 0
  newsroom.write({ 'a.md': story({ title: 'Edited' }) })
  await run.says(/"event":"not-delivered","to":"live"/)
  expect(newsroom.read('a/index.html')).toContain('Edited')

  rmSync(join(root, 'live'))
  renameSync(join(root, 'aside'), join(root, 'live'))
  expect(hub.pings).toEqual([])
  newsroom.write({ 'a.md': story({ title: 'Edited again' }) })
  await until(() => served(newsroom).get('a/index.html')?.includes('Edited again') || undefined)
  await until(() => hub.pings.includes(`${URL}/feed.rss`) || undefined)
  run.kill('SIGTERM')
  const { code, stdout } = await run.ended
  expect([code, stdout]).toEqual([0, expect.stringContaining('{"delivery":{"to":"live","outcome":"delivered","addresses":')])
})
