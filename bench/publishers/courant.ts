import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'
import type { Publisher } from './publisher.ts'

/** The command that is measured: change it here to measure another build. */
const COURANT = resolve(import.meta.dirname, '../../bin/courant.js')

/** Courant, with everything on that its users get by default. */
export function courant(): Publisher {
  const program = process.execPath
  const folders = ['--articles', 'articles', '--out', 'out']
  return {
    name: 'Courant',
    version: spawnSync(program, [COURANT, '--version'], { encoding: 'utf8' }).stdout.trim(),
    site: [],
    modules: undefined,
    place: file => [{ ...file, path: `articles/${file.path}` }],
    out: 'out',
    caches: ['.courant'],
    publish: { program, args: [COURANT, 'publish', ...folders, '--json'] },
    watch: { program, args: [COURANT, 'run', ...folders, '--port', '0'], ready: /Serving it at/ },
  }
}
