import { mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { isSystemError } from './environment-error.ts'

/**
 * Makes a folder that somebody named, with those above it. Node's own way tries for ever where the system knows no such place in a folder that is
 * there, as in `/proc`, or below an automounter. @throws what the system says
 */
export function makeFolder(path: string): void {
  if (isFolder(path)) return
  const parent = dirname(path)
  if (parent !== path) makeFolder(parent)
  try {
    mkdirSync(path)
  } catch (error) {
    // Another process made it just then.
    if (!isSystemError(error, 'EEXIST') || !isFolder(path)) throw error
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
}
