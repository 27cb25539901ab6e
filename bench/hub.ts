import { fork, spawn } from 'node:child_process'
import { hash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { OWN_HUB } from '../src/model/hub.ts'
import { startNotifier } from '../src/notify/notify-thread.ts'
import { freePort } from '../test/support/free-port.ts'

// How fast the own hub hands a feed of 64 KB on: to many subscribers, each a host of its own, of whom a tenth answers after five seconds and a tenth never.

const SITE = { origin: 'https://news.example.org', basePath: '' }
const FEED_BYTES = 64 * 1024
/** Requests that ask for a subscription at once. */
const ASKED_AT_ONCE = 50

const { values, positionals } = parseArgs({
  options: { engine: { type: 'string', default: 'embedded' } },
  allowPositionals: true,
})
for (const count of positionals.length > 0 ? positionals.map(Number) : [1_000, 10_000]) await measure(count)

async function measure(count: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'courant-hub-'))
  await using redis = values.engine === 'redis' ? await startRedis(folder) : undefined
  const subscribers = fork(fileURLToPath(new URL('./subscribers.ts', import.meta.url)))
  const told = <T>(): Promise<T> => new Promise(resolve => subscribers.once('message', message => resolve(message as T)))
  const ask = <T>(question: string): Promise<T> => {
    const answer = told<T>()
    subscribers.send(question)
    return answer
  }
  let confirmed = 0
  try {
    const { port } = await told<{ readonly port: number }>()
    place(folder, 'before')
    await using notifier = startNotifier(
      {
        paths: { out: join(folder, 'out'), state: join(folder, 'state') },
        hub: OWN_HUB,
        privateCallbacks: true,
        site: SITE,
        shared: redis?.shared,
        fence: 1,
      },
      {
        onSaid: ({ words }) => console.error(words),
        onCounted: notice => void (notice.kind === 'verification' && confirmed++),
      },
    )
    const startedMs = performance.now()
    for (let from = 0; from < count; from += ASKED_AT_ONCE)
      await Promise.all(
        Array.from({ length: Math.min(ASKED_AT_ONCE, count - from) }, (_, at) => notifier.ask(form(from + at, port))),
      )
    while (confirmed < count) await pause(20)
    const subscribedMs = performance.now() - startedMs
    const cpuBefore = process.cpuUsage()
    place(folder, 'after')
    const publishedMs = Date.now()
    notifier.published(SITE, 1)
    const living = count - Math.floor(count / 10)
    while ((await ask<{ readonly arrived: number }>('arrived')).arrived < living) await pause(50)
    const cpu = process.cpuUsage(cpuBefore)
    const { times } = await ask<{ readonly times: readonly number[] }>('times')
    const after = times.map(atMs => atMs - publishedMs).toSorted((a, b) => a - b)
    const at = (share: number): string => `${((after[Math.ceil(after.length * share) - 1] ?? Number.NaN) / 1000).toFixed(2)} s`
    const load = loadavg().map(figure => figure.toFixed(1))
    console.log(`${values.engine}: ${count} subscribers, ${after.length} of them living; load ${load.join(' ')}`)
    console.log(
      `  confirmed in ${(subscribedMs / 1000).toFixed(1)} s; delivered to half ${at(0.5)}, to 99 % ${at(0.99)}, to all living ${at(1)}`,
    )
    console.log(`  processor of the hub's process: ${((cpu.user + cpu.system) / 1e6).toFixed(1)} s`)
    if (redis) console.log(`  Redis: ${redis.tell()}`)
  } finally {
    subscribers.kill()
    rmSync(folder, { recursive: true })
  }
}

/** Each subscriber has a host of its own, all on this machine. */
function form(number: number, port: number): string {
  const host = `127.${1 + (number >> 16)}.${(number >> 8) & 255}.${number & 255}`
  return new URLSearchParams({
    'hub.mode': 'subscribe',
    'hub.topic': `${SITE.origin}/feed.atom`,
    'hub.callback': `http://${host}:${port}/${number}`,
    'hub.secret': `secret ${number}`,
  }).toString()
}

function place(folder: string, word: string): void {
  const feed = word.padEnd(FEED_BYTES, '.')
  const line = JSON.stringify({ path: 'feed.atom', sha256: hash('sha256', feed, 'hex'), size: FEED_BYTES })
  for (const [path, text] of [
    ['out/feed.atom', feed],
    ['out/manifest.jsonl', `{"courant-manifest":1}\n${line}\n`],
  ] as const) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
}

/** A Redis that keeps what it knows as an operator's does. */
async function startRedis(folder: string) {
  const port = await freePort()
  const place = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder]
  const server = spawn('redis-server', [...place, '--appendonly', 'yes', '--save', ''], { stdio: 'ignore' })
  await pause(500)
  return {
    shared: { url: `redis://127.0.0.1:${port}`, name: 'bench' },
    /** Its processor and memory so far, as the kernel counts them. */
    tell: (): string => {
      const [, , , , , , , , , , , , , user = 0, system = 0] = readFileSync(`/proc/${server.pid}/stat`, 'utf8')
        .split(' ')
        .map(Number)
      const [, kilobytes = '0'] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8')) ?? []
      return `${((user + system) / 100).toFixed(1)} s of processor, ${Math.round(Number(kilobytes) / 1024)} MB at most`
    },
    [Symbol.asyncDispose]: async () => void server.kill('SIGKILL'),
  }
}
