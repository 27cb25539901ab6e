import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { onTestFailed, onTestFinished } from 'vitest'
import { textIfThere } from '../../src/platform/if-there.ts'

/** The command of this checkout: as it was built for this run, or from its sources. */
export const COURANT: string = process.env.COURANT_BUILT ?? fileURLToPath(new URL('../../bin/courant.js', import.meta.url))

/** The address of a new newsroom, which nobody is there to be asked for. It is not one for examples: `courant init` refuses those. */
export const WITH_URL: readonly string[] = ['--url', 'https://news.exampletown.test']

/** How a command ended. */
export interface Ended {
  /** Undefined when a signal ended it. */
  readonly code: number | undefined
  readonly stdout: string
  readonly stderr: string
}

interface Where {
  readonly cwd: string
  readonly env?: Readonly<Record<string, string>>
}

/** Runs `courant` in a folder until it ends. */
export function courant(args: readonly string[], where: Where): Promise<Ended> {
  refuseDefaultPort(args, where)
  return runCommand([process.execPath, COURANT, ...args], where)
}

/** The ports that `courant run` and `courant preview` take when they are given none: a developer may have them in use. */
const DEFAULT_PORTS: readonly string[] = ['8080', '8081']

/** @throws Error where a test would listen on a default port, and fail beside a `courant run` on the same machine. */
function refuseDefaultPort(args: readonly string[], { cwd }: Where): void {
  const [command = ''] = args
  if (!['run', 'preview'].includes(command) || args.includes('--help')) return
  const port = args[args.indexOf('--port') + 1] ?? ''
  if (args.includes('--port') ? !DEFAULT_PORTS.includes(port) : command === 'run' && configuresPort(cwd)) return
  throw new Error(`this test would take the default port of courant ${command}: give it "--port", "0"`)
}

function configuresPort(cwd: string): boolean {
  const [, port] = /^port: *(\d+)$/m.exec(textIfThere(join(cwd, 'courant.yaml')) ?? '') ?? []
  return port !== undefined && !DEFAULT_PORTS.includes(port)
}

/** Runs a program until it ends. Colours are off unless `env` asks for them: the tests' own terminal decides nothing. */
export function runCommand(command: readonly string[], where: Where): Promise<Ended> {
  return new Command(command, where).ended
}

/**
 * Starts `courant`, and kills it at the end of the test if it still runs. Its folder can be removed after that: it writes nothing any more.
 * Of a test that fails, or waits in vain, what it said is shown.
 */
export function startCourant(args: readonly string[], where: Where): Command {
  refuseDefaultPort(args, where)
  const started = new Command([process.execPath, COURANT, ...args], where)
  onTestFailed(() => {
    process.stderr.write(`courant ${args.join(' ')} said:\n${started.stderr}\n`)
  })
  onTestFinished(async () => {
    started.kill('SIGKILL')
    await Promise.race([started.exited, pause(LONGEST_END_MS)])
  })
  return started
}

// A process in the middle of a system call ends after it; on a disk that a test has stopped, never.
const LONGEST_END_MS = 5000

/** A command that was started. */
export class Command {
  readonly ended: Promise<Ended>
  /** Fulfilled once the process itself is gone; one that it started may still have its output. */
  readonly exited: Promise<void>
  readonly #process: ChildProcess
  #stdout = ''
  #stderr = ''

  constructor([program = '', ...args]: readonly string[], { cwd, env }: Where) {
    const { CI, FORCE_COLOR, NO_COLOR, NODE_OPTIONS, NODE_V8_COVERAGE, ...inherited } = process.env
    this.#process = spawn(program, args, { cwd, env: { ...inherited, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
    this.#process.stdout?.setEncoding('utf8').on('data', (part: string) => {
      this.#stdout += part
    })
    this.#process.stderr?.setEncoding('utf8').on('data', (part: string) => {
      this.#stderr += part
    })
    this.exited = new Promise(resolve => {
      this.#process.once('error', () => resolve()).once('exit', () => resolve())
    })
    this.ended = new Promise((resolve, reject) => {
      this.#process.once('error', reject)
      this.#process.once('close', code => resolve({ code: code ?? undefined, stdout: this.#stdout, stderr: this.#stderr }))
    })
  }

  get pid(): number | undefined {
    return this.#process.pid
  }

  /** What it said so far. */
  get stderr(): string {
    return this.#stderr
  }

  get isRunning(): boolean {
    return this.#process.exitCode === null && this.#process.signalCode === null
  }

  kill(signal: NodeJS.Signals): void {
    this.#process.kill(signal)
  }

  /** Waits until it says what matches, on standard error. */
  async says(pattern: RegExp): Promise<RegExpExecArray> {
    return until(() => {
      const match = pattern.exec(this.#stderr)
      if (!match && !this.isRunning) throw new Error(`ended without saying ${pattern}:\n${this.#stderr}`)
      return match ?? undefined
    })
  }
}

/** Asks again and again until there is an answer; the test's own time limit is the only one. */
export async function until<T>(ask: () => T | undefined | Promise<T | undefined>): Promise<T> {
  for (;;) {
    const answer = await ask()
    if (answer !== undefined) return answer
    await pause(20)
  }
}
