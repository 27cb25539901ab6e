import { newsSitemapOf } from '../discovery/news-sitemap.ts'
import { pagesTelling } from '../edition/pages-of.ts'
import { retold, type Words } from '../edition/words.ts'
import type { SitePath, SourcePath } from '../model/address.ts'
import type { Article } from '../model/article.ts'
import type { PageArtifact, TextArtifact } from '../model/artifact.ts'
import type { Edition } from '../model/edition.ts'
import type { Site } from '../model/site.ts'
import type { Theme } from '../model/theme.ts'
import { editionStories } from '../stories/edition-stories.ts'
import { type Build, discoveryArtifact } from './build.ts'
import { lookKeyOf, pageArtifact } from './page-artifact.ts'

/** What pages tell of the stories of an edition: enough to tell some of them in other words. */
export interface Telling {
  readonly edition: Edition
  /** Main images of stories, by their source. */
  readonly images: Build['images']
  /** Addresses to which redirects lead, which name the story that stands there. */
  readonly redirected: ReadonlySet<SitePath>
  /** Words that stories have had since, by their files: to put them in place takes longer than all else that an edit of a body settles. */
  readonly since: ReadonlyMap<SourcePath, Words>
}

/** What a build tells. */
export function tellingOf({ edition, images, artifacts }: Build): Telling {
  const redirected = artifacts.flatMap(({ answer }) => (answer?.status === 301 ? answer.to : []))
  return { edition, images, redirected: new Set(redirected), since: new Map() }
}

/** Whether pages, feeds and the sitemap of news are all that tells a story. */
export function isRetellable({ edition, redirected }: Telling, story: Article): boolean {
  const isChanged = story.updated !== undefined || story.withdrawn !== undefined || story.corrections.length > 0
  return !isChanged && !redirected.has(story.permalink) && !edition.upcoming.some(({ path }) => path === story.path)
}

/** The story that a file tells, as it is told. */
export function storyTold({ edition }: Telling, path: SourcePath): Article | undefined {
  return edition.released.find(story => story.path === path)
}

/** What is told once stories have these words, by their files. */
export function withWords(telling: Telling, words: ReadonlyMap<SourcePath, Words>): Telling {
  return { ...telling, since: new Map([...telling.since, ...words]) }
}

/** The same with all words in place. */
export function withWordsInPlace(telling: Telling): Telling {
  const { edition, since } = telling
  const stories = new Map<Article, Article>()
  for (const [path, words] of since) {
    const story = storyTold(telling, path)
    if (story) stories.set(story, { ...story, ...words })
  }
  return { ...telling, edition: retold(edition, stories), since: new Map() }
}

/** What depends on more than the edition: as in a build. */
interface RetellContext {
  readonly site: Site
  readonly siteKey: string
  readonly theme: Theme | undefined
}

/** All but the feeds that tells these stories of an edition, where all words are in place. */
export function artifactsTelling(
  { edition, images }: Telling,
  { stories, site, siteKey, theme }: RetellContext & { readonly stories: readonly Article[] },
): { readonly pages: readonly PageArtifact[]; readonly texts: readonly TextArtifact[] } {
  const lookKey = lookKeyOf(site, theme)
  const news = edition.news.some(story => stories.includes(story)) ? newsSitemapOf(edition, site) : []
  return {
    pages: pagesTelling(edition, stories, { site, images, stories: editionStories(edition) }).map(page =>
      pageArtifact(page, { siteKey, lookKey }),
    ),
    texts: news.map(file => discoveryArtifact(file, siteKey)),
  }
}
