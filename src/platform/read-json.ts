import { readFileSync } from 'node:fs'
import { parseOrNothing } from './json-lines.ts'

// For what is safe to lose.

/** A file's JSON; undefined when it is missing or damaged. */
export function readJson(file: string): unknown {
  return parseOrNothing(readTextOrNothing(file))
}

/** A file's text; empty when it cannot be read. */
export function readTextOrNothing(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
