import type { PublicationRecord, RecordEntry } from '../model/record.ts'
import { EnvironmentError } from './environment-error.ts'
import { isObject, parseJsonLines, toJsonLines } from './json-lines.ts'

/** Name of the record in `out/`. */
export const RECORD_FILE = 'record.jsonl'

const VERSION = 1
const HEADER = { 'courant-record': VERSION } as const

/** The record's text: a line that says its version, then one line a story, sorted by id, so that it merges well. */
export function writeRecord(record: PublicationRecord): string {
  const entries = [...record.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
  return toJsonLines([HEADER, ...entries.map(entry => ({ ...entry, published: new Date(entry.published).toISOString() }))])
}

/** Reads a record. @throws EnvironmentError when it is of a newer version, or no record: ids rest on it, so it is never guessed at. */
export function readRecord(text: string, name: string): PublicationRecord {
  const unreadable = (message: string, cause?: unknown): EnvironmentError =>
    new EnvironmentError('record-unreadable', `${name} ${message}`, {
      remedy: 'restore it from a backup or from version control; without it, published stories could get new ids',
      cause,
    })
  let lines: readonly unknown[]
  try {
    lines = parseJsonLines(text)
  } catch (error) {
    throw unreadable('is damaged', error)
  }
  const [header, ...rest] = lines
  const version = isObject(header) ? header['courant-record'] : undefined
  if (version !== VERSION)
    throw unreadable(
      typeof version === 'number'
        ? `is of version ${version}; this Courant knows version ${VERSION}`
        : 'is not a record of Courant',
    )
  const entries = rest.map(line => {
    const entry = entryOf(line)
    if (!entry) throw unreadable(`holds a line that is no story: ${JSON.stringify(line).slice(0, 80)}`)
    return entry
  })
  return new Map(entries.map(entry => [entry.id, entry]))
}

function entryOf(line: unknown): RecordEntry | undefined {
  if (!isObject(line)) return undefined
  const { id, path, permalink, hash, published } = line
  if (
    typeof id !== 'string' ||
    typeof path !== 'string' ||
    typeof permalink !== 'string' ||
    typeof hash !== 'string' ||
    typeof published !== 'string'
  )
    return undefined
  const at = Date.parse(published)
  if (!permalink.startsWith('/') || Number.isNaN(at)) return undefined
  return { id, path, permalink: `/${permalink.slice(1)}`, hash, published: at }
}
