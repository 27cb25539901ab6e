import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, onTestFinished, test } from 'vitest'
import { textIfThere } from '../../src/platform/if-there.ts'
import { outsideHub } from '../notify/outside-hub.ts'
import { storedInFile } from '../notify/stored-subscription.ts'
import { subscriber } from '../notify/subscriber.ts'
import { childrenOf } from '../support/child-processes.ts'
import { freePort } from '../support/free-port.ts'
import { type Files, newsroomOf, SITE_YAML, story, type TemporaryNewsroom, treeOf, writeFiles } from '../support/newsroom.ts'
import { COURANT, Command, courant, startCourant, until } from './courant.ts'

const EVERY_SECOND = 'schedule: "* * * * * *"\n'
const ONCE_A_YEAR = 'schedule: "0 0 1 1 *"\n'

/** Starts `courant run` in a newsroom and waits until it serves. */
async function serving(newsroom: TemporaryNewsroom, settings: string): Promise<{ run: Command; address: string }> {
  writeFiles(newsroom.root, { 'courant.yaml': settings })
  const run = startCourant(['run', '--log', 'text', '--port', '0'], { cwd: newsroom.root })
  const [, address = ''] = await run.says(/^Serving it at (http:\S+)\/ \(feeds: \1\/feeds\/\)\. Ctrl-C ends it\.$/m)
  return { run, address }
}

async function statusOf(address: string): Promise<number> {
  const response = await fetch(address)
  await response.arrayBuffer()
  return response.status
}

async function textOf(address: string): Promise<string> {
  return (await fetch(address)).text()
}

