import { join } from 'node:path'
import type { OutPath } from '../model/address.ts'
import { isObject } from '../platform/json-lines.ts'
import { readJson } from '../platform/read-json.ts'
import { writeWhole } from '../platform/write-whole.ts'
import type { Paths } from '../state/paths.ts'
import type { Topics } from './topics.ts'

const PINGED_FILE = 'pinged.json'

/** What a hub was last told of; of another hub, or where that is lost, nothing. It is then told of everything once more. */
export function readPinged({ state }: Pick<Paths, 'state'>, hub: string): Topics {
  const kept = readJson(join(state, PINGED_FILE))
  if (!isObject(kept) || kept.hub !== hub || !isObject(kept.topics)) return new Map()
  return new Map(
    Object.entries(kept.topics).flatMap(([path, sha256]): (readonly [OutPath, string])[] =>
      typeof sha256 === 'string' ? [[path, sha256]] : [],
    ),
  )
}

/** Remembers what the hub was told of. */
export function writePinged(
  { state }: Pick<Paths, 'state'>,
  { hub, topics }: { readonly hub: string; readonly topics: Topics },
): void {
  writeWhole(join(state, PINGED_FILE), JSON.stringify({ hub, topics: Object.fromEntries(topics) }))
}
