import { readFileSync, statSync } from 'node:fs'
import { isSystemError } from './environment-error.ts'

/** What reading yields; undefined where nothing is there. @throws whatever else the system says */
export function ifThere<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    if (isSystemError(error, 'ENOENT', 'ENOTDIR')) return undefined
    throw error
  }
}

/** A file's bytes; undefined where there is none. @throws whatever else the system says */
export function bytesIfThere(file: string): Buffer | undefined {
  return ifThere(() => readFileSync(file))
}

/** A file's text; undefined where there is none. @throws whatever else the system says */
export function textIfThere(file: string): string | undefined {
  return ifThere(() => readFileSync(file, 'utf8'))
}

/** A file's size, bytes; undefined where there is none. @throws whatever else the system says */
export function sizeIfThere(file: string): number | undefined {
  return statSync(file, { throwIfNoEntry: false })?.size
}
