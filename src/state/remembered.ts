import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { MissingStories, StandingText, StateDatabase } from '../db/state-database.ts'
import type { Instant } from '../model/instant.ts'
import type { PublicationRecord } from '../model/record.ts'
import type { Site, Wording } from '../model/site.ts'
import { MANIFEST_FILE } from '../output/manifest-file.ts'
import { isObject, parseOrNothing } from '../platform/json-lines.ts'
import { latestInstantIn } from '../record/record-instants.ts'
import type { Paths } from './paths.ts'
import { readState, writeState } from './state.ts'

// What one publish remembers for the next, but for the sources and the releases. Who writes several of these does so in one `writeState`.

export type { MissingStories } from '../db/state-database.ts'

type StatePath = Pick<Paths, 'state'>

/**
 * Ids of the stories whose change was held back in the last publish. They stay in question whatever becomes of the feeds around
 * them, so they are remembered.
 */
export function readHeld(paths: StatePath): readonly string[] {
  return readState(paths, state => state.held())
}

/** The stories that were missing in the last publish. */
export function readMissing(paths: StatePath): readonly MissingStories[] {
  return readState(paths, state => state.missing())
}

/**
 * Whether the public may be reading this folder: something was published into it, and not as of a time to come. What Courant
 * does not remember making as a preview counts as live.
 */
export function isLive({ out, state }: Pick<Paths, 'out' | 'state'>): boolean {
  return existsSync(join(out, MANIFEST_FILE)) && !isPreview({ state })
}

/** Whether a folder is known to show a time to come. */
export function isPreview(paths: StatePath): boolean {
  return readState(paths, state => state.fact('preview') !== undefined)
}

/** Remembers whether a folder shows a time to come. */
export function markPreview(state: StateDatabase, isPreview: boolean): void {
  state.setFact('preview', isPreview ? '' : undefined)
}

/** From now on the folder shows what is public. */
export function unmarkPreview(paths: StatePath): void {
  if (isPreview(paths)) writeState(paths, state => markPreview(state, false))
}

/**
 * The instant that readers have reached: `now`, or that of the last publish, where the clock is behind it. The state remembers that publish; where
 * it is lost, the record in `out/` tells of the last one that released or removed something. What a folder shows of a time to come counts for nothing.
 */
export function reachedInstant(
  paths: StatePath,
  { now, record }: { readonly now: Instant; readonly record: PublicationRecord },
): Instant {
  const { isPreview, reached } = readState(paths, state => ({
    isPreview: state.fact('preview') !== undefined,
    reached: state.fact('reached'),
  }))
  if (isPreview) return now
  // A record may have a later instant than its publish: an author's notice that is dated after a clock which was behind.
  return Math.max(now, reached === undefined ? latestInstantIn(record) : Number(reached))
}

/** Remembers the instant of a publish by the clock, which is that of its edition or the later one that readers had reached. */
export function rememberReached(state: StateDatabase, reached: Instant): void {
  state.setFact('reached', String(reached))
  markPreview(state, false)
}

/** Disclaimers and boilerplates by name. */
export type StandingTexts = Pick<Site, 'disclaimers' | 'boilerplates'>

/** The site with the texts that it had before, under names that it has no more: last good versions of stories may bear them. */
export function withFormerTexts(site: Site, paths: StatePath): Site {
  return {
    ...site,
    ...textsAfter(
      readState(paths, state => state.standingTexts()),
      site,
    ),
  }
}

/** Remembers the texts of a site that is published, beside those that it had before. */
export function rememberTexts(state: StateDatabase, site: StandingTexts): void {
  const after = textsAfter(state.standingTexts(), site)
  const rows = (kind: StandingText['kind']): readonly StandingText[] =>
    [...after[kind]].map(([name, wordings]) => ({ kind, name, wordings: JSON.stringify(wordings) }))
  state.setStandingTexts([...rows('disclaimers'), ...rows('boilerplates')])
}

function textsAfter(former: readonly StandingText[], site: StandingTexts): StandingTexts {
  const joined = (kind: StandingText['kind']): Site['disclaimers'] => {
    const before = former.flatMap(text => (text.kind === kind ? wordingsIn(text) : []))
    return new Map([...before, ...site[kind]])
  }
  return { disclaimers: joined('disclaimers'), boilerplates: joined('boilerplates') }
}

function wordingsIn({ name, wordings }: StandingText): readonly (readonly [string, readonly Wording[]])[] {
  const list = parseOrNothing(wordings)
  return Array.isArray(list) && list.every(isWording) ? [[name, list]] : []
}

function isWording(value: unknown): value is Wording {
  return isObject(value) && typeof value.from === 'number' && typeof value.lang === 'string' && typeof value.text === 'string'
}
