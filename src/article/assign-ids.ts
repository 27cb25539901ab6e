import type { Article } from '../model/article.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import { goneFirst, type PublicationRecord, type RecordEntry } from '../model/record.ts'
import { madeId } from './made-id.ts'
import type { ParsedArticle } from './parse-article.ts'

/** Articles with their ids. */
export interface Identified {
  readonly articles: readonly Article[]
  /** Public stories that are another one by their author's word, by id, and the id of that one: `becomesAnother`. */
  readonly became: ReadonlyMap<string, string>
  readonly diagnostics: readonly Diagnostic[]
}

/** What ids rest on. */
export interface IdContext {
  readonly record: PublicationRecord
  readonly idPrefix: string
  /** Takes an id that changed for meant. */
  readonly accept: boolean
  /** Whether a story is to be public now; all are when absent. */
  readonly isDue?: (article: Pick<Article, 'draft' | 'date' | 'expires'>) => boolean
}

/**
 * Settles every article's id: the one in its front matter; else the one that the record knows its path by (or its address,
 * when the record was rebuilt from feeds); else that of a
 * recorded story with the same bytes that is no longer where it was (it was renamed); else `idPrefix` and its path. Two articles
 * with one id are an error that names both; the one that the record knows keeps it, else one that is due.
 */
export function assignIds(
  parsed: readonly ParsedArticle[],
  { record, idPrefix, accept, isDue = () => true }: IdContext,
): Identified {
  const known = knownIn(record, parsed)
  const diagnostics: Diagnostic[] = []
  const recordedAs = (article: Pick<Article, 'path' | 'permalink'>): RecordEntry | undefined =>
    known.byPath.get(article.path) ?? known.byAddress.get(article.permalink)
  const settle = (article: ParsedArticle): string => {
    const recorded = recordedAs(article)
    if (article.givenId === undefined) {
      const id = recorded?.id ?? known.moved.get(article.source.hash)?.id
      if (id !== undefined) return id
      const made = unusedId(article, { record, idPrefix })
      const before = known.left.get(article.path)
      if (before) diagnostics.push(pathReused(article, { before, id: made }))
      return made
    }
    const changes = recorded?.gone === undefined && recorded?.id !== undefined && recorded.id !== article.givenId
    if (!changes || accept || record.has(article.givenId)) return article.givenId
    diagnostics.push(idChanged(article, { from: recorded.id, to: article.givenId }))
    return recorded.id
  }
  const isRecorded = ({ id, path }: Article): boolean => record.get(id)?.path === path
  const byId = new Map<string, Article>()
  for (const candidate of parsed) {
    // Nothing is left out: to copy all is several times as fast, and there are thousands.
    const article: Article = { ...candidate, ...{ givenId: undefined }, id: settle(candidate) }
    const rival = byId.get(article.id)
    if (!rival) byId.set(article.id, article)
    else {
      const isFirst = isRecorded(rival) || (!isRecorded(article) && (isDue(rival) || !isDue(article)))
      const [keeper, loser] = isFirst ? [rival, article] : [article, rival]
      byId.set(article.id, keeper)
      diagnostics.push(sameId(loser, keeper))
      // Public under an id of its own, it stays so.
      const own = recordedAs(loser)
      if (own && own.gone === undefined && !byId.has(own.id)) byId.set(own.id, { ...loser, id: own.id })
    }
  }
  const articles = [...byId.values()]
  const became = articles.flatMap(article => {
    const recorded = recordedAs(article)
    return recorded && becomesAnother(recorded, { article, record, idPrefix }) ? [[recorded.id, article.id] as const] : []
  })
  return { articles, became: new Map(became), diagnostics }
}

/**
 * Whether a file's story was public under an id that was made from its path, and is said to be another story that was public before:
 * it was renamed and edited at once, and its author has since written down the id that it had. An id that somebody gave is never
 * taken for such a makeshift.
 */
function becomesAnother(
  recorded: RecordEntry,
  { article, record, idPrefix }: { readonly article: Article; readonly record: PublicationRecord; readonly idPrefix: string },
): boolean {
  if (recorded.id === article.id || recorded.gone !== undefined || !record.has(article.id)) return false
  const made = madeId(article, idPrefix)
  return recorded.id === made || recorded.id.startsWith(`${made};`)
}

interface KnownStories {
  readonly byPath: ReadonlyMap<string, RecordEntry>
  /** Of entries whose path the record does not know. */
  readonly byAddress: ReadonlyMap<string, RecordEntry>
  /** By hash, of entries whose story is not in its file any more. */
  readonly moved: ReadonlyMap<string, RecordEntry>
  /** By path, what the record knows of files that another story took the place in. */
  readonly left: ReadonlyMap<string, RecordEntry>
}

function knownIn(record: PublicationRecord, parsed: readonly ParsedArticle[]): KnownStories {
  const files = new Map(parsed.map(article => [article.path, article]))
  const byPath = new Map<string, RecordEntry>()
  const byAddress = new Map<string, RecordEntry>()
  const moved = new Map<string, RecordEntry>()
  for (const entry of goneFirst(record)) {
    if (entry.path === '') byAddress.set(entry.permalink, entry)
    else if (files.has(entry.path)) byPath.set(entry.path, entry)
    else moved.set(entry.hash, entry)
  }
  const left = new Map<string, RecordEntry>()
  const strays = Map.groupBy(
    parsed.filter(({ path, source }) => byPath.get(path)?.hash !== source.hash),
    ({ source }) => source.hash,
  )
  for (const [path, entry] of byPath) {
    const file = files.get(path)
    if (file?.source.hash === entry.hash || file?.givenId === entry.id) continue
    const isElsewhere = strays.get(entry.hash)?.length === 1
    if (!isElsewhere && !entry.away) continue
    left.set(path, entry)
    moved.set(entry.hash, entry)
  }
  for (const path of left.keys()) byPath.delete(path)
  return { byPath, byAddress, moved, left }
}

/** The id that a path makes, with a number where another story had it. No path makes a semicolon. */
function unusedId(article: ParsedArticle, { record, idPrefix }: Pick<IdContext, 'record' | 'idPrefix'>): string {
  const made = madeId(article, idPrefix)
  // Of a record that was rebuilt from feeds, the id alone tells whose it is.
  if (record.get(made)?.path === '') return made
  let id = made
  for (let number = 2; record.has(id); number += 1) id = `${made};${number}`
  return id
}

function pathReused(
  { path }: ParsedArticle,
  { before, id }: { readonly before: RecordEntry; readonly id: string },
): Diagnostic {
  return {
    severity: 'warning',
    code: 'path-reused',
    path,
    line: 1,
    column: 1,
    field: 'id',
    message: `the story that was in this file is ${before.away ? 'gone' : 'in another one now'}, so this is a new one, ${id}`,
    remedy: `if it is the same story still, write id: ${before.id}`,
  }
}

function idChanged({ path }: ParsedArticle, { from, to }: { readonly from: string; readonly to: string }): Diagnostic {
  return {
    severity: 'error',
    code: 'id-changed',
    path,
    line: 1,
    column: 1,
    field: 'id',
    message: `subscribers know this story as ${from}; with ${to} it would reach them again as a new one`,
    remedy: `write id: ${from}, or remove the line; if it really is another story, publish with --accept`,
  }
}

function sameId(loser: Article, keeper: Article): Diagnostic {
  return {
    severity: 'error',
    code: 'same-id',
    path: loser.path,
    line: 1,
    column: 1,
    field: 'id',
    message: `the id ${loser.id} is also that of ${keeper.path}`,
    remedy: 'give this story an id of its own, or remove its id line',
  }
}
