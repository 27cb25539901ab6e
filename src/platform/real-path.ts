import { lstatSync, readlinkSync, realpathSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { ifThere } from './if-there.ts'

/** Where a path leads by the links on its way, as far as there is anything. */
export function realPath(path: string): string {
  const real = ifThere(() => realpathSync(path))
  if (real !== undefined) return real
  const parent = dirname(path)
  // To what is not there yet.
  const isLink = ifThere(() => lstatSync(path))?.isSymbolicLink()
  return isLink ? realPath(resolve(parent, readlinkSync(path))) : join(realPath(parent), basename(path))
}
