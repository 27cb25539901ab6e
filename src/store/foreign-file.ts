import { existsSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { OutPath } from '../model/address.ts'
import { EnvironmentError } from './environment-error.ts'
import type { Manifest } from './manifest-file.ts'

/** Something that Courant did not write stands where it has to write. */
export function foreignFile(path: string, cause?: unknown): EnvironmentError {
  return new EnvironmentError('foreign-files', `${path} is there already, and Courant did not write it`, {
    remedy: 'publish into another folder with --out, or move what is there away',
    cause,
  })
}

/** Nothing is overwritten that Courant did not write: the folder, or a file in it, may be somebody's own. */
export function refuseForeign(
  root: string,
  { changed, before }: { readonly changed: readonly { readonly path: OutPath }[]; readonly before: Manifest },
): void {
  const isThere = new Map<string, boolean>()
  // Of a first publish, most folders are not there: what is to be in them is not looked for.
  const mayStand = (folder: string): boolean => {
    const known = isThere.get(folder)
    if (known !== undefined) return known
    const now = (folder === '.' || mayStand(dirname(folder))) && existsSync(join(root, folder))
    isThere.set(folder, now)
    return now
  }
  const foreign = changed.find(
    ({ path }) =>
      !before.has(path) && mayStand(dirname(path)) && statSync(join(root, path), { throwIfNoEntry: false })?.isFile(),
  )
  if (foreign) throw foreignFile(join(root, foreign.path))
}
