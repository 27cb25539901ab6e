import { existsSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { readReleases } from '../../src/state/releases.ts'
import { describeInstalled } from '../support/describe-installed.ts'
import { freePort } from '../support/free-port.ts'
import { differingPaths, newsroomOf, SITE_YAML, story, type TemporaryNewsroom, writeFiles } from '../support/newsroom.ts'
import { type Command, courant, startCourant, until } from './courant.ts'
import { subscribed } from './replicas.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

const QUIET_SITE = `${SITE_YAML}search: false\n`
const EVERY_SECOND = 'schedule: "* * * * * *"\n'
const ONCE_A_YEAR = 'schedule: "0 0 1 1 *"\n'

/** Would be turned into a page for minutes. */
const HANGING = `${'a.'.repeat(200_000)}@\n`

/** A clock that one process goes by, and that can be set while it runs. */
interface Clock {
  readonly now: () => number
  /** By how much it is ahead of the machine's. */
  readonly set: (byMs: number) => void
  readonly env: Readonly<Record<string, string>>
}

/** libfaketime reads from a file how the wall clock stands. Timers go by another clock, as they do when a real one is set. */
function clockIn({ root }: TemporaryNewsroom, byMs = 0): Clock {
  const file = join(root, 'clock')
  let offsetMs = 0
  const set = (ms: number): void => {
    offsetMs = ms
    writeFileSync(`${file}.new`, `${ms < 0 ? '-' : '+'}${Math.abs(ms) / 1000}\n`)
    renameSync(`${file}.new`, file)
  }
  set(byMs)
  return {
    now: () => Date.now() + offsetMs,
    set,
    env: {
      LD_PRELOAD: libraryFile(),
      FAKETIME_TIMESTAMP_FILE: file,
      FAKETIME_NO_CACHE: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
      TZ: 'UTC',
    },
  }
}

function libraryFile(): string {
  const folders = ['x86_64-linux-gnu', 'aarch64-linux-gnu'].map(name => `/usr/lib/${name}/faketime/libfaketimeMT.so.1`)
  return folders.find(existsSync) ?? ''
}

interface Running {
  readonly run: Command
  readonly address: string
  readonly statusOf: (path: string) => Promise<number>
  readonly textOf: (path: string) => Promise<string>
  /** Waits until a story is public, and gives what the clock said before that was seen. */
  readonly publicAt: (path: string) => Promise<number>
}

async function running(
  newsroom: TemporaryNewsroom,
  { clock, settings }: { clock?: Clock; settings: string },
): Promise<Running> {
  writeFiles(newsroom.root, { 'courant.yaml': settings })
  const run = startCourant(['run', '--log', 'text', '--port', '0'], { cwd: newsroom.root, env: clock?.env ?? {} })
  const [, address = ''] = await run.says(/^Serving it at (http:\S+)\/ /m)
  const ask = async (path: string): Promise<Response> => fetch(address + path)
  const statusOf = async (path: string): Promise<number> => {
    const response = await ask(path)
    await response.arrayBuffer()
    return response.status
  }
  const now = clock?.now ?? Date.now
  return {
    run,
    address,
    statusOf,
    textOf: async path => (await ask(path)).text(),
    publicAt: path => until(async () => ((await statusOf(path)) === 200 ? now() : undefined)),
  }
}

function dated(atMs: number, fields: Readonly<Record<string, unknown>> = {}): string {
  return story({ date: new Date(atMs).toISOString(), ...fields })
}

/** When an Atom feed, and each entry in it, says that it was last changed. */
function updatesIn(atom: string): readonly string[] {
  return [...atom.matchAll(/<updated>([^<]+)</g)].map(([, date = '']) => date)
}

describeInstalled('libfaketime', {
  needs: ['faketime'],
  packages: 'libfaketime faketime',
  tests: () => {
    test('courant run: a clock set back an hour takes nothing from readers, lets no change fall, and releases what is due by it', async () => {
      const newsroom = newsroomOf({ 'site.yaml': QUIET_SITE, 'a.md': story() })
      const clock = clockIn(newsroom)
      const { run, statusOf, textOf, publicAt } = await running(newsroom, { clock, settings: 'schedule: "* * * * *"\n' })
      const [date, soon] = [0, 3000].map(inMs => new Date(clock.now() + inMs).toISOString())
      newsroom.write({
        'just-out.md': story({ title: 'Just out', date: soon }),
        'corrected.md': story({ corrections: [{ date, note: 'A figure.' }] }),
        'taken-back.md': story({ title: 'Taken back', withdrawn: { date, reason: 'In error.' } }, 'Xyzzy.\n'),
        'expired.md': story({ title: 'Expired', expires: soon }),
      })
      await publicAt('/just-out/')
      const before = updatesIn(await textOf('/feed.atom'))

      clock.set(-HOUR)
      await run.says(/The clock was set back by 3600 seconds\./)
      const dueAt = clock.now() + 6000
      newsroom.write({ 'a.md': story({ title: 'Edited' }), 'due.md': dated(dueAt, { title: 'Due' }) })
      await until(async () => ((await textOf('/a/')).includes('Edited') ? true : undefined))
      expect(await statusOf('/just-out/')).toBe(200)
      expect(await statusOf('/taken-back/')).toBe(410)
      expect(await textOf('/taken-back/')).not.toContain('Xyzzy')
      expect(await statusOf('/expired/')).not.toBe(200)
      expect(updatesIn(await textOf('/feed.atom'))).toEqual(before)
      expect(await publicAt('/due/')).toBeGreaterThanOrEqual(dueAt)
      expect(await statusOf('/just-out/')).toBe(200)
    })

    test.each([
      ['60 days', 60 * DAY],
      ['5 days', 5 * DAY],
    ])(
      'a clock that is %s behind the last publish at the start takes nothing from readers, by run and by publish, and says how to fix it',
      async (_, byMs) => {
        const files = Array.from({ length: 40 }, (_, index) => [
          `daily-${index}.md`,
          dated(Date.now() - index * (DAY / 2) - 60_000, { title: `Daily ${index}`, topics: ['ports'] }),
        ])
        const newsroom = newsroomOf({
          'expired.md': dated(Date.now() - 3 * DAY, { expires: new Date(Date.now() - DAY).toISOString() }),
          ...Object.fromEntries(files),
        })
        const root = { cwd: newsroom.root }
        expect((await courant(['publish'], root)).code).toBe(0)
        const before = newsroom.out()
        const clock = clockIn(newsroom, -byMs)
        const published = await courant(['publish'], { ...root, env: clock.env })
        expect(published.stderr).toMatch(/The clock of this machine is \d+ days behind the last publish/)
        expect(differingPaths(before, newsroom.out())).toEqual([])

        const monitor = await freePort()
        const settings = `${ONCE_A_YEAR}metrics: ${monitor}\n`
        const { run, address, statusOf, textOf } = await running(newsroom, { clock, settings })
        await run.says(
          /The clock of this machine is \d+ days behind the last publish.*\n {2}set the clock.*publish --accept clock/,
        )
        expect(differingPaths(before, newsroom.out())).toEqual([])
        expect(await statusOf('/daily-0/')).toBe(200)
        expect(await statusOf('/expired/')).not.toBe(200)
        const watched = async (path: string): Promise<string> => (await fetch(`http://127.0.0.1:${monitor}${path}`)).text()
        expect(await watched('/readyz')).toMatch(/clock of this machine is .* behind.*--accept clock/)
        expect(Number(/^courant_clock_behind_seconds (.*)$/m.exec(await watched('/metrics'))?.[1])).toBeGreaterThan(
          byMs / 1000 - 600,
        )

        const modified = statSync(join(newsroom.paths.out, 'daily-1/index.html')).mtime.toUTCString()
        newsroom.write({ 'daily-1.md': dated(Date.now() - DAY / 2 - 60_000, { title: 'Edited meanwhile', topics: ['ports'] }) })
        await until(async () => ((await textOf('/daily-1/')).includes('Edited meanwhile') ? true : undefined))
        newsroom.write({ 'daily-0.md': dated(Date.now() - 60_000, { title: 'Daily 0', topics: ['ports'], draft: true }) })
        await until(async () => ((await statusOf('/daily-0/')) === 410 ? true : undefined))
        expect(await statusOf('/daily-2/')).toBe(200)

        clock.set(0)
        await run.says(/The clock is not behind the last publish any more\./)
        expect(await watched('/readyz')).toBe('ready\n')
        expect(await statusOf('/daily-2/')).toBe(200)
        // Who asks by date alone gets what was edited meanwhile.
        const asked = await fetch(`${address}/daily-1/`, { headers: { 'If-Modified-Since': modified } })
        expect(await asked.text()).toContain('Edited meanwhile')
      },
    )

    test.each([
      ['once a year', ONCE_A_YEAR],
      ['every second', EVERY_SECOND],
    ])(
      'courant run: a clock set ahead a day releases what is due by it and nothing else, with beats %s',
      async (_, settings) => {
        const newsroom = newsroomOf({ 'site.yaml': QUIET_SITE, 'a.md': story() })
        const clock = clockIn(newsroom)
        newsroom.write({ 'tonight.md': dated(clock.now() + DAY / 2), 'in-two-days.md': dated(clock.now() + 2 * DAY) })
        const { run, statusOf, publicAt } = await running(newsroom, { clock, settings })
        expect(await statusOf('/tonight/')).toBe(404)
        clock.set(DAY)
        await publicAt('/tonight/')
        await run.says(/The clock was set ahead by 8640\d seconds\./)
        expect(await statusOf('/in-two-days/')).toBe(404)
      },
    )

    test('courant run: a clock set ahead eleven days ends no subscription for good', async () => {
      const newsroom = newsroomOf({ 'site.yaml': QUIET_SITE, 'a.md': story() })
      const clock = clockIn(newsroom)
      const { run, address, textOf } = await running(newsroom, {
        clock,
        settings: `${ONCE_A_YEAR}hub: self\nprivateCallbacks: true\n`,
      })
      const reader = await subscribed({ address, state: newsroom.paths.state })
      const served = async (title: string): Promise<void> => {
        newsroom.write({ 'a.md': story({ title }) })
        await until(async () => ((await textOf('/a/')).includes(title) ? true : undefined))
      }
      clock.set(11 * DAY)
      await run.says(/The clock was set ahead by 9504\d\d seconds\./)
      await served('In eleven days')
      await pause(1_000)
      expect(reader.arrivals).toEqual([])
      clock.set(0)
      await run.says(/The clock was set back by 9504\d\d seconds\./)
      await served('Now')
      await until(() => reader.arrivals.find(({ body }) => body.includes('Now')))
    })

    // Berlin's clocks go from 2:00 to 3:00, and from 3:00 back to 2:00.
    test.each([
      ['forward', '2026-03-29T03:00:08', '2026-03-29T01:00:08Z'],
      ['back', '2026-10-25T02:00:08+01:00', '2026-10-25T01:00:08Z'],
    ])("courant run: while the newsroom's clocks go %s, a story is out at its instant", async (_, date, due) => {
      const dueAt = Date.parse(due)
      const newsroom = newsroomOf({
        'site.yaml': QUIET_SITE.replace('timezone: UTC', 'timezone: Europe/Berlin'),
        'a.md': story({ date: '2026-01-01' }),
        'due.md': story({ date }),
      })
      const clock = clockIn(newsroom, dueAt - 15_000 - Date.now())
      const settings = '{ schedule: "* * * * * *", timezone: Europe/Berlin }\n'
      const { statusOf, publicAt } = await running(newsroom, { clock, settings })
      expect(await statusOf('/due/')).toBe(404)
      expect(await publicAt('/due/')).toBeGreaterThanOrEqual(dueAt)
      const [release] = await until(() => {
        const releases = readReleases(newsroom.paths)
        return releases.length > 0 ? releases : undefined
      })
      expect(release).toMatchObject({ path: 'due.md', due: dueAt })
      expect(release?.actual).toBeGreaterThanOrEqual(dueAt)
    })
  },
})

test('courant run, stopped for longer than a beat while a story comes due, releases it as soon as it goes on', async () => {
  const newsroom = newsroomOf({ 'site.yaml': QUIET_SITE, 'a.md': story() })
  const { run, statusOf, publicAt } = await running(newsroom, { settings: EVERY_SECOND })
  const dueAt = Date.now() + 4000
  newsroom.write({ 'b.md': story(), 'due.md': dated(dueAt) })
  await publicAt('/b/')
  run.kill('SIGSTOP')
  await pause(dueAt - Date.now() + 3000)
  expect(existsSync(join(newsroom.paths.out, 'due'))).toBe(false)
  run.kill('SIGCONT')
  await publicAt('/due/')
  expect(await statusOf('/b/')).toBe(200)
})

test('courant run: a text that cannot be rendered, saved while a story comes due, keeps neither that nor anything else', async () => {
  const newsroom = newsroomOf({ 'site.yaml': QUIET_SITE, 'a.md': story() })
  const { run, statusOf, publicAt } = await running(newsroom, { settings: EVERY_SECOND })
  const dueAt = Date.now() + 4000
  newsroom.write({ 'due.md': dated(dueAt), 'a.md': story({ title: 'Hangs' }, HANGING) })
  expect(await publicAt('/due/')).toBeGreaterThanOrEqual(dueAt)
  await run.says(/a\.md:\d+:1 {2}the text takes longer than 10 seconds to turn into a page/)
  expect(await statusOf('/a/')).toBe(200)
})
