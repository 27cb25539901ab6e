import { type Build, discoveryArtifact } from './build.ts'
import { newsSitemapOf } from './discovery/news-sitemap.ts'
import { pagesOf } from './edition/pages-of.ts'
import { retold } from './edition/words.ts'
import type { SitePath } from './model/address.ts'
import type { Article } from './model/article.ts'
import type { PageArtifact, TextArtifact } from './model/artifact.ts'
import type { Edition } from './model/edition.ts'
import type { Site } from './model/site.ts'
import type { Theme } from './model/theme.ts'
import { lookKeyOf, pageArtifact } from './page-artifact.ts'

/** What pages tell of the stories of an edition: enough to tell some of them in other words. */
export interface Telling {
  readonly edition: Edition
  /** Main images of stories, by their source. */
  readonly images: Build['images']
  /** Addresses to which redirects lead, which name the story that stands there. */
  readonly redirected: ReadonlySet<SitePath>
}

/** What a build tells. */
export function tellingOf({ edition, images, artifacts }: Build): Telling {
  const redirected = artifacts.flatMap(({ answer }) => (answer?.status === 301 ? answer.to : []))
  return { edition, images, redirected: new Set(redirected) }
}

/** Whether pages, feeds and the sitemap of news are all that tells a story. */
export function isRetellable({ edition, redirected }: Telling, story: Article): boolean {
  const isChanged = story.updated !== undefined || story.withdrawn !== undefined || story.corrections.length > 0
  return !isChanged && !redirected.has(story.permalink) && !edition.upcoming.some(({ path }) => path === story.path)
}

/** What is told once these stories stand in place of others, which differ from them in words and body alone. */
export function withStories(telling: Telling, stories: ReadonlyMap<Article, Article>): Telling {
  return { ...telling, edition: retold(telling.edition, stories) }
}

/** What depends on more than the edition: as in a build. */
interface RetellContext {
  readonly site: Site
  readonly siteKey: string
  readonly theme: Theme | undefined
}

/** All but the feeds that tells these stories of an edition. */
export function artifactsTelling(
  { edition, images }: Telling,
  { stories, site, siteKey, theme }: RetellContext & { readonly stories: readonly Article[] },
): { readonly pages: readonly PageArtifact[]; readonly texts: readonly TextArtifact[] } {
  const lookKey = lookKeyOf(site, theme)
  const news = edition.news.some(story => stories.includes(story)) ? newsSitemapOf(edition, site) : []
  return {
    pages: pagesOf(edition, { site, images })
      .filter(page => stories.some(page.tells))
      .map(page => pageArtifact(page, { siteKey, lookKey })),
    texts: news.map(file => discoveryArtifact(file, siteKey)),
  }
}
