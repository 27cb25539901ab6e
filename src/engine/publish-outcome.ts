import { nextMoment } from '../edition/next-moment.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import { FORMATS } from '../model/edition.ts'
import type { Instant } from '../model/instant.ts'
import type { Site } from '../model/site.ts'
import type { ChannelDiff } from '../plan/subscriber-diff.ts'
import type { LastOutcome } from './last-publish.ts'
import type { Published, PublishResult, Unchanged } from './publish-result.ts'

/** What became of a publish, by whichever way, in plain data: what there is to tell of it. */
export type PublishOutcome =
  | ({ readonly kind: 'published' | 'unchanged' } & PublishFacts & Pick<Published, 'isUntidy'>)
  | ({ readonly kind: 'stopped'; readonly turnovers: readonly ToldTurnover[] } & PublishFacts)
  | { readonly kind: 'misconfigured'; readonly diagnostics: readonly Diagnostic[] }

/** What there is to tell of a publish. */
export interface PublishFacts
  extends Pick<
      LastOutcome,
      'reached' | 'stories' | 'states' | 'feeds' | 'upcoming' | 'timezone' | 'until' | 'retryAt' | 'diagnostics'
    >,
    Pick<Published, 'written' | 'removed' | 'subscribers' | 'explanation' | 'whole'> {
  /** The site's address, where it was read. */
  readonly site: Pick<Site, 'origin' | 'basePath'> | undefined
}

/** A feed of which most would be new or gone. */
export interface ToldTurnover extends Pick<ChannelDiff, 'before'> {
  readonly channel: string
  /** Ids of the stories in question. */
  readonly stories: readonly string[]
}

/** What there is to tell of a result. */
export function outcomeOf(result: PublishResult | Unchanged): PublishOutcome {
  if (result.kind === 'misconfigured') return result
  if (result.kind === 'unchanged') return { ...result, site: undefined, written: [], removed: [], subscribers: [] }
  const { edition, site, subscribers, diagnostics, explanation } = result
  const facts = {
    reached: edition.reached,
    stories: edition.released.length,
    states: edition.states,
    feeds: edition.channels.length * FORMATS.length,
    upcoming: edition.upcoming,
    timezone: site.timezone,
    until: untilOf(result),
    retryAt: result.kind === 'published' ? result.retryAt : undefined,
    site: addressOf(site),
    subscribers,
    diagnostics,
    explanation,
  }
  if (result.kind === 'published') {
    const { written, removed, isUntidy, whole } = result
    return { ...facts, kind: 'published', written, removed, isUntidy, whole }
  }
  const turnovers = result.turnovers.map(({ diff, stories }) => ({
    channel: diff.channel.path,
    before: diff.before,
    stories,
  }))
  return { ...facts, kind: 'stopped', written: [], removed: [], turnovers }
}

function addressOf({ origin, basePath }: Site): PublishFacts['site'] {
  return { origin, basePath }
}

/** When the passing of time alone next changes something. */
export function untilOf(result: PublishResult | Unchanged): Instant | undefined {
  if (result.kind === 'published') return nextMoment(result.edition)
  return result.kind === 'unchanged' ? result.until : undefined
}
