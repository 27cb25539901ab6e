import { mkdirSync, renameSync, rmdirSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { OutPath } from '../model/address.ts'
import { EnvironmentError, isSystemError } from './environment-error.ts'

/** Renames staged files into `out/`, in the order given. Each is old or new to a reader, never half. `before` each, it may be stopped by what that throws. */
export function putInPlace(
  out: string,
  staged: readonly { readonly path: OutPath; readonly staged: string }[],
  before: () => void = () => {},
): void {
  const folders = new Set<string>()
  for (const { path, staged: from } of staged) {
    before()
    const to = join(out, path)
    const folder = dirname(to)
    if (!folders.has(folder)) makeFolder(out, folder)
    folders.add(folder)
    moveOver(from, to)
  }
}

function makeFolder(out: string, folder: string): void {
  try {
    mkdirSync(folder, { recursive: true })
  } catch (error) {
    if (!isSystemError(error, 'EEXIST', 'ENOTDIR')) throw error
    for (let at = folder; at.length > out.length; at = dirname(at))
      if (statSync(at, { throwIfNoEntry: false })?.isFile()) throw foreignFile(at, error)
    throw error
  }
}

function moveOver(from: string, to: string): void {
  try {
    renameSync(from, to)
  } catch (error) {
    if (!isSystemError(error, 'EISDIR', 'ENOTEMPTY', 'EEXIST')) throw error
    removeEmptyFolder(to)
    renameSync(from, to)
  }
}

/** Only an empty folder gives way to a file: what is left in it is not Courant's. */
function removeEmptyFolder(folder: string): void {
  try {
    rmdirSync(folder)
  } catch (error) {
    throw isSystemError(error, 'ENOTEMPTY', 'EEXIST') ? foreignFile(folder, error) : error
  }
}

/** Something that Courant did not write stands where it has to write. */
export function foreignFile(path: string, cause?: unknown): EnvironmentError {
  return new EnvironmentError('foreign-files', `${path} is there already, and Courant did not write it`, {
    remedy: 'publish into another folder with --out, or move what is there away',
    cause,
  })
}

/** Removes files and the folders that they leave empty. */
export function removeFiles(out: string, paths: readonly OutPath[], before: () => void = () => {}): void {
  for (const path of paths) {
    before()
    rmSync(join(out, path), { force: true })
    for (let folder = dirname(path); folder !== '.'; folder = dirname(folder)) {
      try {
        rmdirSync(join(out, folder))
      } catch (error) {
        if (isSystemError(error, 'ENOTEMPTY', 'ENOENT', 'EEXIST', 'ENOTDIR')) break
        throw error
      }
    }
  }
}
