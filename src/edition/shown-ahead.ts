import type { Ahead, Article } from '../model/article.ts'
import type { Release } from './releases.ts'

/** What a preview shows beside what is public: drafts alone, as they have no time; or stories to come as well. */
export type Preview = 'drafts' | 'everything'

/** Why a story is not public yet, for a preview that shows it all the same; undefined where it does not. */
export function aheadOf(
  { draft, date }: Pick<Article, 'draft' | 'date'>,
  { release, preview }: { readonly release: Release; readonly preview: Preview },
): Ahead | undefined {
  if (draft) return { kind: 'draft' }
  if (preview === 'drafts') return undefined
  if (release.kind === 'waiting') return { kind: 'waiting', languages: release.missing.map(({ lang }) => lang) }
  return { kind: 'to-come', date: release.at === date.at ? date : { at: release.at, dateOnly: false } }
}
