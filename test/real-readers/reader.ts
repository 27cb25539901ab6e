import { execFile, spawnSync } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { describe, test } from 'vitest'

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

/**
 * Tests with a reader that the machine may lack. Where it does, that is said loudly, and in CI it fails: feeds that no real
 * reader has read prove little.
 */
export function describeReader(
  name: string,
  {
    needs,
    python,
    tests,
  }: {
    /** Commands, by name or path. */
    readonly needs: readonly string[]
    /** A module that Debian's Python must have. */
    readonly python?: string
    readonly tests: () => void
  },
): void {
  const commands = needs.filter(command => commandFile(command) === undefined)
  const modules = python !== undefined && commands.length === 0 && !hasModule(python) ? [`python3-${python}`] : []
  const missing = [...commands, ...modules]
  describe(name, () => {
    if (missing.length === 0) tests()
    else reportMissing(name, missing)
  })
}

function reportMissing(name: string, missing: readonly string[]): void {
  const title = `SKIPPED: ${name} is not installed (${missing.join(', ')})`
  if (process.env.CI === 'true') {
    test(`${name} is installed`, () => {
      throw new Error(
        `${title}; in CI every reader runs: apt-get install newsboat rss2email sfeed python3-feedparser curl miniflux postgresql`,
      )
    })
    return
  }
  console.warn(title)
  test.skip(title, () => {})
}

/** Where a command stands, by the path that a shell would take; undefined when there is none. */
function commandFile(command: string): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter)
  const files = command.includes('/') ? [command] : folders.map(folder => join(folder, command))
  return files.find(isExecutable)
}

function hasModule(name: string): boolean {
  return spawnSync('/usr/bin/python3', ['-c', `import ${name}`]).status === 0
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
