import { appendFileSync, mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type OutPath, outPathOf, type SitePath } from '../model/address.ts'
import type { Edition, Upcoming } from '../model/edition.ts'
import type { Instant } from '../model/instant.ts'
import { isObject, parseOrNothing, toJsonLines } from '../platform/json-lines.ts'
import { readJson, readTextOrNothing } from '../platform/read-json.ts'
import { writeWhole } from '../platform/write-whole.ts'
import type { Paths } from './paths.ts'

/** Something that came due, and when it was out. */
export interface Release extends Pick<Upcoming, 'kind' | 'path' | 'title'> {
  readonly due: Instant
  /** When it stood in `out/`. */
  readonly actual: Instant
  /** The story's address; absent where it has none any more. */
  readonly permalink?: SitePath | undefined
}

/** An edition that was put in place, and the files that were changed for it. */
export interface PublishedEdition {
  readonly edition: Pick<Edition, 'asOf' | 'released'>
  readonly written: readonly OutPath[]
  readonly removed: readonly OutPath[]
}

const FILE = 'releases.jsonl'
const UPCOMING_FILE = 'upcoming.json'
const REWRITE_BYTES = 512 * 1024
const KEPT = 1000

/** What is to come, as long as the stories are what they are: releases, and what becomes of stories that are out. */
export function expectedBy({ released, upcoming }: Pick<Edition, 'released' | 'upcoming'>): readonly Upcoming[] {
  const out = new Set(released.map(({ path }) => path))
  return upcoming.filter(({ kind, path }) => kind === 'release' || out.has(path))
}

/**
 * Stories that were saved and came due while nothing could be published, from an instant until an edition was put in place: no publish expected them. One
 * that comes out after its date, since it waited for other languages, is dated as of the edition, and was not due.
 */
export function dueSince({ edition, written }: PublishedEdition, from: Instant): readonly Upcoming[] {
  const { asOf, released } = edition
  const files = new Set(written)
  return released
    .filter(({ date, permalink }) => date.at > from && date.at < asOf && files.has(outPathOf(permalink)))
    .map(({ path, title, date }) => ({ kind: 'release', at: date.at, path, title }))
}

/**
 * What was to come and has, by an edition that is out: a story that its author took back in the last moment has not; nor has anything by a publish
 * that found nothing to change, since another was first.
 */
export function releasesIn(
  { edition, written, removed }: PublishedEdition,
  { expected, actual }: { readonly expected: readonly Upcoming[]; readonly actual: Instant },
): readonly Release[] {
  if (written.length + removed.length === 0) return []
  const { asOf, released } = edition
  const out = new Map(released.map(({ path, permalink }) => [path, permalink]))
  const due = expected.filter(({ kind, at, path }) => at <= asOf && out.has(path) === (kind !== 'expiry'))
  return due.map(({ kind, at, path, title }): Release => ({ kind, path, title, due: at, actual, permalink: out.get(path) }))
}

/** Remembers releases; the oldest are forgotten. */
export function addReleases({ state }: Pick<Paths, 'state'>, releases: readonly Release[]): void {
  if (releases.length === 0) return
  const file = join(state, FILE)
  mkdirSync(state, { recursive: true, mode: 0o700 })
  appendFileSync(file, toJsonLines(releases), { mode: 0o600 })
  if (statSync(file).size > REWRITE_BYTES) writeWhole(file, toJsonLines(readReleases({ state }).slice(-KEPT)), { mode: 0o600 })
}

/** The releases that are remembered, oldest first. A line that was cut short stands for nothing. */
export function readReleases({ state }: Pick<Paths, 'state'>): readonly Release[] {
  return readTextOrNothing(join(state, FILE))
    .split('\n')
    .flatMap(line => {
      const release = parseOrNothing(line)
      return isRelease(release) ? [release] : []
    })
}

/** Remembers what is expected, so that whoever publishes next knows what came due meanwhile, however this process ends. */
export function rememberUpcoming({ state }: Pick<Paths, 'state'>, expected: readonly Upcoming[]): void {
  writeWhole(join(state, UPCOMING_FILE), JSON.stringify(expected), { mode: 0o600 })
}

/** What was to come by the last publish of the whole. */
export function rememberedUpcoming({ state }: Pick<Paths, 'state'>): readonly Upcoming[] {
  const upcoming = readJson(join(state, UPCOMING_FILE))
  return Array.isArray(upcoming) ? upcoming : []
}

function isRelease(value: unknown): value is Release {
  return isObject(value) && typeof value.due === 'number' && typeof value.actual === 'number' && typeof value.path === 'string'
}
