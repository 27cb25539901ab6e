import { execFileSync } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const CHECKOUT = fileURLToPath(new URL('../..', import.meta.url))

/** Beside this checkout's packages, where what was built finds those that it does not bring itself. */
const CACHE = join(CHECKOUT, 'node_modules/.cache/courant-built')

/**
 * With `COURANT_COMMAND=built`, builds the command as the package brings it, for all tests of a run: it starts in half the time that the
 * sources take, and is what users have. Vitest calls it before the tests, and what it gives after them.
 */
export function setup(): (() => void) | undefined {
  if (process.env.COURANT_COMMAND !== 'built') return undefined
  mkdirSync(CACHE, { recursive: true })
  const home = mkdtempSync(join(CACHE, 'build-'))
  // As a checkout is: a test may start it as somebody else.
  chmodSync(home, 0o755)
  const rolldown = join(CHECKOUT, 'node_modules/.bin/rolldown')
  const options = ['--config', 'rolldown.config.ts', '--dir', join(home, 'dist'), '--log-level', 'silent']
  execFileSync(process.execPath, [rolldown, ...options], { cwd: CHECKOUT, stdio: ['ignore', 'ignore', 'inherit'] })
  for (const path of ['bin', 'package.json']) cpSync(join(CHECKOUT, path), join(home, path), { recursive: true })
  process.env.COURANT_BUILT = join(home, 'bin/courant.js')
  return () => rmSync(home, { recursive: true })
}
