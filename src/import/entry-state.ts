import type { Element } from './markup.ts'
import { childrenNamed, childText, textOf } from './markup-tree.ts'
import { UNCLEAR_STATE } from './source.ts'

/** An entry that becomes an article. */
export interface ArticleState {
  readonly kind: 'story' | 'page'
  readonly draft: boolean
  /** Why it is a draft, where the entry does not simply say so. */
  readonly losses: readonly string[]
}

/** What an Atom entry is: an article, or something that no article is made of. */
export type EntryState =
  | ArticleState
  /** A comment, a setting, a template: `name` is the word for it. */
  | { readonly kind: 'other'; readonly name: string }
  | { readonly kind: 'trashed' }

/** The scheme of the category that names the kind of an entry (Google Data API, "Kinds"). */
export const KIND_SCHEME = 'http://schemas.google.com/g/2005#kind'

/**
 * Reads what an entry is and whether it was public: from `app:draft` (RFC 5023 §13.1.1), from the kind in a backup of a Blogger
 * blog, and from `blogger:type` and `blogger:status` in a blog that comes from Google Takeout.
 */
export function entryState(entry: Element): EntryState {
  const type = typeOf(entry)
  if (type !== 'post' && type !== 'page') return { kind: 'other', name: type }
  const status = statusOf(entry)
  if (status?.includes('TRASH') || childText(entry, 'blogger:trashed') !== undefined) return { kind: 'trashed' }
  const kind = type === 'page' ? 'page' : 'story'
  const said = childrenNamed(entry, 'app:control')
    .flatMap(control => childrenNamed(control, 'app:draft'))
    .map(draft => textOf(draft).trim().toLowerCase())
  const isDraft = said.includes('yes') || status === 'DRAFT'
  const doubts = isDraft ? [] : [...doubtsOf(status), ...said.filter(word => word !== 'no').map(() => UNCLEAR_STATE)]
  return { kind, draft: isDraft || doubts.length > 0, losses: [...new Set(doubts)] }
}

/** In lower case; an entry that says nothing is a post, as in every feed. */
function typeOf(entry: Element): string {
  const kind = childrenNamed(entry, 'atom:category').find(({ attributes }) => attributes.get('scheme') === KIND_SCHEME)
  const term = kind?.attributes.get('term')
  return (childText(entry, 'blogger:type') ?? term?.slice(term.lastIndexOf('#') + 1) ?? 'post').toLowerCase()
}

/** In capitals; empty where the entry has a state and does not say which, undefined where it has none. */
function statusOf(entry: Element): string | undefined {
  const [status] = childrenNamed(entry, 'blogger:status')
  return status && textOf(status).trim().toUpperCase()
}

/** Every state but LIVE, a new one of Blogger's too, may mean that nobody was to read it. */
function doubtsOf(status: string | undefined): readonly string[] {
  if (status === undefined || status === 'LIVE') return []
  return [status === '' ? UNCLEAR_STATE : `it is in the state ${status}: it is a draft here`]
}
