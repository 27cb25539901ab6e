import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { OutPath } from '../model/address.ts'
import type { Known } from '../plan/plan-publish.ts'
import { isObject } from './json-lines.ts'

const VERSION = 1

/** What is remembered of `out/` between publishes. Safe to lose: then everything is made again and compared. */
export function readCache(folder: string): Map<OutPath, Known> {
  try {
    const stored: unknown = JSON.parse(readFileSync(join(folder, CACHE_FILE), 'utf8'))
    if (isObject(stored) && stored.version === VERSION && isKnownList(stored.known)) return new Map(stored.known)
  } catch {
    // Missing or damaged: the next publish mends it.
  }
  return new Map()
}

/** The cache's text. */
export function writeCache(known: ReadonlyMap<OutPath, Known>): string {
  return JSON.stringify({ version: VERSION, known: [...known] })
}

/** Name of the cache's one file. */
export const CACHE_FILE = 'out.json'

// Written by this version of Courant alone, into a private folder: the shape of the whole is checked, not of every field.
function isKnownList(value: unknown): value is [OutPath, Known][] {
  return (
    Array.isArray(value) &&
    value.every(
      entry => Array.isArray(entry) && typeof entry[0] === 'string' && isObject(entry[1]) && typeof entry[1].key === 'string',
    )
  )
}
