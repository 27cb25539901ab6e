import { existsSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { OutPath } from '../model/address.ts'
import { EnvironmentError } from '../platform/environment-error.ts'
import { MANIFEST_FILE, type Manifest } from './manifest-file.ts'

/** Something that Courant did not write stands where it has to write. */
export function foreignFile(path: string, cause?: unknown): EnvironmentError {
  return new EnvironmentError('foreign-files', `${path} is there already, and Courant did not write it`, {
    remedy: 'publish into another folder with --out, or move what is there away',
    cause,
  })
}

/** A file of which nobody can say any more whose it is. */
function unknownFile(root: string, path: OutPath): EnvironmentError {
  const message = `${join(root, path)} is there already. ${MANIFEST_FILE}, the list of Courant's files, is lost or damaged; nothing else names this file`
  return new EnvironmentError('foreign-files', message, {
    remedy: `if the file is Courant's, remove it and publish again; or restore ${MANIFEST_FILE} from a backup`,
  })
}

/** Nothing is overwritten that Courant did not write: the folder, or a file in it, may be somebody's own. */
export function refuseForeign(
  root: string,
  {
    changed,
    before,
    isLost,
  }: {
    readonly changed: readonly { readonly path: OutPath }[]
    readonly before: Pick<Manifest, 'has'>
    /** Whether the manifest had to be rebuilt. */
    readonly isLost: boolean
  },
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
  if (foreign) throw isLost ? unknownFile(root, foreign.path) : foreignFile(join(root, foreign.path))
}
