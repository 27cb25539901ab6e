import { constants, copyFileSync, linkSync, mkdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { isSystemError } from './environment-error.ts'
import { writeFully } from './write-whole.ts'

/**
 * Writes a file that is not there yet, whole: under a name that no newsroom reads, then under its own. Never touches one that is
 * there; false then.
 */
export function writeNew(file: string, content: string | Uint8Array): boolean {
  mkdirSync(dirname(file), { recursive: true })
  const temporary = join(dirname(file), `.courant-${process.pid}.tmp`)
  try {
    writeFully(temporary, content)
    return placeNew(temporary, file)
  } finally {
    rmSync(temporary, { force: true })
  }
}

function placeNew(temporary: string, file: string): boolean {
  try {
    linkSync(temporary, file)
    return true
  } catch (error) {
    if (isSystemError(error, 'EEXIST')) return false
    // Disks that know no links.
    if (!isSystemError(error, 'EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'EMLINK', 'ENOSYS')) throw error
  }
  try {
    copyFileSync(temporary, file, constants.COPYFILE_EXCL)
    return true
  } catch (error) {
    if (isSystemError(error, 'EEXIST')) return false
    throw error
  }
}
