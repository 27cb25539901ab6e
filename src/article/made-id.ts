import type { SourcePath } from '../model/address.ts'

/** The id that a source path makes. It holds no semicolon but the prefix's. */
export function madeId({ path }: { readonly path: SourcePath }, idPrefix: string): string {
  return idPrefix + path.slice(0, -'.md'.length).split('/').map(encodeURIComponent).join('/')
}
