import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { readTree } from './process-tree.ts'
import type { StayingCall } from './publishers/publisher.ts'

/** A publisher that stays and publishes what is saved. Disposing ends it. */
export interface Resident extends AsyncDisposable {
  readonly pid: number
  /** What it said when it was ready. */
  readonly said: string
}

/** Longer than the slowest of them takes for its first publish, or for a change. */
export const PATIENCE_MS = 600_000
const QUIET_MS = 2000
const QUIET_CPU_MS = 20

/** Starts a publisher in its folder and waits until it says that it is ready. */
export async function startResident({ program, args, ready }: StayingCall, cwd: string): Promise<Resident> {
  const child = spawn(program, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] })
  const said = await saysThatItIs(ready, child)
  const { pid } = child
  if (pid === undefined) throw new Error(`${program} has no process`)
  return { pid, said, [Symbol.asyncDispose]: () => end(child) }
}

/** Waits until a process and its descendants have had nothing to do for a while, two seconds unless given. */
export async function untilQuiet(pid: number, quietMs = QUIET_MS): Promise<void> {
  const endMs = performance.now() + PATIENCE_MS
  for (let used = readTree(pid)?.cpuMs; performance.now() < endMs; ) {
    await setTimeout(quietMs)
    const now = readTree(pid)?.cpuMs
    if (now === undefined) throw new Error(`process ${pid} has ended, or there is no /proc`)
    if (used !== undefined && now - used <= QUIET_CPU_MS) return
    used = now
  }
  throw new Error(`process ${pid} was never quiet`)
}

/** Processor time of a process's main thread alone, and of all its threads. */
export function processorTime(pid: number): { readonly mainMs: number; readonly allMs: number } {
  // The first figure is the time on a processor in nanoseconds, of one thread (Linux, Documentation/scheduler/sched-stats).
  const nanoseconds = Number(readFileSync(`/proc/${pid}/task/${pid}/schedstat`, 'utf8').split(' ')[0])
  return { mainMs: nanoseconds / 1e6, allMs: readTree(pid)?.cpuMs ?? Number.NaN }
}

function saysThatItIs(ready: RegExp, child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (data: Buffer) => {
        if (ready.test(said)) return
        said += data.toString('utf8')
        if (ready.test(said)) resolve(said)
      })
    }
    child.on('error', reject)
    child.on('exit', code => reject(new Error(`it ended with exit code ${code} before it was ready:\n${said.slice(-1000)}`)))
  })
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  await ended
}
