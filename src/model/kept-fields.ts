import type { Article } from './article.ts'

/** What is decided of each field of a story: whether something that is told of the story still has it. */
interface Kept {
  /** The page and entries of a story that is withdrawn: `keeps` the field, `drops` it, or it is `set` from the notice. */
  readonly withdrawn: Decision
  /** The item that tells a change of the story in the feeds of changes. */
  readonly change: Decision
  /** What the audit takes for public of a withdrawn story: what decided apart from what editions keep, so that a fault there shows. */
  readonly audit: 'public' | 'private'
}

type Decision = 'keeps' | 'drops' | 'set'

/**
 * The one table of what keeps which field of a story. A new field does not compile without its row: what it says could otherwise still be
 * public after the story was withdrawn.
 */
const KEPT = {
  kind: { withdrawn: 'keeps', change: 'keeps', audit: 'private' },
  path: { withdrawn: 'keeps', change: 'keeps', audit: 'public' },
  id: { withdrawn: 'keeps', change: 'set', audit: 'public' },
  story: { withdrawn: 'keeps', change: 'keeps', audit: 'private' },
  lang: { withdrawn: 'keeps', change: 'keeps', audit: 'private' },
  permalink: { withdrawn: 'keeps', change: 'keeps', audit: 'public' },
  aliases: { withdrawn: 'keeps', change: 'keeps', audit: 'public' },
  title: { withdrawn: 'keeps', change: 'set', audit: 'public' },
  summary: { withdrawn: 'set', change: 'set', audit: 'private' },
  date: { withdrawn: 'keeps', change: 'set', audit: 'private' },
  updated: { withdrawn: 'drops', change: 'drops', audit: 'private' },
  section: { withdrawn: 'keeps', change: 'keeps', audit: 'public' },
  topics: { withdrawn: 'keeps', change: 'keeps', audit: 'public' },
  authors: { withdrawn: 'keeps', change: 'keeps', audit: 'public' },
  dateline: { withdrawn: 'drops', change: 'drops', audit: 'private' },
  disclaimer: { withdrawn: 'drops', change: 'keeps', audit: 'private' },
  image: { withdrawn: 'drops', change: 'drops', audit: 'private' },
  attachments: { withdrawn: 'drops', change: 'drops', audit: 'private' },
  boilerplate: { withdrawn: 'drops', change: 'drops', audit: 'private' },
  notes: { withdrawn: 'drops', change: 'drops', audit: 'private' },
  contact: { withdrawn: 'drops', change: 'drops', audit: 'private' },
  corrections: { withdrawn: 'drops', change: 'drops', audit: 'private' },
  withdrawn: { withdrawn: 'keeps', change: 'drops', audit: 'public' },
  canonical: { withdrawn: 'keeps', change: 'drops', audit: 'public' },
  lead: { withdrawn: 'drops', change: 'drops', audit: 'private' },
  draft: { withdrawn: 'keeps', change: 'keeps', audit: 'private' },
  expires: { withdrawn: 'keeps', change: 'keeps', audit: 'private' },
  together: { withdrawn: 'keeps', change: 'keeps', audit: 'private' },
  languages: { withdrawn: 'keeps', change: 'keeps', audit: 'private' },
  source: { withdrawn: 'keeps', change: 'keeps', audit: 'private' },
  reported: { withdrawn: 'keeps', change: 'drops', audit: 'private' },
  ahead: { withdrawn: 'keeps', change: 'keeps', audit: 'private' },
} as const satisfies Readonly<Record<keyof Article, Kept>>

type Table = typeof KEPT

/** The fields of which something takes this decision. */
type Fields<Of extends 'withdrawn' | 'change', Is extends Decision> = {
  [Field in keyof Table]: Table[Field][Of] extends Is ? Field : never
}[keyof Table]

/** What a dropped field says instead: nothing. */
type Blank<Field extends keyof Article> = { readonly [Each in Exclude<Field, 'reported'>]: Article[Each] }

const WITHDRAWN_BLANK = {
  updated: undefined,
  dateline: undefined,
  disclaimer: undefined,
  image: undefined,
  attachments: [],
  boilerplate: undefined,
  notes: [],
  contact: undefined,
  corrections: [],
  lead: false,
} as const satisfies Blank<Fields<'withdrawn', 'drops'>>

const CHANGE_BLANK = {
  updated: undefined,
  dateline: undefined,
  image: undefined,
  attachments: [],
  boilerplate: undefined,
  notes: [],
  contact: undefined,
  corrections: [],
  withdrawn: undefined,
  canonical: undefined,
  lead: false,
} as const satisfies Blank<Fields<'change', 'drops'>>

/** A story once it is withdrawn: what is kept, and what its notice says. */
export function asWithdrawn(article: Article, set: Pick<Article, Fields<'withdrawn', 'set'>>): Article {
  return { ...article, ...WITHDRAWN_BLANK, ...set }
}

/** The item that tells a change of a story: what it keeps of the story, and what it says itself. */
export function asChange({ reported: _, ...article }: Article, set: Pick<Article, Fields<'change', 'set'>>): Article {
  return { ...article, ...CHANGE_BLANK, ...set }
}

const PUBLIC: ReadonlySet<string> = new Set(
  Object.entries(KEPT).flatMap(([field, { audit }]) => (audit === 'public' ? [field] : [])),
)

/** What the audit takes for public of a withdrawn story. */
export function publicOnceWithdrawn(article: Article): readonly unknown[] {
  return Object.entries(article).flatMap(([field, value]) => (PUBLIC.has(field) ? [value] : []))
}
