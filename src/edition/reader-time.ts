import type { Article, DatedChange } from '../model/article.ts'
import type { Instant } from '../model/instant.ts'
import type { PublicationRecord } from '../model/record.ts'
import { namedChanges, toldIn } from './told-changes.ts'

/** By which instants a story is judged. They differ only while the clock is behind the last publish. */
export interface ReaderTime {
  /** The latest instant that readers have seen: `asOf`, or that of the last publish. */
  readonly reached: Instant
  /** The instant by which a story must be due to be public. */
  readonly dueBy: (article: Article) => Instant
  /** The instant by which its `expires` must lie for it to be over. */
  readonly expiredBy: (article: Article) => Instant
  /** Whether a change that is written in a story's file is one that readers see. */
  readonly hasCome: (article: Article) => (change: DatedChange) => boolean
}

/** What reader time depends on. */
export interface ReaderTimeInputs {
  readonly record: PublicationRecord
  readonly asOf: Instant
  /** The instant of the last publish, where it lies after `asOf`; else `asOf`. */
  readonly reached: Instant
  /** Whether the last publish expected a change to come: then it is no new word of its author. None when absent. */
  readonly isExpected?: ((path: Article['path'], change: DatedChange) => boolean) | undefined
}

/** Every story is judged by one instant. */
export function oneTime(asOf: Instant): ReaderTime {
  return { reached: asOf, dueBy: () => asOf, expiredBy: () => asOf, hasCome: () => change => change.at <= asOf }
}

/**
 * While the clock is behind the last publish, time alone removes nothing: what is public stays due, expires only by the clock, and shows the
 * changes that readers have. What had expired stays so. What an author writes into the file of a public story takes effect at once, since its
 * date lies after what the clock says. Everything else waits until the clock says that it is due.
 */
export function readerTime({ record, asOf, reached, isExpected = () => false }: ReaderTimeInputs): ReaderTime {
  if (reached <= asOf) return oneTime(asOf)
  const isPublic = ({ id }: Article): boolean => record.has(id) && record.get(id)?.gone === undefined
  return {
    reached,
    dueBy: article => (isPublic(article) ? reached : asOf),
    expiredBy: article => (isPublic(article) ? asOf : reached),
    hasCome: article => {
      const entry = record.get(article.id)
      const isEdited = entry !== undefined && entry.hash !== '' && entry.hash !== article.source.hash
      const told = toldChanges(article, record)
      return change =>
        change.at <= asOf ||
        told.has(keyOf(change)) ||
        // The record knows nothing of an update without a note.
        (entry !== undefined && isPlainUpdate(article, change) && change.at <= reached) ||
        (isEdited && !isExpected(article.path, change))
    },
  }
}

/** The changes of a story that readers have, by `keyOf`. */
function toldChanges(article: Article, record: PublicationRecord): ReadonlySet<string> {
  const told = toldIn(record.get(article.id))
  if (!told) return new Set()
  const { update, corrections, withdrawal } = namedChanges(article, told)
  const isWithdrawn = Object.keys(told).some(name => name.startsWith('withdrawal-'))
  return new Set([
    ...(update && told[update.name] !== undefined ? [keyOf({ kind: 'update', at: update.at })] : []),
    ...corrections.flatMap(({ name, at }) => (told[name] === undefined ? [] : [keyOf({ kind: 'correction', at })])),
    // A notice with another date is still the notice.
    ...(withdrawal && isWithdrawn ? [keyOf({ kind: 'withdrawal', at: withdrawal.at })] : []),
  ])
}

function isPlainUpdate({ updated }: Article, { kind }: DatedChange): boolean {
  return kind === 'update' && updated?.note === undefined
}

function keyOf({ kind, at }: DatedChange): string {
  return `${kind} ${at}`
}
