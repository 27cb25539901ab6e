import { mkdirSync, renameSync, rmdirSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { OutPath } from '../model/address.ts'
import { isSystemError } from './environment-error.ts'

/** Renames staged files into `out/`, in the order given. Each is old or new to a reader, never half. */
export function putInPlace(out: string, staged: readonly { readonly path: OutPath; readonly staged: string }[]): void {
  const folders = new Set<string>()
  for (const { path, staged: from } of staged) {
    const to = join(out, path)
    const folder = dirname(to)
    if (!folders.has(folder)) makeFolder(out, folder)
    folders.add(folder)
    moveOver(from, to)
  }
}

/** A file of an earlier publish may stand where a folder is needed now: an alias `/a` before a story `/a/`. */
function makeFolder(out: string, folder: string): void {
  try {
    mkdirSync(folder, { recursive: true })
  } catch (error) {
    if (!isSystemError(error, 'EEXIST', 'ENOTDIR')) throw error
    for (let at = folder; at.length > out.length; at = dirname(at)) {
      if (statSync(at, { throwIfNoEntry: false })?.isFile()) rmSync(at)
    }
    mkdirSync(folder, { recursive: true })
  }
}

function moveOver(from: string, to: string): void {
  try {
    renameSync(from, to)
  } catch (error) {
    if (!isSystemError(error, 'EISDIR', 'ENOTEMPTY', 'EEXIST')) throw error
    // Only an empty folder gives way: what is in it is not ours, or is removed later in this publish.
    rmdirSync(to)
    renameSync(from, to)
  }
}

/** Removes files and the folders that they leave empty. */
export function removeFiles(out: string, paths: readonly OutPath[]): void {
  for (const path of paths) {
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
