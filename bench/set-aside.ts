import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/** Where everything that is generated stands. */
export const CORPORA = join(import.meta.dirname, 'corpora')
const ASIDE = join(CORPORA, 'aside')

/**
 * Takes a folder away without deleting it. A file system that has just deleted many files is slow to write new ones for minutes, which
 * the next run would pay for: so what is to go is moved, and deleted when all is measured.
 */
export function setAside(dir: string): void {
  if (!existsSync(dir)) return
  mkdirSync(ASIDE, { recursive: true })
  renameSync(dir, join(ASIDE, crypto.randomUUID()))
}

/** Deletes what was set aside. */
export function clearAside(): void {
  rmSync(ASIDE, { recursive: true, force: true })
}
