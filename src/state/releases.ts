import type { Release } from '../db/state-database.ts'
import { type OutPath, outPathOf, type SitePath, type SourcePath } from '../model/address.ts'
import type { Edition, StoryState, Upcoming } from '../model/edition.ts'
import type { Instant } from '../model/instant.ts'
import type { Paths } from './paths.ts'
import { readState, writeState } from './state.ts'

export type { Release } from '../db/state-database.ts'

/** An edition that was put in place, and the files that were changed for it. */
export interface PublishedEdition {
  readonly edition: Pick<Edition, 'asOf' | 'released' | 'stateOf'>
  /** Where the public story of a file is; known of the stories that a publish changed. */
  readonly addressOf: (path: SourcePath) => SitePath | undefined
  readonly written: readonly OutPath[]
  readonly removed: readonly OutPath[]
}

/** What is to come, as long as the stories are what they are: releases, and what becomes of stories that are out. */
export function expectedBy({ stateOf, upcoming }: Pick<Edition, 'stateOf' | 'upcoming'>): readonly Upcoming[] {
  return upcoming.filter(({ kind, path }) => kind === 'release' || isOut(stateOf.get(path)))
}

function isOut(state: StoryState | undefined): boolean {
  return state === 'released' || state === 'withdrawn'
}

/**
 * Stories that were saved and came due while nothing could be published, from an instant until an edition was put in place: no publish expected them. One
 * that comes out after its date, since it waited for other languages, is dated as of the edition, and was not due.
 */
export function dueSince({ edition, written }: PublishedEdition, from: Instant): readonly Upcoming[] {
  const { asOf, released } = edition
  const files = new Set(written)
  return released
    .filter(story => story.date.at > from && story.date.at < asOf && files.has(outPathOf(story.permalink)))
    .map(({ path, title, date }) => ({ kind: 'release', at: date.at, path, title }))
}

/**
 * What was to come and has, by an edition that is out: a story that its author took back in the last moment has not; nor has anything by a publish
 * that found nothing to change, since another was first.
 */
export function releasesIn(
  { edition, addressOf, written, removed }: PublishedEdition,
  { expected, actual }: { readonly expected: readonly Upcoming[]; readonly actual: Instant },
): readonly Release[] {
  if (written.length + removed.length === 0) return []
  const near = expected.filter(({ at }) => at <= edition.asOf)
  const due = near.filter(({ kind, path }) => isOut(edition.stateOf.get(path)) === (kind !== 'expiry'))
  return due.map(({ kind, at, path, title }): Release => ({ kind, path, title, due: at, actual, permalink: addressOf(path) }))
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
