import { spawnSync } from 'node:child_process'
import { loadavg } from 'node:os'
import { join } from 'node:path'
import { SERVE_GOAL, verdictAtLeast } from './goals.ts'
import { layOut } from './lay-out.ts'
import { readTree } from './process-tree.ts'
import { courant } from './publishers/courant.ts'
import { PublisherMissing } from './publishers/publisher.ts'
import { needTool, type Server, startCourant, startNginx } from './servers.ts'
import { clearAside } from './set-aside.ts'
import { median, pairedRatio } from './statistics.ts'

// Requests a second for one feed of some 60 KB, from `courant run` and from nginx with the same files, in turns. Each server has one
// processor to itself, and wrk another.

const STORIES = 11
const PAIRS = 11
const SECONDS = 2
const WARM_UP_SECONDS = 6
const CONNECTIONS = 32
const [WRK, SERVER] = [0, 1]

const DIR = join(import.meta.dirname, 'corpora/serve')

try {
  for (const tool of ['taskset', 'wrk', 'nginx']) needTool(tool)
  await run()
} catch (error) {
  if (!(error instanceof PublisherMissing)) throw error
  console.error(`\n!!! NOT MEASURED: ${error.message}\n`)
  process.exitCode = 1
}

async function run(): Promise<void> {
  const { contenders } = layOut({ count: STORIES }, [courant()], DIR)
  const [ours] = contenders
  if (!ours) throw new Error('there is nothing to serve')
  await using server = await startCourant(ours.publisher, { dir: ours.dir, processor: SERVER })
  await using nginx = await startNginx(join(ours.dir, ours.publisher.out), { dir: join(DIR, 'nginx'), processor: SERVER })
  // All before the first load: while wrk is waited for, this process lets its own connections die.
  const asks: (readonly [kind: Kind, asked: readonly Request[]])[] = []
  for (const kind of ['200', '304'] as const) asks.push([kind, [await requestFor(server, kind), await requestFor(nginx, kind)]])
  for (const [kind, asked] of asks) {
    for (const each of asked) load(each, WARM_UP_SECONDS)
    const rounds = Array.from({ length: PAIRS }, () => asked.map(each => load(each, SECONDS)))
    report(kind, rounds)
  }
  clearAside(join(import.meta.dirname, 'corpora'))
}

/** The status that is to be answered. */
type Kind = '200' | '304'

interface Request {
  readonly server: Server
  readonly headers: readonly string[]
}

/** What readers send that take gzip: for the first time, or with the tag that they were given. @throws Error where a server answers otherwise */
async function requestFor(server: Server, kind: Kind): Promise<Request> {
  const first = await fetch(`${server.address}/feed.rss`, { headers: { 'Accept-Encoding': 'gzip' } })
  const size = (await first.arrayBuffer()).byteLength
  const [coding, etag] = [first.headers.get('content-encoding'), first.headers.get('etag')]
  const headers = { 'Accept-Encoding': 'gzip', ...(kind === '304' && etag !== null && { 'If-None-Match': etag }) }
  const { status } = await fetch(`${server.address}/feed.rss`, { headers })
  if (String(status) !== kind || coding !== 'gzip') throw new Error(`${server.name} answers with ${status}, ${coding}`)
  console.error(`${server.name}: ${status} for a feed of ${size} bytes, ${first.headers.get('content-length')} as sent`)
  return { server, headers: Object.entries(headers).map(([name, value]) => `${name}: ${value}`) }
}

interface Rate {
  readonly perSecond: number
  /** By a second of the server's processor time, which others at work take nothing of. */
  readonly perCpuSecond: number
}

function load({ server, headers }: Request, seconds: number): Rate {
  const before = readTree(server.pid)?.cpuMs ?? Number.NaN
  const args = ['-t1', `-c${CONNECTIONS}`, `-d${seconds}s`, ...headers.flatMap(header => ['-H', header])]
  const wrk = spawnSync('taskset', ['-c', String(WRK), 'wrk', ...args, `${server.address}/feed.rss`], { encoding: 'utf8' })
  const cpuMs = (readTree(server.pid)?.cpuMs ?? Number.NaN) - before
  const [, requests, perSecond] = /(\d+) requests in[\s\S]*Requests\/sec:\s*([\d.]+)/.exec(wrk.stdout) ?? []
  if (wrk.status !== 0 || /Non-2xx|Socket errors/.test(wrk.stdout))
    throw new Error(`${server.name} did not answer all:\n${wrk.stdout}`)
  return { perSecond: Number(perSecond), perCpuSecond: (Number(requests) / cpuMs) * 1000 }
}

function report(kind: Kind, rounds: readonly (readonly Rate[])[]): void {
  const figures = (at: number, of: (rate: Rate) => number): readonly number[] =>
    rounds.map(round => (round[at] ? of(round[at]) : Number.NaN))
  const line = (what: string, of: (rate: Rate) => number): string => {
    const [ours, theirs] = [figures(0, of), figures(1, of)]
    const ratio = pairedRatio(ours, theirs)
    const rates = `Courant ${median(ours).toFixed(0)}, nginx ${median(theirs).toFixed(0)}`
    return `  ${what.padEnd(24)}  ${rates}; ratio ${ratio.toFixed(2)} (${verdictAtLeast('ratio', ratio, SERVE_GOAL)})`
  }
  const load = loadavg().map(figure => figure.toFixed(1))
  console.log(`${kind}, gzip: ${rounds.length} pairs of ${SECONDS} s, ${CONNECTIONS} connections; load ${load.join(' ')}`)
  console.log(line('a second', rate => rate.perSecond))
  console.log(line('a second of processor', rate => rate.perCpuSecond))
}
