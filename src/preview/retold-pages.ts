import { differInWords, type Words, wordsOf } from '../edition/words.ts'
import { type OutPath, outPathOf, type SitePath } from '../model/address.ts'
import type { Article, StandingPage } from '../model/article.ts'
import type { Page } from '../model/page.ts'
import type { ParsedStory } from '../sources/read-again.ts'
import type { Place, PreviewedPage } from './place.ts'

// A story's own page can be told in other words before the newsroom is settled again; lists, neighbours and feeds wait for that, until somebody
// looks at one.

/** What a preview shows, as far as edits of words change it at once. */
export interface Shown {
  readonly places: ReadonlyMap<OutPath, Place>
  readonly owners: ReadonlyMap<SitePath, Article | StandingPage>
  readonly retold: ReadonlySet<OutPath>
}

type Story = ParsedStory['story']

/** Whether two versions of a story differ in nothing but body and words, and its page is shown. */
export function canBeRetold(now: Story, before: Story, { places }: Pick<Shown, 'places'>): boolean {
  return pageOf(now, places) !== undefined && differInWords(now, before)
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
    const { permalink } = story
    const words = wordsOf(story)
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

function pageOf({ path, permalink }: Story, places: Shown['places']): PreviewedPage | undefined {
  const place = places.get(outPathOf(permalink))
  return place?.kind === 'page' && place.owner?.path === path ? place : undefined
}
