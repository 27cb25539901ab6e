import { spawnSync } from 'node:child_process'
import { cpSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Publisher } from './publisher.ts'

const ROOT = resolve(import.meta.dirname, '../..')

/** The folder in a checkout for the package that is measured, as its users have it: the command and the bundle, without sources. */
const PACKAGE = 'bench/corpora/package'

/** Courant as it is in a checkout, this one if none is named, with everything on that its users get by default. */
export function courant({ name = 'Courant', checkout = ROOT }: Partial<Record<'name' | 'checkout', string>> = {}): Publisher {
  const command = installed(checkout)
  const program = process.execPath
  const folders = ['--articles', 'articles', '--out', 'out']
  return {
    name,
    version: spawnSync(program, [command, '--version'], { encoding: 'utf8' }).stdout.trim(),
    site: [],
    modules: undefined,
    place: file => [{ ...file, path: `articles/${file.path}` }],
    out: 'out',
    caches: ['.courant'],
    publish: { program, args: [command, 'publish', ...folders, '--json'] },
    watch: { program, args: [command, 'run', ...folders, '--log', 'text', '--port', '0'], ready: /Serving it at/ },
    preview: { program, args: [command, 'preview', ...folders, '--port', '0'], ready: /Open \S+ to see it/ },
    reading: {
      check: { program, args: [command, 'check', ...folders] },
      schedule: { program, args: [command, 'schedule', ...folders] },
    },
  }
}

/** Builds the package, and gives its command. @throws Error when it cannot be built */
function installed(checkout: string): string {
  const { status, stderr } = spawnSync('npm', ['run', '-s', 'build'], { cwd: checkout, encoding: 'utf8' })
  if (status !== 0) throw new Error(`the package cannot be built:\n${stderr}`)
  const folder = join(checkout, PACKAGE)
  rmSync(folder, { recursive: true, force: true })
  for (const part of ['bin', 'dist', 'package.json']) cpSync(join(checkout, part), join(folder, part), { recursive: true })
  return join(folder, 'bin/courant.js')
}
