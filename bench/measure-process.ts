import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { childrenOf, readTree } from './process-tree.ts'

/** What a child process and all that it started cost. A figure that this machine cannot give is undefined. */
export interface ProcessCost {
  readonly exitCode: number | undefined
  readonly wallMs: number
  /** Processor time of all threads, user and system. */
  readonly cpuMs: number | undefined
  /** The part of it in the system; only GNU time tells. */
  readonly systemMs?: number | undefined
  /** The most memory held at once: the sum of resident sets. */
  readonly peakRssBytes: number | undefined
  readonly stderr: string
}

/** The command to run: program, arguments, and the folder it runs in. */
export interface Command {
  readonly program: string
  readonly args: readonly string[]
  readonly cwd: string
}

const GNU_TIME = '/usr/bin/time'
const hasGnuTime = spawnSync(GNU_TIME, ['-f', '%M', 'true']).status === 0

// Often enough to see a peak that lasts, seldom enough to take less than a hundredth of one core.
const SAMPLE_MS = 50

/**
 * Runs a command in a process of its own and measures it. Node does not say what a child used, so GNU time says it where it is
 * installed: exactly for a single process. What several hold together is read from Linux's /proc, as is all of it without GNU time.
 */
export async function measureProcess(command: Command): Promise<ProcessCost> {
  if (!hasGnuTime) {
    const { run, seen } = await runSampled(command, pid => [pid])
    return { ...run, cpuMs: seen?.cpuMs, peakRssBytes: seen?.rssBytes }
  }
  const folder = mkdtempSync(join(tmpdir(), 'courant-bench-'))
  const report = join(folder, 'time')
  try {
    const timed = { ...command, program: GNU_TIME, args: ['-f', '%U %S %M', '-o', report, command.program, ...command.args] }
    const { run, seen } = await runSampled(timed, childrenOf)
    // Above the figures GNU time writes a line of its own when the command fails.
    const last = readFileSync(report, 'utf8').trim().split('\n').at(-1) ?? ''
    const [user = 0, system = 0, peakKib = 0] = last.split(' ').map(Number)
    return {
      ...run,
      cpuMs: (user + system) * 1000,
      systemMs: system * 1000,
      peakRssBytes: Math.max(peakKib * 1024, seen?.rssBytes ?? 0),
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Runs a command and looks, as long as it lives, at the processes that `rootsOf` its own names. */
async function runSampled(
  command: Command,
  rootsOf: (pid: number) => readonly number[],
): Promise<{ readonly run: Run; readonly seen: ReturnType<typeof readTree> }> {
  let seen: ReturnType<typeof readTree>
  const run = await runChild(command, pid => {
    for (const use of rootsOf(pid).map(readTree)) {
      if (use) seen = { cpuMs: use.cpuMs, rssBytes: Math.max(use.rssBytes, seen?.rssBytes ?? 0) }
    }
  })
  return { run, seen }
}

type Run = Pick<ProcessCost, 'exitCode' | 'wallMs' | 'stderr'>

function runChild({ program, args, cwd }: Command, look: (pid: number) => void): Promise<Run> {
  return new Promise((resolve, reject) => {
    const begin = performance.now()
    const child = spawn(program, args, { cwd, stdio: ['ignore', 'ignore', 'pipe'] })
    const timer = setInterval(() => child.pid !== undefined && look(child.pid), SAMPLE_MS)
    const errors: Buffer[] = []
    child.stderr.on('data', (data: Buffer) => errors.push(data))
    child.on('error', error => {
      clearInterval(timer)
      reject(error)
    })
    child.on('close', code => {
      clearInterval(timer)
      resolve({
        exitCode: code ?? undefined,
        wallMs: performance.now() - begin,
        stderr: Buffer.concat(errors).toString('utf8'),
      })
    })
  })
}
