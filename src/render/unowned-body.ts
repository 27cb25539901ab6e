import { bodyLineOf } from '../article/cut-front-matter.ts'
import type { SitePath, SourcePath } from '../model/address.ts'
import { type ReadNewsroom, readSource } from '../sources/read-newsroom.ts'
import type { BodySource } from './render-task.ts'

/** The body of a file whose fields have mistakes, so that it is no story yet; undefined where it cannot be told from them. */
export function unownedBody(
  path: SourcePath,
  { read, permalink }: { readonly read: Pick<ReadNewsroom, 'files'>; readonly permalink: SitePath },
): BodySource | undefined {
  const onDisk = read.files.get(path)?.onDisk
  const source = onDisk === undefined ? undefined : readSource({ path, onDisk })
  if (onDisk === undefined || source === undefined || 'severity' in source) return undefined
  const bodyLine = bodyLineOf(source.bytes)
  return bodyLine === undefined ? undefined : { path, onDisk, replaced: undefined, hash: source.hash, bodyLine, permalink }
}
