import { spawnSync } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { describe, test } from 'vitest'

/**
 * Tests with a program that the machine may lack. Where it does, that is said loudly, and in CI it fails: what no real program
 * has tried proves little.
 */
export function describeInstalled(
  name: string,
  {
    needs,
    python,
    packages,
    tests,
  }: {
    /** Commands, by name or path. */
    readonly needs: readonly string[]
    /** A module that Debian's Python must have. */
    readonly python?: string
    /** Debian's packages that bring them. */
    readonly packages: string
    readonly tests: () => void
  },
): void {
  const commands = needs.filter(command => commandFile(command) === undefined)
  const modules = python !== undefined && commands.length === 0 && !hasModule(python) ? [`python3-${python}`] : []
  const missing = [...commands, ...modules]
  describe(name, () => {
    if (missing.length === 0) tests()
    else reportMissing(name, { missing, packages })
  })
}

function reportMissing(
  name: string,
  { missing, packages }: { readonly missing: readonly string[]; readonly packages: string },
): void {
  const title = `SKIPPED: ${name} is not installed (${missing.join(', ')})`
  if (process.env.CI === 'true') {
    test(`${name} is installed`, () => {
      throw new Error(`${title}; in CI it is tried: apt-get install ${packages}`)
    })
    return
  }
  console.warn(title)
  test.skip(title, () => {})
}

/** Where a command stands, by the path that a shell would take, and where servers stand; undefined when there is none. */
export function commandFile(command: string): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin']
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
