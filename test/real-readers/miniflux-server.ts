import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { chmodSync, chownSync, globSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { freePort } from '../support/free-port.ts'
import { temporaryFolder } from '../support/newsroom.ts'

/** Where Debian keeps a program of PostgreSQL's newest version; an odd name when there is none. */
export function postgresProgram(name: string): string {
  return globSync(`/usr/lib/postgresql/*/bin/${name}`).sort().at(-1) ?? `/usr/lib/postgresql/bin/${name}`
}

/** Answers miniflux's API (its version 1); the answer is JSON, or nothing. @throws Error for a refusal */
export type Ask = (method: 'GET' | 'POST' | 'PUT', path: string, body?: unknown) => Promise<unknown>

const PASSWORD = 'not-a-secret'

/** A running miniflux; disposing ends it and its database. */
export interface Miniflux extends AsyncDisposable {
  readonly ask: Ask
}

/** Starts miniflux on a database of its own. */
export async function startMiniflux(): Promise<Miniflux> {
  const home = temporaryFolder()
  const owner = ordinaryUser()
  chmodSync(home, 0o755)
  if (owner.uid !== undefined && owner.gid !== undefined) chownSync(home, owner.uid, owner.gid)
  const data = join(home, 'data')
  execFileSync(postgresProgram('initdb'), ['-D', data, '-A', 'trust', '-U', 'courant', '-N'], { ...owner, cwd: home })
  // Single-user mode: no server has to be waited for.
  execFileSync(postgresProgram('postgres'), ['--single', '-D', data, 'postgres'], {
    ...owner,
    cwd: home,
    input: 'CREATE DATABASE miniflux\n',
    stdio: 'pipe',
  })
  const start = (command: string, argumentsOfIt: readonly string[], env: NodeJS.ProcessEnv = {}): ChildProcess =>
    spawn(command, argumentsOfIt, { ...owner, cwd: home, env: { PATH: process.env.PATH, ...env }, stdio: 'ignore' })
  const database = start(postgresProgram('postgres'), ['-D', data, '-k', home, '-c', 'listen_addresses=', '-F'])
  const port = await freePort()
  const startReader = (): ChildProcess =>
    start('miniflux', [], {
      DATABASE_URL: `user=courant dbname=miniflux host=${home} sslmode=disable`,
      LISTEN_ADDR: `127.0.0.1:${port}`,
      RUN_MIGRATIONS: '1',
      CREATE_ADMIN: '1',
      ADMIN_USERNAME: 'admin',
      ADMIN_PASSWORD: PASSWORD,
      // Feeds are fetched when a test says so, and at no other time.
      DISABLE_SCHEDULER_SERVICE: '1',
    })
  let reader = startReader()
  const end = async (): Promise<void> => {
    for (const running of [reader, database]) await ended(running)
  }
  const ask = asker(`http://127.0.0.1:${port}/v1`)
  for (let tries = 0; tries < 200; tries++) {
    if (await ask('GET', '/me').catch(() => undefined)) return { ask, [Symbol.asyncDispose]: end }
    await pause(100)
    // It gives up when the database is not up yet.
    if (reader.exitCode !== null) reader = startReader()
  }
  await end()
  throw new Error('miniflux does not answer')
}

/** PostgreSQL refuses to run as root: then it is its own user that runs it. */
function ordinaryUser(): { readonly uid?: number; readonly gid?: number } {
  if (process.getuid?.() !== 0) return {}
  const idOf = (option: string): number => Number(execFileSync('id', [option, 'postgres']))
  return { uid: idOf('-u'), gid: idOf('-g') }
}

async function ended(running: ChildProcess): Promise<void> {
  if (running.exitCode !== null || running.signalCode !== null) return
  await new Promise(resolve => running.once('exit', resolve).kill('SIGINT'))
}

function asker(address: string): Ask {
  const headers = { Authorization: `Basic ${btoa(`admin:${PASSWORD}`)}`, 'Content-Type': 'application/json' }
  return async (method, path, body) => {
    const response = await fetch(address + path, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) })
    const text = await response.text()
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`)
    return text === '' ? undefined : JSON.parse(text)
  }
}
