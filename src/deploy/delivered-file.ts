import { statSync } from 'node:fs'
import { join } from 'node:path'
import { isTopic } from '../feed/feed-file.ts'
import type { Instant } from '../model/instant.ts'
import { writePlainList } from '../output/manifest-file.ts'
import { isSystemFault } from '../platform/environment-error.ts'
import { writeWhole } from '../platform/write-whole.ts'
import type { Paths } from '../state/paths.ts'
import type { Generation } from './generation.ts'

const DELIVERED_FILE = 'delivered.jsonl'

/** Where it is noted which feeds are in every place, in the form of a manifest: what subscribers are told of. */
export function deliveredFile({ state }: Pick<Paths, 'state'>): string {
  return join(state, DELIVERED_FILE)
}

/** Notes that a generation is in every place. */
export function noteDelivered(paths: Pick<Paths, 'state'>, { files }: Generation): void {
  const topics = [...files].filter(([path]) => isTopic(path))
  writeWhole(deliveredFile(paths), writePlainList(new Map(topics)), { mode: 0o600 })
}

/** When it was last noted; undefined for never, and for what the disk does not tell. */
export function deliveredAt(paths: Pick<Paths, 'state'>): Instant | undefined {
  try {
    return statSync(deliveredFile(paths)).mtimeMs
  } catch (error) {
    if (isSystemFault(error)) return undefined
    throw error
  }
}
