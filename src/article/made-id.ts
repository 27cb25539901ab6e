import type { SourcePath } from '../model/address.ts'

/** The id that a source path makes. It holds no semicolon but the prefix's. */
export function madeId({ path }: { readonly path: SourcePath }, idPrefix: string): string {
  const name = path.slice(0, -'.md'.length)
  // Nearly all names need no encoding. This check takes a fifth of the time of encoding.
  return idPrefix + (IS_PLAIN.test(name) ? name : name.split('/').map(encodeURIComponent).join('/'))
}

const IS_PLAIN = /^[A-Za-z0-9/._-]*$/
