import type { Article, DatedChange } from '../model/article.ts'
import type { Instant } from '../model/instant.ts'
import { publicOnceWithdrawn } from '../model/kept-fields.ts'

/** Why nothing of a file, or not all of it, is public. */
export type Hidden = 'draft' | 'to come' | 'waiting' | 'expired' | 'withdrawn' | 'changes to come' | 'unreadable'

/**
 * Why nothing of a story, or not all of it, is public at an instant; undefined where all of it is. Judged by its own dates, apart from
 * how editions are made, so that a fault there does not hide itself. What an edition adds is `isReleased`: whether it waits for others.
 */
export function hiddenBy(
  article: Pick<Article, 'draft' | 'date' | 'expires' | 'withdrawn' | 'updated' | 'corrections'>,
  { dueBy, expiredBy, hasCome, isReleased }: JudgedBy,
): Hidden | undefined {
  const { draft, date, expires, withdrawn } = article
  if (draft) return 'draft'
  if (date.at > dueBy) return 'to come'
  if (expires !== undefined && expires <= expiredBy) return 'expired'
  if (!isReleased) return 'waiting'
  if (withdrawn && hasCome({ kind: 'withdrawal', at: withdrawn.date.at })) return 'withdrawn'
  return changesIn(article).every(hasCome) ? undefined : 'changes to come'
}

/** By what a story is judged: the instants by which it must be due and not have expired, and which changes have come. */
export interface JudgedBy {
  readonly dueBy: Instant
  readonly expiredBy: Instant
  readonly hasCome: (change: DatedChange) => boolean
  readonly isReleased: boolean
}

function changesIn({
  updated,
  corrections,
  withdrawn,
}: Pick<Article, 'updated' | 'corrections' | 'withdrawn'>): readonly DatedChange[] {
  return [
    ...(updated ? [{ kind: 'update', at: updated.date.at } as const] : []),
    ...corrections.map(({ date }) => ({ kind: 'correction', at: date.at }) as const),
    ...(withdrawn ? [{ kind: 'withdrawal', at: withdrawn.date.at } as const] : []),
  ]
}

/** What is public of a story of which not all is: of a withdrawn one the notice, of one with changes to come all but these. */
export function publicPart(
  article: Article,
  { hidden, hasCome, source }: Pick<JudgedBy, 'hasCome'> & { readonly hidden: Hidden; readonly source: string },
): string {
  const { updated, corrections, withdrawn: _, ...rest } = article
  if (hidden === 'withdrawn') return JSON.stringify(publicOnceWithdrawn(article))
  if (hidden !== 'changes to come') return ''
  const changes = [
    ...(updated && hasCome({ kind: 'update', at: updated.date.at }) ? [updated] : []),
    ...corrections.filter(({ date }) => hasCome({ kind: 'correction', at: date.at })),
  ]
  return `${JSON.stringify([rest, changes])}\n\n${source.replace(FRONT_MATTER, '')}`
}

const FRONT_MATTER = /^\uFEFF?---[\s\S]*?\n---[^\S\n]*(?:\n|$)/

const CODE_OR_LINK = /(```|~~~)[\s\S]*?(?:\1|$)|`[^`\n]*`|[^\s()<>"'[\]]+\.md\b/g

/**
 * A public file's text as readers may meet it: as it is written, and in plain words. `unnamed`: files of stories of which nothing is
 * public; where a text links to one, readers are not told, unless it stands in code, which is shown as it is.
 */
export function publicWordings(source: string, unnamed: ReadonlySet<string>): readonly string[] {
  const told = source
    .replace(CODE_OR_LINK, part => (!/^[`~]/.test(part) && unnamed.has(part.slice(part.lastIndexOf('/') + 1)) ? ' ' : part))
    .replace(/(?:%[0-9a-f]{2})+/gi, decoded)
  return [told, told.replace(/\]\([^)]*\)|<[^>]*>/g, '')]
}

function decoded(escapes: string): string {
  try {
    return decodeURIComponent(escapes)
  } catch {
    return escapes
  }
}
