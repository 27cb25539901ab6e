import type { SourcePath } from '../model/address.ts'
import type { Article } from '../model/article.ts'
import type { PublicationRecord, RecordEntry } from '../model/record.ts'

/** The record, in which what is gone is marked by whether its file is there: one that comes later with other bytes is another story. */
export function noteAway(
  record: PublicationRecord,
  { articles, sources }: { readonly articles: readonly Article[]; readonly sources: ReadonlySet<SourcePath> },
): PublicationRecord {
  const gone = [...record.values()].filter(entry => entry.gone !== undefined && entry.path !== '')
  if (gone.length === 0) return record
  const readable = new Set(articles.map(({ id }) => id))
  const isAway = (entry: RecordEntry): boolean => !readable.has(entry.id) && (entry.away === true || !sources.has(entry.path))
  const next = new Map(record)
  for (const entry of gone) {
    const { away = false, ...rest } = entry
    if (isAway(entry) !== away) next.set(entry.id, away ? rest : { ...rest, away: true })
  }
  return next
}
