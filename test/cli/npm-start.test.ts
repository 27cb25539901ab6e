import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, onTestFinished, test } from 'vitest'
import { newsroomOf, story, temporaryFolder, writeFiles } from '../support/newsroom.ts'
import { COURANT, until } from './courant.ts'

const CHECKOUT = fileURLToPath(new URL('../..', import.meta.url))

/** util-linux's `script` gives a command a terminal of its own. */
const SCRIPT = ['/usr/bin/script', '/bin/script'].find(path => existsSync(path))
if (!SCRIPT) console.warn('SKIPPED: a closed terminal is not tested here, for want of the program "script"')

interface Started {
  readonly kill: (signal: NodeJS.Signals) => void
  /** Process ids of what `npm start` started and is still there, npm itself included. */
  readonly left: () => readonly number[]
  readonly output: () => string
}

/** Starts a command that runs `npm start` in a session of its own, and waits until Courant serves. */
async function serving(command: (npmStart: readonly string[]) => readonly string[], cwd: string = CHECKOUT): Promise<Started> {
  const { root } = newsroomOf({ 'a.md': story() })
  // No other process on this machine names it.
  const own = join(root, 'out')
  const options = ['--port', '0', '--log', 'text', '--articles', join(root, 'articles'), '--out', own]
  const [program = '', ...args] = command(['npm', 'start', '--', ...options])
  const started = spawn(program, args, { cwd, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [started.stdout, started.stderr])
    stream.setEncoding('utf8').on('data', (part: string) => {
      output += part
    })
  const left = (): readonly number[] => processesOf({ group: started.pid, naming: own })
  onTestFinished(() => {
    for (const pid of left()) process.kill(pid, 'SIGKILL')
  })
  await until(() => output.includes('Ctrl-C ends it.') || undefined)
  expect(left().length).toBeGreaterThan(1)
  return { kill: signal => started.kill(signal), left, output: () => output }
}

/** Processes of a group, or with this text among their arguments, but for those that have ended and wait to be reaped. */
function processesOf({ group, naming }: { readonly group: number | undefined; readonly naming: string }): readonly number[] {
  const { stdout } = spawnSync('ps', ['-A', '-ww', '-o', 'pid=,pgid=,stat=,args='], { encoding: 'utf8' })
  return stdout.split('\n').flatMap(line => {
    const [pid, pgid, state, ...args] = line.trim().split(/\s+/)
    const isOurs = Number(pgid) === group || args.join(' ').includes(naming)
    return isOurs && !state?.startsWith('Z') ? [Number(pid)] : []
  })
}

const SIGNALS: readonly NodeJS.Signals[] = ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGKILL']

describe('npm start', () => {
  test('finishes and leaves no process behind, whichever signal ends npm', async () => {
    const all = await Promise.all(SIGNALS.map(async signal => ({ signal, ...(await serving(npmStart => npmStart)) })))
    for (const { signal, kill } of all) kill(signal)
    await until(() => all.every(({ output }) => output().includes('\nEnding: ')) || undefined)
    await until(() => all.every(({ left }) => left().length === 0) || undefined)
  })

  test('leaves no process behind as a script of another package, which npm runs in a shell', async () => {
    const cwd = temporaryFolder()
    const scripts = { start: `'${process.execPath}' '${COURANT}' run` }
    writeFiles(cwd, { 'package.json': JSON.stringify({ scripts }) })
    const { kill, left } = await serving(npmStart => npmStart, cwd)
    kill('SIGKILL')
    await until(() => left().length === 0 || undefined)
  })

  test.skipIf(!SCRIPT)('leaves no process behind when its terminal is closed', async () => {
    const { kill, left } = await serving(npmStart => [SCRIPT ?? '', '-qec', npmStart.join(' '), '/dev/null'])
    kill('SIGKILL')
    await until(() => left().length === 0 || undefined)
  })
})
