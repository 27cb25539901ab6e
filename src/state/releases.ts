import type { Release } from '../db/state-database.ts'
import { type OutPath, outPathOf, type SitePath, type SourcePath } from '../model/address.ts'
import type { Edition, Upcoming } from '../model/edition.ts'
import type { Instant } from '../model/instant.ts'
import type { Paths } from './paths.ts'
import { readState, writeState } from './state.ts'

export type { Release } from '../db/state-database.ts'

/** An edition that was put in place, and the files that were changed for it. */
export interface PublishedEdition {
  readonly edition: Pick<Edition, 'asOf' | 'released'>
  readonly written: readonly OutPath[]
  readonly removed: readonly OutPath[]
}

/** What is to come, as long as the stories are what they are: releases, and what becomes of stories that are out. */
export function expectedBy({ released, upcoming }: Pick<Edition, 'released' | 'upcoming'>): readonly Upcoming[] {
  if (upcoming.length === 0) return upcoming
  const out = storiesAt(upcoming, released)
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
  const near = expected.filter(({ at }) => at <= asOf)
  if (near.length === 0) return []
  const out = storiesAt(near, released)
  const due = near.filter(({ kind, path }) => out.has(path) === (kind !== 'expiry'))
  return due.map(({ kind, at, path, title }): Release => ({ kind, path, title, due: at, actual, permalink: out.get(path) }))
}

/** The addresses of these files' stories, of those that are public. */
function storiesAt(
  files: readonly Pick<Upcoming, 'path'>[],
  released: PublishedEdition['edition']['released'],
): ReadonlyMap<SourcePath, SitePath> {
  const wanted = new Set(files.map(({ path }) => path))
  return new Map(released.filter(({ path }) => wanted.has(path)).map(({ path, permalink }) => [path, permalink]))
}

/** Remembers releases; the oldest are forgotten. */
export function addReleases(paths: Pick<Paths, 'state'>, releases: readonly Release[]): void {
  if (releases.length > 0) writeState(paths, state => state.addReleases(releases))
}

/** The releases that are remembered, oldest first. */
export function readReleases(paths: Pick<Paths, 'state'>): readonly Release[] {
  return readState(paths, state => state.releases())
}

/** What was to come by the last publish of the whole. */
export function rememberedUpcoming(paths: Pick<Paths, 'state'>): readonly Upcoming[] {
  return readState(paths, state => state.upcoming())
}
