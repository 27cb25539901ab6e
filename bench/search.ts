import { lstatSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { measureProcess, type ProcessCost } from './measure-process.ts'
import { writeSearchableNewsroom } from './searchable-newsroom.ts'

// What the search costs after a release: a publish with nothing to do but the index, and one with nothing to do at all.

const COURANT = fileURLToPath(new URL('../bin/courant.js', import.meta.url))

for (const count of process.argv.length > 2 ? process.argv.slice(2).map(Number) : [1_000, 10_000]) await measure(count)

async function measure(count: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'courant-search-'))
  try {
    writeSearchableNewsroom(folder, count)
    await publish(folder)
    const index = join(folder, 'out', 'search')
    for (const name of readdirSync(index)) if (name.startsWith('index-')) rmSync(join(index, name), { recursive: true })
    report(`${count} stories, indexed`, await publish(folder))
    report(`${count} stories, nothing to do`, await publish(folder))
    const sizes = readdirSync(index, { recursive: true, encoding: 'utf8' }).map(name => lstatSync(join(index, name)))
    const files = sizes.filter(stats => stats.isFile())
    const bytes = files.reduce((sum, { size }) => sum + size, 0)
    console.log(`${count} stories: ${(bytes / 1024 / 1024).toFixed(1)} MiB in ${files.length} files`)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function publish(cwd: string): Promise<ProcessCost> {
  return measureProcess({ program: process.execPath, args: [COURANT, 'publish'], cwd })
}

function report(title: string, { wallMs, cpuMs = Number.NaN, exitCode }: ProcessCost): void {
  if (exitCode !== 0) throw new Error(`${title}: the publish failed`)
  console.log(`${title}: ${(wallMs / 1000).toFixed(2)} s, ${(cpuMs / 1000).toFixed(2)} of a processor`)
}
