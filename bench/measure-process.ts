import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** What a child process cost. A figure that this machine cannot give is undefined. */
export interface ProcessCost {
  readonly exitCode: number | undefined
  readonly wallMs: number
  /** Processor time of all its threads, user and system. */
  readonly cpuMs: number | undefined
  /** Largest resident set. */
  readonly peakRssBytes: number | undefined
  readonly stderr: string
}

/** The command to run: program, arguments, and the folder it runs in. */
export interface Command {
  readonly program: string
  readonly args: readonly string[]
  readonly cwd: string
}

/**
 * Runs a command in a process of its own and measures it. Node does not say what a child used, so GNU time says it where it is
 * installed; elsewhere Linux's /proc is read every 20 ms, which may miss the last of them.
 */
export async function measureProcess(command: Command): Promise<ProcessCost> {
  return hasGnuTime() ? measureWithGnuTime(command) : measureWithProc(command)
}

const GNU_TIME = '/usr/bin/time'
let gnuTime: boolean | undefined

function hasGnuTime(): boolean {
  gnuTime ??= spawnSync(GNU_TIME, ['-f', '%M', 'true']).status === 0
  return gnuTime
}

async function measureWithGnuTime({ program, args, cwd }: Command): Promise<ProcessCost> {
  const folder = mkdtempSync(join(tmpdir(), 'courant-bench-'))
  const report = join(folder, 'time')
  try {
    const run = await runChild({ program: GNU_TIME, args: ['-f', '%U %S %M', '-o', report, program, ...args], cwd })
    // Above the figures GNU time writes a line of its own when the command fails.
    const last = readFileSync(report, 'utf8').trim().split('\n').at(-1) ?? ''
    const [user = 0, system = 0, peakKib = 0] = last.split(' ').map(Number)
    return { ...run, cpuMs: (user + system) * 1000, peakRssBytes: peakKib * 1024 }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function measureWithProc(command: Command): Promise<ProcessCost> {
  let seen: Pick<ProcessCost, 'cpuMs' | 'peakRssBytes'> = { cpuMs: undefined, peakRssBytes: undefined }
  const run = await runChild(command, pid => {
    seen = readProc(pid) ?? seen
  })
  return { ...run, ...seen }
}

// proc(5): VmHWM is the peak so far; fields 14 and 15 of stat count user and system time in ticks, 100 a second on Linux.
function readProc(pid: number): Pick<ProcessCost, 'cpuMs' | 'peakRssBytes'> | undefined {
  try {
    const peakKib = /^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    if (peakKib === undefined) return undefined
    return { cpuMs: (Number(fields[11]) + Number(fields[12])) * 10, peakRssBytes: Number(peakKib) * 1024 }
  } catch {
    return undefined
  }
}

type Run = Pick<ProcessCost, 'exitCode' | 'wallMs' | 'stderr'>

function runChild({ program, args, cwd }: Command, watch?: (pid: number) => void): Promise<Run> {
  return new Promise((resolve, reject) => {
    const begin = performance.now()
    const child = spawn(program, args, { cwd, stdio: ['ignore', 'ignore', 'pipe'] })
    const timer = watch && setInterval(() => child.pid !== undefined && watch(child.pid), 20)
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
