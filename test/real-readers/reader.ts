import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { describeInstalled } from '../support/describe-installed.ts'

const run = promisify(execFile)

/** The environment of every reader: a language whose letters are UTF-8, no proxy, and a home of its own. */
function environment(home: string): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    HOME: home,
    LC_ALL: 'C.UTF-8',
    TZ: 'UTC',
    no_proxy: '127.0.0.1',
    PYTHONDONTWRITEBYTECODE: '1',
  }
}

/** Runs a reader in a home of its own and gives what it printed. @throws Error with its messages when it fails or takes too long */
export async function runReader(
  [command = '', ...argumentsOfIt]: readonly string[],
  { home, input }: { readonly home: string; readonly input?: string },
): Promise<string> {
  const running = run(command, argumentsOfIt, {
    env: environment(home),
    cwd: home,
    timeout: 30_000,
    maxBuffer: 64 * 1024 * 1024,
  })
  running.child.stdin?.end(input ?? '')
  return (await running).stdout
}

const PACKAGES = 'newsboat rss2email sfeed python3-feedparser curl miniflux postgresql'

/** Tests with a reader that the machine may lack: feeds that no real reader has read prove little. */
export function describeReader(name: string, reader: Omit<Parameters<typeof describeInstalled>[1], 'packages'>): void {
  describeInstalled(name, { ...reader, packages: PACKAGES })
}
