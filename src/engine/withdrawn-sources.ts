import { hash } from 'node:crypto'
import { join } from 'node:path'
import type { PublicationRecord } from '../model/record.ts'
import { readIfThere } from '../platform/open-within.ts'
import { Scratch } from '../platform/scratch.ts'
import type { ReadNewsroom } from '../sources/read-newsroom.ts'
import { GoodWriter } from '../state/last-good.ts'
import type { Build } from './build.ts'

/**
 * Writes down the sources of withdrawn stories that are others than the record knows, for `rememberGood`: their bodies are rendered no
 * more, and a mistake in one of them must not bring back what was withdrawn. Gives the files that it wrote.
 */
export function withdrawnSources(
  { edition }: { readonly edition: Pick<Build['edition'], 'released'> },
  {
    read: { files, replaced },
    record,
    stage,
  }: {
    readonly read: { readonly files: Pick<ReadNewsroom['files'], 'get'>; readonly replaced: ReadNewsroom['replaced'] }
    readonly record: PublicationRecord
    readonly stage: string
  },
): readonly string[] {
  const changed = edition.released.filter(
    ({ id, path, source, withdrawn }) => withdrawn && !replaced.has(path) && record.get(id)?.hash !== source.hash,
  )
  if (changed.length === 0) return []
  const part = join(stage, 'good-withdrawn')
  using writer = new GoodWriter(part, new Scratch())
  for (const { path, source } of changed) {
    const file = files.get(path)
    const bytes = file && readIfThere(file)
    // Where it is another by now, the next publish sees it.
    if (bytes && hash('sha256', bytes, 'hex') === source.hash) writer.add(path, bytes)
  }
  return [part]
}
