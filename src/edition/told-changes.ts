import { hash } from 'node:crypto'
import type { Article } from '../model/article.ts'
import type { Instant } from '../model/instant.ts'
import type { PublicationRecord, RecordEntry } from '../model/record.ts'

/** The changes of a story that subscribers have: a hash of each one's note, by its name. Undefined where there are none. */
export type ToldChanges = (id: string) => Told | undefined

type Told = Readonly<Record<string, string>>

/** What is noted with the changes of a story whose ids have the newsroom's prefix: no change has such a name. */
const PREFIXED = { ids: 'prefixed' } as const

/**
 * Whether the ids of a story's changes begin with the newsroom's prefix. They do where its own id is a URN, which takes no fragment (RFC 8141
 * §2.3.3), unless subscribers have changes of it under the ids that older versions gave: those stay.
 */
export function isPrefixed(id: string, told: Told | undefined): boolean {
  return /^urn:/i.test(id) && (told === undefined || told.ids === PREFIXED.ids)
}

/** A change of a story, and by what name subscribers know it: `update-`, `withdrawal-`, or a number and `-`, and an instant. */
export interface NamedChange {
  readonly name: string
  readonly at: Instant
  readonly note: string
}

/** Everything that was changed in a story, under its names. */
export interface NamedChanges {
  readonly update: NamedChange | undefined
  readonly corrections: readonly NamedChange[]
  readonly withdrawal: NamedChange | undefined
}

/**
 * The changes of a story by name. A correction's number among those of its instant, from 1, is the one that it was told under, wherever
 * the file has it now, else the first that is free. What was told stays under its instant though its date means another one by now.
 */
export function namedChanges(
  { updated, corrections, withdrawn }: Pick<Article, 'updated' | 'corrections' | 'withdrawn'>,
  told: Told | undefined,
): NamedChanges {
  if (!updated && corrections.length === 0 && !withdrawn) return UNCHANGED
  const one = (kind: string, at: Instant, note: string): NamedChange => {
    const own = nameOf(kind, at)
    const isItsKind = (name: string): boolean => name.startsWith(`${kind}-`)
    return { at, note, name: told?.[own] === undefined ? (movedName({ at, note }, { told, isItsKind }) ?? own) : own }
  }
  return {
    update: updated?.note === undefined ? undefined : one('update', updated.date.at, updated.note),
    corrections: namedCorrections(
      corrections.map(({ date, note }) => ({ at: date.at, note })),
      told,
    ),
    withdrawal: withdrawn && one('withdrawal', withdrawn.date.at, withdrawn.reason),
  }
}

/** As nearly every story is. */
const UNCHANGED: NamedChanges = { update: undefined, corrections: [], withdrawal: undefined }

type Change = Omit<NamedChange, 'name'>

function namedCorrections(corrections: readonly Change[], told: Told | undefined): readonly NamedChange[] {
  const taken = new Set<string>()
  const take = (name: string | undefined): string | undefined => {
    if (name !== undefined) taken.add(name)
    return name
  }
  const most = corrections.length + Object.keys(told ?? {}).length
  const numbered = ({ at }: Change, isIts: (name: string) => boolean): string | undefined =>
    take(Array.from({ length: most }, (_, index) => nameOf(index + 1, at)).find(name => !taken.has(name) && isIts(name)))
  const known = corrections.map(change => numbered(change, name => told?.[name] === noteHash(change)))
  const isFree = (name: string): boolean => /^\d+-/.test(name) && !taken.has(name)
  const moved = corrections.map((change, index) => known[index] ?? take(movedName(change, { told, isItsKind: isFree })))
  return corrections.map((change, index) => ({ ...change, name: moved[index] ?? numbered(change, () => true) ?? '' }))
}

// Zones lie at most this far apart, and some turn their clocks.
const ZONES_APART_MS = 27 * 3_600_000

/** The name under which the same words were told for an instant that another zone would read the same date as. */
function movedName(
  change: Change,
  { told = {}, isItsKind }: { readonly told: Told | undefined; readonly isItsKind: (name: string) => boolean },
): string | undefined {
  const isNear = (name: string): boolean => Math.abs(Date.parse(name.replace(/^[^-]*-/, '')) - change.at) <= ZONES_APART_MS
  return Object.keys(told).find(name => isItsKind(name) && told[name] === noteHash(change) && isNear(name))
}

/** The record, with a hash of each change's note that this edition tells, so that it is known again where it stands elsewhere in its file. */
export function withTold(
  record: PublicationRecord,
  { released, toldOf }: { readonly released: readonly Article[]; readonly toldOf: ToldChanges },
): PublicationRecord {
  const next = new Map(record)
  for (const article of released) {
    const told = toldOf(article.id)
    const named = namedChanges(article, told)
    if (named === UNCHANGED && !told) continue
    const entry = record.get(article.id)
    const now = [...named.corrections, named.update, named.withdrawal].filter(change => change !== undefined)
    if (!entry || (now.length === 0 && !told)) continue
    const all = {
      ...told,
      ...(isPrefixed(article.id, told) && PREFIXED),
      ...Object.fromEntries(now.map(change => [change.name, noteHash(change)])),
    }
    next.set(article.id, { ...entry, ...fieldsOf(all) })
  }
  return next
}

/** What was told of a story, corrections and other changes alike. */
export function toldIn(entry: RecordEntry | undefined): Told | undefined {
  return entry?.corrections || entry?.changes ? { ...entry.corrections, ...entry.changes } : undefined
}

function fieldsOf(told: Told): Pick<RecordEntry, 'corrections' | 'changes'> {
  const { corrections = [], changes = [] } = Object.groupBy(Object.entries(told), ([name]) =>
    /^\d/.test(name) ? 'corrections' : 'changes',
  )
  return {
    ...(corrections.length > 0 && { corrections: Object.fromEntries(corrections) }),
    ...(changes.length > 0 && { changes: Object.fromEntries(changes) }),
  }
}

function nameOf(kind: string | number, at: Instant): string {
  return `${kind}-${new Date(at).toISOString()}`
}

function noteHash({ note }: Change): string {
  return hash('sha256', note, 'base64url').slice(0, 16)
}
