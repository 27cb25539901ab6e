import { isAmong, type SitePath, type SourcePath } from '../model/address.ts'
import { type Article, publicUpdate } from '../model/article.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { Instant } from '../model/instant.ts'
import type { PublicationRecord, RecordEntry } from '../model/record.ts'
import { goneAt } from './record-instants.ts'
import { remedyOfRenamed, renamedFiles } from './renamed.ts'
import type { Resemblance } from './resemblance.ts'

/** What a publish makes of the record, and what it must not pass over in silence. */
export interface NextRecord {
  readonly record: PublicationRecord
  /** Stories that are public by the record and whose file is gone, or another story's: nobody said what shall become of them. */
  readonly missing: readonly RecordEntry[]
  /** Stories that were set back, or are another one now. */
  readonly diagnostics: readonly Diagnostic[]
}

/** What the next record follows from. */
export interface RecordInputs {
  readonly record: PublicationRecord
  /** Whether anything was ever published: of a part of a record that cannot be seen. */
  readonly hasPublished: boolean
  /** Every story that could be read, public or not. */
  readonly articles: readonly Article[]
  /** Every article file there is, readable or not. */
  readonly sources: ReadonlySet<SourcePath>
  /** Where nobody can look now: what stands there is not removed. */
  readonly unseen: ReadonlySet<SourcePath>
  readonly released: readonly Article[]
  /** Public stories that are another one by their author's word: its id, by theirs. */
  readonly became: ReadonlyMap<string, string>
  readonly asOf: Instant
  /** The latest instant that readers have seen, by which a public story must be due to stay so: later than `asOf` while the clock is behind. */
  readonly reached: Instant
  /** Takes what is missing for removed on purpose. */
  readonly accept: boolean
}

/**
 * The record once this edition is out. First publications keep their instant, a new address keeps the old ones, and what is
 * public no more is known as gone, so that its id is never used again and its address says so.
 */
export function nextRecord(inputs: RecordInputs): NextRecord {
  const { record, hasPublished, articles, sources, unseen, released, became, asOf, reached, accept } = inputs
  const goneFrom = (entry: RecordEntry, at: Instant): RecordEntry => ({ ...entry, gone: goneAt(entry, { at, reached }) })
  const next = new Map(record)
  const diagnostics: Diagnostic[] = []
  const missing: RecordEntry[] = []
  const readable = new Map(articles.map(article => [article.id, article]))
  const paths = new Set(articles.map(({ path }) => path))
  const aliases = new Set<SitePath>(released.flatMap(article => article.aliases))
  const releasedIds = new Set(released.map(({ id }) => id))
  for (const entry of record.values()) {
    if (entry.gone !== undefined || releasedIds.has(entry.id)) continue
    const broken = sources.has(entry.path) && !paths.has(entry.path)
    const article = readable.get(entry.id)
    const other = readable.get(became.get(entry.id) ?? '')
    if (other) {
      next.set(entry.id, goneFrom(entry, asOf))
      diagnostics.push(taken(entry, other))
    } else if (article) {
      const isSetBack = article.draft || article.date.at > reached
      next.set(entry.id, goneFrom(entry, isSetBack ? asOf : expiryOf(article, asOf)))
      if (isSetBack) diagnostics.push(unpublished(article))
    } else if (broken) continue
    else if ((accept && !isAmong(entry.path, unseen)) || aliases.has(entry.permalink)) next.set(entry.id, goneFrom(entry, asOf))
    else missing.push(entry)
  }
  const makeshifts = Map.groupBy(became.keys(), id => became.get(id))
  for (const article of released) {
    const before = record.get(article.id)
    const written = (readable.get(article.id) ?? article).date.at
    const isLate = written < (before?.late ? before.published : article.date.at)
    // One that stays as it was is the same, whose line is known.
    if (before && !makeshifts.has(article.id) && isAsBefore(article, { before, isLate })) continue
    const past = [article.id, ...(makeshifts.get(article.id) ?? [])].flatMap(id => record.get(id) ?? [])
    const isFresh = before ? before.fresh === true : hasPublished && article.date.at + FRESH_MS > asOf
    next.set(article.id, entryFor(article, { before, past, isLate, isFresh }))
  }
  return { record: next, missing, diagnostics }
}

