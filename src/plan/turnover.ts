import type { SourcePath } from '../model/address.ts'
import type { Article } from '../model/article.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { Edition } from '../model/edition.ts'
import type { PublicationRecord } from '../model/record.ts'
import type { ChannelDiff } from './subscriber-diff.ts'

/** The most of a feed that may become new or leave at once without a question. Small feeds turn over by themselves. */
export const TURNOVER = { share: 0.5, leastItems: 20 } as const

/** A feed of which so much changes at once that it may be a mistake: a folder, a clock, a merge. */
export interface Turnover {
  readonly diff: ChannelDiff
  /** Ids of the stories in question. */
  readonly stories: readonly string[]
}

/** What a turnover is judged by. */
export interface TurnoverInputs {
  readonly edition: Edition
  /** Every story that could be read, public or not. */
  readonly articles: readonly Pick<Article, 'id' | 'path' | 'date' | 'expires'>[]
  /** As it was before this publish. */
  readonly record: PublicationRecord
}

/**
 * The channels that turn over. What the passing of time does is no question: a story newer than all that was public has come
 * due, one that has expired was meant to go. A feed that nobody polled before cannot turn over.
 */
export function turnoversIn(diffs: readonly ChannelDiff[], inputs: TurnoverInputs): readonly Turnover[] {
  const asked = diffs.filter(
    ({ channel, before, added, leaving }) =>
      channel.kind !== 'changes' &&
      before >= TURNOVER.leastItems &&
      Math.max(added.length, leaving.length) > before * TURNOVER.share,
  )
  if (asked.length === 0) return []
  const { broughtByHand, takenByHand } = changesByHand(inputs)
  return asked.flatMap(diff => {
    const added = diff.added.filter(({ id }) => broughtByHand(id))
    const leaving = diff.leaving.filter(({ id }) => takenByHand(id))
    const limit = diff.before * TURNOVER.share
    if (added.length <= limit && leaving.length <= limit) return []
    return [{ diff, stories: [...added, ...leaving].map(({ id }) => id) }]
  })
}

/**
 * Which of the stories that were held back stay so, as their files stand now: those still to be new or to leave by hand. Feeds that
 * grew since do not make them less of a question; one that was taken back is none any more, nor one that now comes due.
 */
export function stillInQuestion(held: readonly string[], inputs: TurnoverInputs): readonly string[] {
  if (held.length === 0) return []
  const { released, broughtByHand, takenByHand } = changesByHand(inputs)
  const isPublic = (id: string): boolean => inputs.record.has(id) && inputs.record.get(id)?.gone === undefined
  return held.filter(id => (released.has(id) ? broughtByHand(id) : isPublic(id) && takenByHand(id)))
}

interface ChangesByHand {
  /** Ids of the released stories. */
  readonly released: ReadonlySet<string>
  /** Whether a released story is new without having come due. */
  readonly broughtByHand: (id: string) => boolean
  /** Whether a story that is not released any more has not expired. */
  readonly takenByHand: (id: string) => boolean
}

function changesByHand({ edition, articles, record }: TurnoverInputs): ChangesByHand {
  const newest = [...record.values()].reduce((latest, { published }) => Math.max(latest, published), -Infinity)
  // The authors' dates: what comes out late has not come due.
  const dates = new Map(articles.map(({ id, date }) => [id, date.at]))
  const expired = new Set(
    articles.filter(({ expires }) => expires !== undefined && expires <= edition.asOf).map(({ id }) => id),
  )
  return {
    released: new Set(edition.released.map(({ id }) => id)),
    broughtByHand: id => !record.has(id) && (dates.get(id) ?? 0) <= newest,
    takenByHand: id => !expired.has(id),
  }
}

/** Holds back the stories in question, by path; whether there is one that was not held before. */
export function holdBack(
  inQuestion: readonly string[],
  { articles, held }: Pick<TurnoverInputs, 'articles'> & { readonly held: Map<SourcePath, string> },
): boolean {
  const pathOf = new Map(articles.map(({ id, path }) => [id, path]))
  const before = held.size
  for (const id of inQuestion) {
    const path = pathOf.get(id)
    if (path !== undefined) held.set(path, id)
  }
  return held.size > before
}

/** Says of a story in question that its change is held back. */
export function heldStory(path: SourcePath): Diagnostic {
  return {
    severity: 'error',
    code: 'held-back',
    path,
    line: 1,
    column: 1,
    message: 'this change is held back: with others, it would make most of a feed new or gone at once',
    remedy: 'if that is meant, publish once with --accept; courant publish --dry-run --accept shows what subscribers would see',
  }
}
