import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PublisherMissing } from './publisher.ts'

/**
 * Installs packages from npm into a temporary folder that goes with this process, and returns its `node_modules`.
 * @throws PublisherMissing
 */
export function installPeer(packages: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'courant-bench-peer-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  console.error(`${packages.join(', ')}: installed from npm for this run`)
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n')
  const args = ['install', '--no-audit', '--no-fund', '--save-exact', ...packages]
  const { status, error, stderr } = spawnSync('npm', args, { cwd: folder, encoding: 'utf8' })
  if (status !== 0)
    throw new PublisherMissing(`npm could not install ${packages.join(', ')}: ${error?.message ?? stderr.trim()}`)
  return join(folder, 'node_modules')
}
