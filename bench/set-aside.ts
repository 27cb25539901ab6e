import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'

const NAME = 'aside'
const used = new Set<string>()

/**
 * Takes a folder away, into `parent`, without deleting it. A file system that has just deleted many files may be slow to write new ones
 * for minutes, which the next run would pay for: so what is to go is moved, and deleted when all is measured.
 */
export function setAside(dir: string, parent: string): void {
  if (!existsSync(dir)) return
  const aside = join(parent, NAME)
  mkdirSync(aside, { recursive: true })
  renameSync(dir, join(aside, crypto.randomUUID()))
  used.add(aside)
}

/** Deletes what was set aside, and what a run before this one left in `parent`. */
export function clearAside(parent: string): void {
  for (const aside of [...used, join(parent, NAME)]) rmSync(aside, { recursive: true, force: true })
}
