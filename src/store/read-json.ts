import { readFileSync } from 'node:fs'

/** A file's JSON; undefined when it is missing or damaged: for what is safe to lose. */
export function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}