describe('courant run', () => {
  test('publishes, says where, serves it, and ends on SIGTERM with 0', async () => {
    const newsroom = newsroomOf({ '2026/flood.md': story({ title: 'The flood' }) })
    const { run, address } = await serving(newsroom, `${ONCE_A_YEAR}hub: https://hub.example.org/\n`)
    // That no such hub can be told is said whenever it turns out, before that or after.
    expect(run.stderr.replace(/^.*The hub .*\n/gm, '')).toMatch(
      /^Published 1 story in 6 feeds to out: \d+ files written\.\nNothing else is due\.\nServing it at/,
    )
    expect(await textOf(`${address}/2026/flood/`)).toContain('The flood')
    expect(await textOf(`${address}/feed.atom`)).toContain('The flood')
    expect((await fetch(`${address}/feed.atom`)).headers.get('link')).toBe(
      '<https://hub.example.org/>; rel="hub", <https://news.example.org/feed.atom>; rel="self"',
    )
    run.kill('SIGTERM')
    expect(await run.ended).toMatchObject({ code: 0, stdout: '' })
  })

  test('makes the search when the stories are out, and takes it away with a story that leaves', async () => {
    const newsroom = newsroomOf({ 'a.md': story(), 'b.md': story({ title: 'Leaver' }) })
    const { run, address } = await serving(newsroom, ONCE_A_YEAR)
    await until(async () => (await statusOf(`${address}/search/index.json`)) === 200 || undefined)
    const { folder } = JSON.parse(await textOf(`${address}/search/index.json`))
    expect(await statusOf(`${address}/search/${folder}/pagefind.js`)).toBe(200)
    newsroom.write({ 'b.md': story({ title: 'Leaver', withdrawn: { date: '2026-05-20', reason: 'In error.' } }) })
    await until(async () => (await statusOf(`${address}/b/`)) === 410 || undefined)
    expect(await statusOf(`${address}/search/${folder}/pagefind.js`)).toBe(404)
    run.kill('SIGTERM')
    expect(await run.ended).toMatchObject({ code: 0, stdout: '' })
  })

  test('names stories by title and address in its log, in the time zone of the newsroom', async () => {
    const newsroom = newsroomOf({
      'site.yaml': SITE_YAML.replace('timezone: UTC', 'timezone: Asia/Almaty'),
      'a.md': story({ title: 'Before' }),
    })
    const { run } = await serving(newsroom, ONCE_A_YEAR)
    newsroom.write({ 'a.md': story({ title: 'After' }), 'b.md': story({ title: 'Another' }) })
    await run.says(/^ {2}new {2}Another {2}https:\/\/news\.example\.org\/b\/$/m)
    await run.says(/^ {2}edited {2}After {2}https:\/\/news\.example\.org\/a\/$/m)
    await run.says(/^\[\d{4}-\d\d-\d\d \d\d:\d\d:\d\d GMT\+5\]$/m)
  })

  test.skipIf(process.platform !== 'linux')('leaves no process behind that made the search', async () => {
    const newsroom = newsroomOf({ 'a.md': story() })
    const { run, address } = await serving(newsroom, ONCE_A_YEAR)
    await until(async () => (await statusOf(`${address}/search/index.json`)) === 200 || undefined)
    await until(() => (childrenOf(run.pid ?? 0).length === 0 ? true : undefined))
    run.kill('SIGTERM')
    expect(await run.ended).toMatchObject({ code: 0 })
  })

  test('is a hub of its own, and delivers after a kill what was published before it or meanwhile', async () => {
    const newsroom = newsroomOf({ 'a.md': story({ title: 'Before' }) })
    const reader = await subscriber()
    const settings = `${ONCE_A_YEAR}hub: self\nprivateCallbacks: true\n`
    const first = await serving(newsroom, settings)
    expect((await fetch(`${first.address}/feed.atom`)).headers.get('link')).toContain(
      '<https://news.example.org/hub>; rel="hub"',
    )
    const form = { 'hub.mode': 'subscribe', 'hub.callback': reader.address, 'hub.topic': 'https://news.example.org/feed.atom' }
    expect((await fetch(`${first.address}/hub`, { method: 'POST', body: new URLSearchParams(form) })).status).toBe(202)
    await storedInFile(newsroom.paths.state, { feed: 'feed.atom', callback: reader.address })
    expect(reader.intents).toHaveLength(1)
    // It gets this, and cannot say so before the hub is killed.
    reader.answers = () => {}
    newsroom.write({ 'a.md': story({ title: 'After' }) })
    await until(() => (reader.arrivals.length === 1 ? true : undefined))
    first.run.kill('SIGKILL')
    await first.run.ended
    reader.answers = 204
    newsroom.write({ 'a.md': story({ title: 'Long after' }) })
    expect((await courant(['publish'], { cwd: newsroom.root })).code).toBe(0)
    const second = await serving(newsroom, settings)
    await until(() => (reader.arrivals.length === 2 ? true : undefined))
    expect(reader.arrivals[1]?.body.toString()).toBe(await textOf(`${second.address}/feed.atom`))
    expect(second.run.stderr).not.toContain('Warning')
    second.run.kill('SIGTERM')
    expect(await second.run.ended).toMatchObject({ code: 0 })
    expect(reader.arrivals).toHaveLength(2)
  })

  test('publishes and serves where its hub cannot work, and says so', async () => {
    const newsroom = newsroomOf({ 'a.md': story() })
    writeFiles(newsroom.paths.state, { 'hub.sqlite': 'This is no database, whoever wrote it.\n'.repeat(100) })
    const { run, address } = await serving(newsroom, `${ONCE_A_YEAR}hub: self\n`)
    await run.says(
      /\] The hub cannot be opened: .*not a database; no subscriber is told\n {2}put .*hub\.sqlite back from a backup/m,
    )
    expect((await fetch(`${address}/hub`, { method: 'POST', body: new URLSearchParams() })).status).toBe(503)
    expect(await textOf(`${address}/a/`)).toContain('A story')
    rmSync(join(newsroom.paths.state, 'hub.sqlite'))
    await run.says(/\] The hub works again\.$/m)
    expect(run.stderr.match(/The hub cannot be opened/g)).toHaveLength(1)
    expect((await fetch(`${address}/hub`, { method: 'POST', body: new URLSearchParams() })).status).toBe(400)
    run.kill('SIGTERM')
    expect(await run.ended).toMatchObject({ code: 0 })
  })

  test('tells another hub what changed, and says so', async () => {
    const newsroom = newsroomOf({ 'a.md': story() })
    const hub = await outsideHub()
    const { run } = await serving(newsroom, `${ONCE_A_YEAR}hub: ${hub.address}\n`)
    await run.says(/\] Told the hub http:.* of 6 feeds that changed\.$/m)
    hub.status = 503
    newsroom.write({ 'a.md': story({ title: 'Another' }) })
    await run.says(/\] The hub http:.* was not told of 3 feeds that changed: it answers 503; it is told again later\.$/m)
    hub.status = 204
    newsroom.write({ 'b.md': story({ title: 'One more' }) })
    await run.says(/\] Told the hub http:.* of 3 feeds that changed\.$/m)
    run.kill('SIGTERM')
    expect(await run.ended).toMatchObject({ code: 0 })
  })

  test('holds back what would turn a feed over, due stories or not, after a restart too, until it is accepted', async () => {
    const dated = (name: string, count: number, fromMs: number): Files =>
      Object.fromEntries(
        Array.from({ length: count }, (_, index) => [
          `${name}/${index}.md`,
          story({ title: `${name} ${index}`, date: new Date(fromMs + index).toISOString() }),
        ]),
      )
    const newsroom = newsroomOf(dated('own', 20, Date.UTC(2026, 1, 1)))
    expect((await courant(['publish'], { cwd: newsroom.root })).code).toBe(0)
    // Time for the first publish on a busy machine too: what is due before it would be held back with the imported ones.
    newsroom.write({ ...dated('imported', 12, Date.UTC(2019, 1, 1)), ...dated('due', 10, Date.now() + 9000) })
    const titles = async (address: string): Promise<readonly string[]> => {
      const { items } = JSON.parse(await textOf(`${address}/feed.json`))
      return items.map(({ title }: { title: string }) => title.split(' ')[0])
    }
    const first = await serving(newsroom, EVERY_SECOND)
    await until(async () => ((await titles(first.address)).length === 30 ? true : undefined))
    first.run.kill('SIGTERM')
    await first.run.ended
    const second = await serving(newsroom, EVERY_SECOND)
    expect(second.run.stderr.match(/this change is held back/g)).toHaveLength(12)
    expect(await titles(second.address)).not.toContain('imported')
    // Until it falls between two beats.
    await until(async () => ((await courant(['publish', '--accept'], { cwd: newsroom.root })).code === 0 ? true : undefined))
    expect((await titles(second.address)).filter(title => title === 'imported')).toHaveLength(12)
  })

  test('publishes a story at its second: never before, in page and feeds alike', async () => {
    // Time for the first publish on a busy machine too: what is due before that is no release.
    const dueMs = Math.ceil(Date.now() / 1000) * 1000 + 9000
    const newsroom = newsroomOf({
      '2026/now.md': story(),
      '2026/soon.md': story({ title: 'It is time', date: new Date(dueMs).toISOString() }),
    })
    const { run, address } = await serving(newsroom, ONCE_A_YEAR)
    const publicAtMs = await until(async () => {
      const feed = await textOf(`${address}/feed.json`)
      const status = await statusOf(`${address}/2026/soon/`)
      if (feed.includes('It is time')) expect(status).toBe(200)
      return status === 200 ? Date.now() : undefined
    })
    expect(publicAtMs).toBeGreaterThanOrEqual(dueMs)
    const atEnd = await until(async () => {
      const feeds = await Promise.all(['feed.rss', 'feed.atom', 'feed.json'].map(feed => textOf(`${address}/${feed}`)))
      return feeds.every(feed => feed.includes('It is time')) ? feeds : undefined
    })
    expect(atEnd).toHaveLength(3)
    const [, due] = await run.says(
      /^release due (.+), done \d+\.\d{3} seconds later: It is time {2}https:\/\/news\.example\.org\/2026\/soon\/\n {2}new {2}It is time {2}https:\/\/news\.example\.org\/2026\/soon\/\nPublished 2 stories/m,
    )
    expect(due).toBe(`${new Date(dueMs).toISOString().slice(0, 19).replace('T', ' ')} UTC`)
  })

  test('publishes at the next beat what was written, edited and taken out meanwhile; a lost file takes nothing out', async () => {
    const newsroom = newsroomOf({
      '2026/a.md': story({ title: 'Before' }),
      '2026/b.md': story({ title: 'B' }),
      '2026/lost.md': story({ title: 'Lost' }),
    })
    const { run, address } = await serving(newsroom, EVERY_SECOND)
    newsroom.write({
      '2026/a.md': story({ title: 'After' }),
      '2026/c.md': story({ title: 'C', date: '2026-05-02' }, 'Ferries sail again from Monday.\n'),
    })
    newsroom.write({ '2026/b.md': story({ title: 'B', draft: true }) })
    newsroom.remove('2026/lost.md')
    await until(async () => ((await textOf(`${address}/2026/a/`)).includes('After') ? true : undefined))
    await until(async () => ((await statusOf(`${address}/2026/c/`)) === 200 ? true : undefined))
    await until(async () => ((await statusOf(`${address}/2026/b/`)) === 410 ? true : undefined))
    await run.says(/2026\/lost\.md:1:1 {2}this story is public at \/2026\/lost\/, and its file is gone$/m)
    expect(await statusOf(`${address}/2026/lost/`)).toBe(200)
  })

  test('holds a story that is renamed and edited in one step, and asks; --accept beside it says that it is a new one', async () => {
    const body = 'The river rose over the quay on Monday, and the ferries stay in the harbour.\n'
    const newsroom = newsroomOf({ '2026/flood.md': story({ title: 'The flood' }, body), '2026/b.md': story({ title: 'B' }) })
    const { run, address } = await serving(newsroom, ONCE_A_YEAR)
    const itemsOf = async (): Promise<readonly string[]> => {
      const { items } = JSON.parse(await textOf(`${address}/feed.json`))
      return items.map(({ id }: { id: string }) => id.replace(/^.*:/, '')).sort()
    }
    // The file goes first, and its new name comes a moment later, with something else.
    newsroom.remove('2026/flood.md')
    await run.says(/2026\/flood\.md:1:1 {2}this story is public at \/2026\/flood\/, and its file is gone$/m)
    newsroom.write({ '2026/high-water.md': story({ title: 'High water' }, body.replace('Monday', 'Tuesday')), 'c.md': story() })
    await run.says(/2026\/high-water\.md:1:1 {2}id {2}this file is not published yet: it may be 2026\/flood\.md/)
    await run.says(/add this line: id: tag:news\.example\.org,2026:2026\/flood;/)
    await until(async () => ((await statusOf(`${address}/c/`)) === 200 ? true : undefined))
    expect(await itemsOf()).toEqual(['2026/b', '2026/flood', 'c'])
    expect(await statusOf(`${address}/2026/high-water/`)).toBe(404)
    // Until it falls between two publishes.
    await until(async () => ((await courant(['publish', '--accept'], { cwd: newsroom.root })).code === 0 ? true : undefined))
    await until(async () => ((await statusOf(`${address}/2026/flood/`)) === 410 ? true : undefined))
    expect(await itemsOf()).toEqual(['2026/b', '2026/high-water', 'c'])
  })

  test('tidies up after many edits while nobody waits for it', async () => {
    const newsroom = newsroomOf({ 'a.md': story({ title: 'The flood' }) })
    const { address } = await serving(newsroom, ONCE_A_YEAR)
    const { entries } = newsroom.paths
    const others = Object.fromEntries(Array.from({ length: 193 }, (_, n) => [`of-edit-${n}`, 'An entry of no use.']))
    writeFiles(entries, others)
    newsroom.write({ 'a.md': story({ title: 'The flood' }, 'The water fell.') })
    await until(async () => (await textOf(`${address}/a/`)).includes('The water fell.') || undefined)
    expect(readdirSync(entries).length).toBeGreaterThan(192)
    await until(() => Promise.resolve(readdirSync(entries).length < 192 || undefined))
  })

  test('keeps what is public when site.yaml breaks, says so once, and goes on when it is mended', async () => {
    const newsroom = newsroomOf({ '2026/a.md': story({ title: 'Before' }) })
    const { run, address } = await serving(newsroom, EVERY_SECOND)
    newsroom.save({ 'site.yaml': SITE_YAML.replace('lang: en', 'lang: english!') })
    await run.says(/site\.yaml:6:7 {2}lang {2}cannot read "english!" as a language/)
    await run.says(/Nothing was published: site\.yaml has errors\.$/m)
    newsroom.write({ '2026/a.md': story({ title: 'After' }) })
    // Some beats, at which it is looked at again.
    await pause(2500)
    expect(await textOf(`${address}/2026/a/`)).toContain('Before')
    newsroom.save({ 'site.yaml': SITE_YAML })
    await until(async () => ((await textOf(`${address}/2026/a/`)).includes('After') ? true : undefined))
    expect(run.stderr.match(/Nothing was published/g)).toHaveLength(1)
  })

  test('reads its settings again on SIGHUP, and keeps the old ones when the new have mistakes', async () => {
    const newsroom = newsroomOf({ 'a.md': story() })
    const { run, address } = await serving(newsroom, ONCE_A_YEAR)
    const hub = async () => (await fetch(`${address}/feed.atom`)).headers.get('link') ?? ''
    expect(await hub()).not.toContain('hub.example.org')
    writeFiles(newsroom.root, { 'courant.yaml': 'prot: 80\n' })
    run.kill('SIGHUP')
    await run.says(/courant\.yaml has errors: all stays as it was\./)
    writeFiles(newsroom.root, { 'courant.yaml': `${ONCE_A_YEAR}deliver: [{ releases: out/live }]\n` })
    run.kill('SIGHUP')
    await run.says(/the releases in out\/live would stand in .*: all stays as it was\./)
    writeFiles(newsroom.root, { 'courant.yaml': `${ONCE_A_YEAR}hub: https://hub.example.org/\n` })
    run.kill('SIGHUP')
    await run.says(/courant\.yaml was read again\.[\s\S]*Serving it at/)
    expect(await hub()).toContain('hub.example.org')
    expect(await textOf(`${address}/feed.atom`)).toContain('hub.example.org')
    writeFiles(newsroom.root, { 'courant.yaml': `${ONCE_A_YEAR}hub: https://one.example.org/\n` })
    run.kill('SIGHUP')
    await run.says(/(?:courant\.yaml was read again\.[\s\S]*){2}/)
    // While that is still being carried out.
    writeFiles(newsroom.root, { 'courant.yaml': `${ONCE_A_YEAR}hub: https://two.example.org/\n` })
    run.kill('SIGHUP')
    await until(async () => (await hub()).includes('two.example.org') || undefined)
    run.kill('SIGTERM')
    expect(await run.ended).toMatchObject({ code: 0 })
  })

  test('keeps its settings when courant.yaml is gone, or is no file, at SIGHUP', async () => {
    const newsroom = newsroomOf({ 'a.md': story() })
    const { run, address } = await serving(newsroom, `${ONCE_A_YEAR}hub: https://hub.example.org/\n`)
    rmSync(`${newsroom.root}/courant.yaml`)
    run.kill('SIGHUP')
    await run.says(/there is no file courant\.yaml: all stays as it was\./)
    mkdirSync(`${newsroom.root}/courant.yaml`)
    run.kill('SIGHUP')
    await run.says(/courant\.yaml is a folder: all stays as it was\./)
    expect((await fetch(`${address}/feed.atom`)).headers.get('link')).toContain('hub.example.org')
    run.kill('SIGTERM')
    expect(await run.ended).toMatchObject({ code: 0 })
  })

  test('moves to another address of its port, and swaps its two ports, on SIGHUP', async () => {
    const [port, metrics] = [await freePort(), await freePort()]
    const newsroom = newsroomOf({ 'a.md': story() })
    writeFiles(newsroom.root, { 'courant.yaml': `${ONCE_A_YEAR}port: ${port}\nmetrics: ${metrics}\n` })
    const run = startCourant(['run', '--log', 'text'], { cwd: newsroom.root })
    await run.says(/^Serving it at/m)
    for (const [host, site, monitor] of [
      ['0.0.0.0', port, metrics],
      ['127.0.0.1', metrics, port],
    ]) {
      writeFiles(newsroom.root, { 'courant.yaml': `${ONCE_A_YEAR}host: ${host}\nport: ${site}\nmetrics: ${monitor}\n` })
      run.kill('SIGHUP')
      await run.says(new RegExp(`^Serving it at http://${host}:${site}/`, 'm'))
      expect(await textOf(`http://127.0.0.1:${monitor}/healthz`)).toBe('alive\n')
      expect(await statusOf(`http://127.0.0.1:${site}/a/`)).toBe(200)
    }
    run.kill('SIGTERM')
    expect(await run.ended).toMatchObject({ code: 0 })
  })

  test('goes on where it is when SIGHUP names a port that is taken, and still ends when told', async () => {
    const holder = createServer()
    await new Promise<void>(resolve => holder.listen(0, '127.0.0.1', () => resolve()))
    onTestFinished(() => void holder.close())
    const bound = holder.address()
    const newsroom = newsroomOf({ 'a.md': story() })
    const { run, address } = await serving(newsroom, ONCE_A_YEAR)
    writeFiles(newsroom.root, { 'courant.yaml': `${ONCE_A_YEAR}metrics: ${typeof bound === 'object' ? bound?.port : 0}\n` })
    run.kill('SIGHUP')
    await run.says(/cannot listen on .*: all stays as it was\.\n {2}name another as metrics in courant\.yaml$/m)
    expect(await statusOf(`${address}/`)).toBe(200)
    run.kill('SIGTERM')
    expect(await run.ended).toMatchObject({ code: 0 })
  })

  test('tells what happens as JSON where no terminal looks on, one line an event', async () => {
    // Time for the first publish on a busy machine too.
    const due = new Date(Math.ceil(Date.now() / 1000) * 1000 + 9000).toISOString()
    const newsroom = newsroomOf({ 'a.md': story(), 'b.md': 'Broken.\n', 'soon.md': story({ title: 'It is time', date: due }) })
    writeFiles(newsroom.root, { 'courant.yaml': ONCE_A_YEAR })
    const run = startCourant(['run', '--port', '0'], { cwd: newsroom.root })
    await run.says(/"event":"published","reason":"due".*\n/)
    run.kill('SIGTERM')
    const { code, stdout, stderr } = await run.ended
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' })
    const events: Record<string, unknown>[] = stderr.match(/.+/g)?.map(line => JSON.parse(line)) ?? []
    for (const { time } of events) expect(time).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
    expect(events.map(({ level, event }) => `${level} ${event}`)).toEqual([
      ...['error mistake', 'info published', 'info serving'],
      ...['error mistake', 'info due', 'info published', 'info ending'],
    ])
    expect(events[0]).toMatchObject({
      path: 'articles/b.md',
      line: 1,
      column: 1,
      code: 'front-matter',
      remedy: expect.stringMatching(/^begin/),
    })
    expect(events[1]).toMatchObject({ reason: 'start', stories: 1, next: { kind: 'release', at: due } })
    expect(events[4]).toMatchObject({ kind: 'release', path: 'articles/soon.md', due, msg: 'It is time' })
    expect(Number(events[4]?.latenessMs)).toBeGreaterThanOrEqual(0)
  })

  test('names the file of a mistake, and of settings, where it stands', async () => {
    const newsroom = newsroomOf({ 'a.md': story(), '../theme/feeds.js': 'export default () => nothing\n' })
    const settings = { 'settings/press.yaml': ONCE_A_YEAR }
    writeFiles(newsroom.root, settings)
    const run = startCourant(['run', '--port', '0', '--config', 'settings/press.yaml'], { cwd: newsroom.root })
    await run.says(/"event":"serving"/)
    writeFiles(newsroom.root, { 'settings/press.yaml': 'prot: 80\n' })
    run.kill('SIGHUP')
    await run.says(/"event":"settings-refused"/)
    writeFiles(newsroom.root, settings)
    run.kill('SIGHUP')
    await run.says(/"event":"settings-read"/)
    run.kill('SIGTERM')
    const events: Record<string, unknown>[] = (await run.ended).stderr.match(/.+/g)?.map(line => JSON.parse(line)) ?? []
    const told = (event: string, field: string) => events.filter(line => line.event === event).map(line => line[field])
    expect(new Set(told('mistake', 'path'))).toEqual(new Set(['theme/feeds.js', 'settings/press.yaml']))
    expect(told('settings-refused', 'msg')).toEqual(['settings/press.yaml has errors: all stays as it was.'])
    expect(told('settings-read', 'msg')).toEqual(['settings/press.yaml was read again.'])
  })

  describe.runIf(process.platform === 'linux')('whose log finds no room on its disk', () => {
    test.each(['json', 'text'])('publishes all the same, and ends when told (%s)', async format => {
      const newsroom = newsroomOf({ 'a.md': story() })
      await newsroom.publish()
      writeFiles(newsroom.root, { 'courant.yaml': ONCE_A_YEAR })
      const program = `exec "${process.execPath}" "${COURANT}" run --port 0 --log ${format} 2> /dev/full`
      const run = new Command(['bash', '-c', program], { cwd: newsroom.root })
      onTestFinished(() => run.kill('SIGKILL'))
      for (const title of ['One edit', 'Another edit']) {
        newsroom.write({ 'a.md': story({ title }) })
        await until(() => readFileSync(`${newsroom.paths.out}/a/index.html`, 'utf8').includes(title) || undefined)
      }
      run.kill('SIGTERM')
      expect(await run.ended).toMatchObject({ code: 0 })
    })
  })

  test('tells programs that watch it how it goes, on a port of their own', async () => {
    const port = await freePort()
    const { run } = await serving(newsroomOf({ 'a.md': story() }), `${ONCE_A_YEAR}metrics: ${port}\n`)
    expect(await textOf(`http://127.0.0.1:${port}/readyz`)).toBe('ready\n')
    expect(await textOf(`http://127.0.0.1:${port}/metrics`)).toContain(
      'courant_publishes_total{reason="start",outcome="published"} 1',
    )
    run.kill('SIGTERM')
    expect(await run.ended).toMatchObject({ code: 0 })
  })

  test('tells of each place where it delivers from the start, counts what was done, and forgets a place that is taken out', async () => {
    const port = await freePort()
    const newsroom = newsroomOf({ 'a.md': story(), 'site.yaml': `${SITE_YAML}search: false\n`, '../taken': '' })
    const settings = `${ONCE_A_YEAR}metrics: ${port}\n`
    const { run } = await serving(newsroom, `${settings}hub: self\ndeliver: [{ releases: live }, { releases: taken }]\n`)
    const told = async (name: string) =>
      (await textOf(`http://127.0.0.1:${port}/metrics`)).match(new RegExp(`^courant_${name}.* [1-9].*$`, 'gm')) ?? []
    await until(async () => (await told('last_delivery_timestamp_seconds')).length > 0 || undefined)
    expect(await told('deliveries_total')).toEqual([
      'courant_deliveries_total{to="live",outcome="delivered"} 1',
      'courant_deliveries_total{to="taken",outcome="failed"} 1',
    ])
    expect(await textOf(`http://127.0.0.1:${port}/metrics`)).toMatch(
      /^courant_last_delivery_timestamp_seconds\{to="taken"\} 0$/m,
    )
    writeFiles(newsroom.root, { 'courant.yaml': settings })
    run.kill('SIGHUP')
    await run.says(/was read again\.[\s\S]*Serving it at/)
    expect(await textOf(`http://127.0.0.1:${port}/metrics`)).not.toMatch(/^courant_(last_delivery|hub_subscriptions).* \d/m)
    run.kill('SIGTERM')
    expect(await run.ended).toMatchObject({ code: 0 })
  })

  test('keeps what is public when the newsroom is gone for a while, and says when that is over', async () => {
    const newsroom = newsroomOf({ '2026/a.md': story({ title: 'Before' }) })
    const { run, address } = await serving(newsroom, EVERY_SECOND)
    rmSync(newsroom.paths.articles, { recursive: true })
    await run.says(
      /\] could not publish: there is no newsroom at .*; what is public is served, and it is tried again until it works\n {2}put its folder back, or mount it again$/m,
    )
    expect(await textOf(`${address}/2026/a/`)).toContain('Before')
    newsroom.write({ '2026/a.md': story({ title: 'Before' }), 'site.yaml': SITE_YAML })
    await run.says(/mount it again\n\[.*\]\nPublished 1 story in 6 feeds to out: nothing changed\.$/m)
    newsroom.write({ '2026/a.md': story({ title: 'After' }) })
    await until(async () => ((await textOf(`${address}/2026/a/`)).includes('After') ? true : undefined))
  })

  test('goes on in a newsroom’s folder that was put back from a backup, settings, record and releases with it', async () => {
    const newsroom = newsroomOf({ 'a.md': story({ title: 'Before' }), 'site.yaml': `${SITE_YAML}search: false\n` })
    const { root } = newsroom
    const settings = `${EVERY_SECOND}record: record.jsonl\ndeliver: [{ releases: live }]\n`
    const { run, address } = await serving(newsroom, settings)
    const isDelivered = (words: string) => async () =>
      textIfThere(join(root, 'live/current/a/index.html'))?.includes(words) || undefined
    await until(isDelivered('Before'))
    // Nothing is written while it is copied.
    run.kill('SIGSTOP')
    cpSync(root, `${root}.backup`, { recursive: true, verbatimSymlinks: true })
    renameSync(root, `${root}.lost`)
    renameSync(`${root}.backup`, root)
    rmSync(join(root, 'record.jsonl'))
    newsroom.write({ 'a.md': story({ title: 'After' }) })
    run.kill('SIGCONT')
    await until(isDelivered('After'))
    await until(() => existsSync(join(root, 'record.jsonl')) || undefined)
    expect(await textOf(`${address}/a/`)).toContain('After')
    writeFiles(root, { 'courant.yaml': `${settings}hub: self\n` })
    run.kill('SIGHUP')
    await run.says(/courant\.yaml was read again\.$/m)
  })

  test('serves what stands in out/ where the newsroom cannot be published at the start, and publishes once it can', async () => {
    const newsroom = newsroomOf({ 'site.yaml': SITE_YAML.replace('example.org\n', 'example.org/press\n'), 'a.md': story() })
    expect((await courant(['publish'], { cwd: newsroom.root })).code).toBe(0)
    newsroom.write({ 'site.yaml': SITE_YAML.replace('title', 'titel') })
    const { run, address } = await serving(newsroom, ONCE_A_YEAR)
    expect(address).toMatch(/\/press$/)
    expect(run.stderr).toMatch(/site\.yaml:1:1 {2}title {2}is missing[\s\S]*Nothing was published: site\.yaml has errors\.$/m)
    expect(await statusOf(`${address}/a/`)).toBe(200)
    newsroom.write({ 'site.yaml': SITE_YAML })
    await until(async () => ((await statusOf(`${new URL(address).origin}/a/`)) === 200 ? true : undefined))
  })

  test('publishes anew at the next beat when out/ is lost', async () => {
    const newsroom = newsroomOf({ '2026/a.md': story() })
    const { address } = await serving(newsroom, EVERY_SECOND)
    rmSync(newsroom.paths.out, { recursive: true })
    await until(() => existsSync(`${newsroom.paths.out}/manifest.jsonl`) || undefined)
    await until(async () => ((await statusOf(`${address}/2026/a/`)) === 200 ? true : undefined))
  })

  test('publishes anew as soon as somebody asks when out/ is lost, however far the next beat', async () => {
    const newsroom = newsroomOf({ '2026/a.md': story() })
    const { address } = await serving(newsroom, ONCE_A_YEAR)
    expect(await statusOf(`${address}/2026/a/`)).toBe(200)
    rmSync(newsroom.paths.out, { recursive: true })
    await until(async () => ((await statusOf(`${address}/2026/a/`)) === 503 ? true : undefined))
    await until(async () => ((await statusOf(`${address}/2026/a/`)) === 200 ? true : undefined))
    expect(existsSync(`${newsroom.paths.out}/manifest.jsonl`)).toBe(true)
  })

  test('serves on from a new base path when the newsroom moves to one', async () => {
    const newsroom = newsroomOf({ '2026/a.md': story() })
    const { address } = await serving(newsroom, EVERY_SECOND)
    newsroom.write({ 'site.yaml': SITE_YAML.replace('example.org\n', 'example.org/press\n') })
    await until(async () => ((await statusOf(`${address}/press/2026/a/`)) === 200 ? true : undefined))
  })
})