/** What is older when it comes out was imported, or written down late: no subscriber waits for it. */
const FRESH_MS = 24 * 60 * 60 * 1000

const NONE: readonly SitePath[] = []

interface Past {
  readonly before: RecordEntry | undefined
  /** That, and what the same story was public as in between. */
  readonly past: readonly RecordEntry[]
  /** Whether its date is when it came out, not the one that its author wrote. */
  readonly isLate: boolean
  /** Whether it was news when it came out. */
  readonly isFresh: boolean
}

function entryFor(article: Article, { before, past, isLate, isFresh }: Past): RecordEntry {
  const { id, path, permalink, source, date, withdrawn } = article
  const published = before?.published ?? date.at
  const updated = publicUpdate(article)
  const addresses = past.flatMap(entry => [...entry.former, entry.permalink])
  const former = addresses.filter(address => address !== permalink)
  return {
    id,
    path,
    permalink,
    hash: source.hash,
    published,
    ...(updated > published && { updated }),
    ...(withdrawn && { withdrawn: true }),
    ...(before?.feeds && { feeds: before.feeds }),
    ...(isLate && { late: true }),
    ...(isFresh && { fresh: true }),
    former: former.length > 0 ? [...new Set(former)] : NONE,
    gone: undefined,
  }
}

/** Whether the entry of a story that nothing was ever told of would be the one that it has. */
function isAsBefore(article: Article, { before, isLate }: { readonly before: RecordEntry; readonly isLate: boolean }): boolean {
  const { path, permalink, source } = article
  const isPlain = before.gone === undefined && !before.away && !before.corrections && !before.changes && !before.withdrawn
  return (
    isPlain &&
    !article.withdrawn &&
    publicUpdate(article) === (before.updated ?? before.published) &&
    before.former.length === 0 &&
    before.path === path &&
    before.permalink === permalink &&
    before.hash === source.hash &&
    isLate === (before.late === true)
  )
}

/** An expiry is as old as it was set to be; a story that was set back is gone from now on. */
function expiryOf({ expires }: Article, asOf: Instant): Instant {
  return expires !== undefined && expires <= asOf ? expires : asOf
}

/**
 * What is to be said of missing stories, of new files that may be these as well; nothing of those that merely cannot be seen.
 * `resemblances`: the new files that may be missing stories under other names.
 */
export function missingStories(
  missing: readonly RecordEntry[],
  { unseen, resemblances }: { readonly unseen: ReadonlySet<SourcePath>; readonly resemblances: readonly Resemblance[] },
): readonly Diagnostic[] {
  const renamed = new Map(resemblances.flatMap(found => (found.rival === undefined ? [[found.entry.id, found] as const] : [])))
  const gone = missing.filter(({ path }) => !isAmong(path, unseen))
  return [...gone.map(entry => missingStory(entry, renamed.get(entry.id))), ...renamedFiles(resemblances)]
}

/** What its author should do about a missing story. */
function missingStory(entry: RecordEntry, renamed: Resemblance | undefined): Diagnostic {
  const { id, path, permalink } = entry
  return {
    severity: 'error',
    code: 'removed',
    path: path || permalink,
    line: 1,
    column: 1,
    message: `this story is public at ${permalink}, and its file is gone`,
    remedy: renamed
      ? remedyOfRenamed(entry, renamed.file.path)
      : `put it back; or if it has another name now, add there: id: ${id}; or name ${permalink} among the aliases of the story that replaces it; or let it go: publish with --accept`,
  }
}

function unpublished({ path, draft }: Article): Diagnostic {
  return {
    severity: 'warning',
    code: 'removed',
    path,
    line: 1,
    column: 1,
    field: draft ? 'draft' : 'date',
    message: 'this story was public and is taken out',
    remedy: 'subscribers keep the copy they have; withdrawn: with a date and a reason tells them',
  }
}

/** Of one story that was public as two, only the subscribers' first is left. */
function taken({ id }: RecordEntry, { path, id: other }: Article): Diagnostic {
  return {
    severity: 'warning',
    code: 'removed',
    path,
    line: 1,
    column: 1,
    field: 'id',
    message: `this story was public as ${id} as well, and is ${other} alone from now on`,
    remedy: `subscribers who have it twice keep the copy; if ${id} is another story, put it into a file of its own with that id`,
  }
}
