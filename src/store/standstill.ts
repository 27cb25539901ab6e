import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { OutPath } from '../model/address.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { Upcoming } from '../model/edition.ts'
import type { Instant } from '../model/instant.ts'
import type { Standing } from '../plan/plan-publish.ts'
import { isObject } from './json-lines.ts'
import { type Listing, listFiles } from './list-files.ts'
import { MANIFEST_FILE } from './manifest-file.ts'
import { standingAt } from './out-folder.ts'
import type { Paths } from './paths.ts'
import { RECORD_FILE } from './record-file.ts'
import { writeWhole } from './write-whole.ts'

/**
 * What a publish came to, kept with the marks of all that it followed from and of all that it made. While every mark is the
 * same, and nothing came due, another publish would come to the same.
 */
export interface Standstill {
  readonly asOf: Instant
  /** When the passing of time will next change something. */
  readonly until: Instant | undefined
  readonly timezone: string
  readonly stories: number
  readonly feeds: number
  readonly upcoming: readonly Upcoming[]
  readonly diagnostics: readonly Diagnostic[]
}

/** What a publish follows from beside the newsroom's files: its request, in short. */
export interface StandstillContext {
  readonly paths: Paths
  /** Hash of Courant's version and of what the operator asks for. */
  readonly key: string
  /** A file outside `out/` that the record is kept in. */
  readonly recordFile: string | undefined
}

const FILE = 'standstill.json'

/** What the last publish came to, if all stands as it left it. */
export function readStandstill(asOf: Instant, context: StandstillContext): Standstill | undefined {
  const text = readIfThere(join(context.paths.cache, FILE))
  const [head = '', sources, made = ''] = text.split('\0')
  const stored: unknown = head === '' ? undefined : parse(head)
  if (!isStandstill(stored, context.key)) return undefined
  if (asOf < stored.asOf || (stored.until !== undefined && asOf >= stored.until)) return undefined
  if (sources !== marksNow(context.paths.articles)) return undefined
  const files = made.split('\n').map(line => line.slice(line.indexOf(' ') + 1))
  return made === files.map(file => lineOf(file, standingAt(file))).join('\n') ? stored : undefined
}

/** Keeps what a publish came to. Not while a file changed so lately that another change might leave the same mark. */
export function writeStandstill(
  standstill: Standstill,
  {
    listing,
    known,
    kept,
    ...context
  }: StandstillContext & {
    /** The newsroom as it was listed before it was read. */
    readonly listing: Listing
    /** The files of this publish in `out/`. */
    readonly known: ReadonlyMap<OutPath, Standing>
    /** Files of an earlier publish that stay though they are no part of this one. */
    readonly kept: readonly OutPath[]
  },
): void {
  if (listing.files.some(({ settled }) => !settled)) return
  const { paths, key, recordFile } = context
  const others = [...kept, MANIFEST_FILE, RECORD_FILE].map(path => join(paths.out, path))
  const made = [
    ...[...known].map(([path, now]) => lineOf(join(paths.out, path), now)),
    ...[...others, ...(recordFile === undefined ? [] : [recordFile])].map(file => lineOf(file, standingAt(file))),
  ]
  const text = [JSON.stringify({ key, ...standstill }), marksOfListing(listing), made.join('\n')].join('\0')
  writeWhole(join(paths.cache, FILE), text, { mode: 0o600 })
}

/** Before anything is touched: what is kept holds no longer. */
export function forgetStandstill({ cache }: Paths): void {
  rmSync(join(cache, FILE), { force: true })
}

/** Undefined when the newsroom cannot be listed, which the publish that follows will say. */
function marksNow(articles: string): string | undefined {
  try {
    return marksOfListing(listFiles(articles))
  } catch {
    return undefined
  }
}

function marksOfListing({ files, diagnostics }: Listing): string {
  return [...files.map(({ path, mark }) => `${mark} ${path}`), JSON.stringify(diagnostics)].join('\n')
}

function lineOf(file: string, now: Standing | undefined): string {
  return `${now ? `${now.size}-${now.mtimeMs}` : '-'} ${file}`
}

function isStandstill(value: unknown, key: string): value is Standstill {
  return isObject(value) && value.key === key
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