describe('courant run, told to end', () => {
  /** A newsroom that takes seconds to publish. */
  const MANY = Object.fromEntries(Array.from({ length: 600 }, (_, index) => [`2026/story-${index}.md`, story()]))

  test.each(['SIGINT', 'SIGTERM'] as const)('by %s in the middle of a publish finishes it and ends with 0', async signal => {
    const newsroom = newsroomOf(MANY)
    writeFiles(newsroom.root, { 'courant.yaml': EVERY_SECOND })
    const run = startCourant(['run', '--log', 'text', '--port', '0'], { cwd: newsroom.root })
    await until(() => (isAtWork(newsroom) ? true : undefined))
    run.kill(signal)
    // npm hands on a Ctrl-C that the terminal sent to both.
    run.kill(signal)
    const { code, stderr } = await run.ended
    expect(code).toBe(0)
    expect(stderr).toContain('Ending: the publish in hand is finished first. Ctrl-C again ends at once.\n')
    const out = treeOf(newsroom.paths.out)
    expect([...out.keys()].filter(path => path.startsWith('2026/'))).toHaveLength(600)
    expect([...out.keys()].filter(path => path.includes('courant-stage'))).toEqual([])
    expect(out.has('feed.rss')).toBe(true)
  })

  test('ends with 0 though the disk does not let it tidy up', async () => {
    const newsroom = newsroomOf({ '2026/a.md': story() })
    const { run } = await serving(newsroom, ONCE_A_YEAR)
    rmSync(newsroom.paths.state, { recursive: true })
    symlinkSync(newsroom.paths.state, newsroom.paths.state)
    run.kill('SIGTERM')
    expect(await run.ended).toMatchObject({ code: 0, stderr: expect.stringMatching(/Ctrl-C again ends at once\.\n$/) })
  })

  test('a second time, later, ends at once', async () => {
    const newsroom = newsroomOf({ '2026/a.md': story() })
    const { run, address } = await serving(newsroom, ONCE_A_YEAR)
    // A request that is never finished keeps the server waiting for a while.
    const socket = connect(Number(new URL(address).port), '127.0.0.1').on('error', () => {})
    onTestFinished(() => void socket.destroy())
    await new Promise<void>(resolve => socket.write('GET / HTTP/1.1\r\n', () => resolve()))
    run.kill('SIGINT')
    await run.says(/Ending/)
    await pause(1200)
    run.kill('SIGINT')
    expect((await run.ended).code).toBeUndefined()
  })
})

/** Whether files are being made. */
function isAtWork({ paths }: TemporaryNewsroom): boolean {
  try {
    return readdirSync(paths.stage).length > 0
  } catch {
    return false
  }
}
