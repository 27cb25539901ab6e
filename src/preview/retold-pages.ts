import { type OutPath, outPathOf, type SitePath } from '../model/address.ts'
import type { Article, StandingPage } from '../model/article.ts'
import type { Page } from '../model/page.ts'
import type { ParsedStory } from '../store/edited-body.ts'
import type { Place, PreviewedPage } from './place.ts'

// A title, a summary and other words bear on nothing but what tells them: no address, no order and no list follows from them. So the story's
// own page can be told anew before the newsroom is settled again; lists, neighbours and feeds wait for that, until somebody looks at one.

/** What a preview shows, as far as edits of words change it at once. */
export interface Shown {
  readonly places: ReadonlyMap<OutPath, Place>
  readonly owners: ReadonlyMap<SitePath, Article | StandingPage>
  readonly retold: ReadonlySet<OutPath>
}

type Story = ParsedStory['story']

/** What a story's own page tells anew: the image is the same file, with other words. */
type Words = Pick<Article, 'title' | 'summary' | 'dateline' | 'image' | 'notes' | 'contact' | 'source'>

/** Whether two versions of a story differ in nothing but body and words, and its page is shown. */
export function canBeRetold(now: Story, before: Story, { places }: Pick<Shown, 'places'>): boolean {
  return now.kind === 'article' && pageOf(now, places) !== undefined && withoutWords(now) === withoutWords(before)
}

/** What shows of these edited stories on their own pages, where more than a body was edited. */
export function withRetold({ places, owners, retold }: Shown, stories: readonly Story[]): Shown {
  const changed = stories.flatMap(story => {
    const page = pageOf(story, places)
    const isRetold = page?.owner && page.owner.source.facts !== story.source.facts
    return isRetold && story.kind === 'article' ? [{ story, page }] : []
  })
  if (changed.length === 0) return { places, owners, retold }
  const now = { places: new Map(places), owners: new Map(owners), retold: new Set(retold) }
  for (const { story, page } of changed) {
    const { permalink, title, summary, dateline, image, notes, contact, source } = story
    const words: Words = { title, summary, dateline, image, notes, contact, source }
    const file = outPathOf(permalink)
    const owner = owners.get(permalink)
    now.places.set(file, {
      ...page,
      describe: () => withWords(page.describe(), words),
      owner: page.owner?.kind === 'article' ? { ...page.owner, ...words } : page.owner,
    })
    if (owner?.kind === 'article') now.owners.set(permalink, { ...owner, ...words })
    now.retold.add(file)
  }
  return now
}

function withWords(page: Page, words: Words): Page {
  if (page.kind !== 'article') return page
  const { title, summary } = words
  return { ...page, head: { ...page.head, title, description: summary }, article: { ...page.article, ...words } }
}

const NO_WORDS = { title: '', summary: '', dateline: '', notes: [], contact: undefined, source: undefined }

/** All else that is known of a story, as text. */
function withoutWords(story: Story): string {
  return JSON.stringify({ ...story, ...NO_WORDS, image: story.kind === 'article' ? story.image?.path : undefined })
}

function pageOf({ path, permalink }: Story, places: Shown['places']): PreviewedPage | undefined {
  const place = places.get(outPathOf(permalink))
  return place?.kind === 'page' && place.owner?.path === path ? place : undefined
}
