import { join } from 'node:path'
import type { Parsed } from '../article/parse-article.ts'
import type { OutPath, SourcePath } from '../model/address.ts'
import type { PublishedFile } from '../model/body.ts'
import type { Known } from '../plan/plan-publish.ts'
import { isObject } from './json-lines.ts'
import type { Paths } from './paths.ts'
import { readJson } from './read-json.ts'
import type { Read, SourceMemory } from './source-memory.ts'
import { writeWhole } from './write-whole.ts'

/** What is remembered between publishes. Safe to lose: then everything is read and made again, and compared. */
export interface PublishMemory {
  /** Files in `out/`, as they were put there. */
  readonly known: ReadonlyMap<OutPath, Known>
  /** What was read of the newsroom; undefined when nothing is remembered. */
  readonly sources: SourceMemory | undefined
}

/** Changes with the shape of what is remembered. */
const VERSION = 2

const OUT_FILE = 'out.json'
const SOURCES_FILE = 'sources.json'

/** Reads what the last publish remembered; nothing where it is missing or damaged. */
export function readMemory({ cache }: Pick<Paths, 'cache'>): PublishMemory {
  const known = readStored(join(cache, OUT_FILE))
  const sources = readStored(join(cache, SOURCES_FILE))
  return {
    known: isEntries<OutPath, Known>(known) ? new Map(known) : new Map(),
    sources:
      isObject(sources) &&
      typeof sources.siteKey === 'string' &&
      isEntries<SourcePath, Read<Parsed>>(sources.articles) &&
      isEntries<SourcePath, Read<PublishedFile>>(sources.media)
        ? { siteKey: sources.siteKey, articles: new Map(sources.articles), media: new Map(sources.media) }
        : undefined,
  }
}

/** Writes what changed of it since `before`. */
export function writeMemory({ cache }: Pick<Paths, 'cache'>, after: PublishMemory, before: PublishMemory): void {
  if (after.known !== before.known) writeStored(join(cache, OUT_FILE), [...after.known])
  if (after.sources === before.sources || after.sources === undefined) return
  const { siteKey, articles, media } = after.sources
  writeStored(join(cache, SOURCES_FILE), { siteKey, articles: [...articles], media: [...media] })
}

function writeStored(file: string, stored: unknown): void {
  writeWhole(file, JSON.stringify({ version: VERSION, stored }), { mode: 0o600 })
}

function readStored(file: string): unknown {
  const read = readJson(file)
  return isObject(read) && read.version === VERSION ? read.stored : undefined
}

// Written by this version of Courant alone, into a private folder: the shape of the whole is checked, not of every field.
function isEntries<K, V>(value: unknown): value is [K, V][] {
  return (
    Array.isArray(value) && value.every(entry => Array.isArray(entry) && typeof entry[0] === 'string' && isObject(entry[1]))
  )
}
