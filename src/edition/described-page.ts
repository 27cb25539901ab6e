import type { SitePath, SourcePath } from '../model/address.ts'
import type { Article, StandingPage } from '../model/article.ts'
import type { PublishedFile } from '../model/body.ts'
import type { Channel } from '../model/edition.ts'
import type { ChannelLink, Page, Translation } from '../model/page.ts'
import type { Site } from '../model/site.ts'
import type { Stories } from '../model/stories.ts'

/**
 * A page to come. `describe` gives it whole; `inputs` say, at a fraction of the cost, all that it follows from beside the site and
 * its body: the same inputs, the same page. As one text, which is put together in a third of the time that JSON takes.
 */
export interface DescribedPage {
  readonly kind: Page['kind']
  readonly permalink: SitePath
  readonly inputs: () => string
  readonly describe: () => Page
  /** The story or standing page that the body belongs to. */
  readonly owner: Article | StandingPage | undefined
  /** The story whose page it is, withdrawn ones too. */
  readonly story: Article | undefined
  /** Files that it shows or offers beside what its body refers to. */
  readonly files: readonly SitePath[]
}

/** A page that lists stories. With the same stories and the same mark it is the same page. */
export interface ListingPage extends DescribedPage {
  /** Those that it names. */
  readonly stories: readonly Article[]
  /** All else that it says. */
  readonly mark: () => string
}

/** What describing pages needs beside the edition. */
export interface PageContext {
  readonly site: Site
  /** Main images as they are published, by their source. */
  readonly images: ReadonlyMap<SourcePath, PublishedFile>
  /** The stories of the edition, for pages that show others than their own. */
  readonly stories: Stories
}

/**
 * All that is known of a story beside its body, in short: its front matter, under its id and address, with those changes that have
 * been made by now.
 */
export function storyInputs({ id, permalink, source, updated, corrections, withdrawn }: Article): string {
  return `${field(id)}${field(permalink)}${field(source.facts)}${corrections.length}${updated ? 'u' : '-'}${withdrawn ? 'w' : '-'}`
}

/** A text among others: whatever is in it, where it ends is known. */
export function field(text: string): string {
  return `${text.length}:${text}`
}

/** Texts in their order among others. */
export function fields(texts: readonly string[]): string {
  let all = `${texts.length}[`
  for (const text of texts) all += field(text)
  return all
}

/** What describing pages of several languages needs. */
export interface HomeContext {
  /** The front page in a language, or the newsroom's own where it has none. */
  readonly homeOf: (lang: string) => SitePath
}

/**
 * The channels that a page offers to whoever subscribes from it: the newsroom's in the page's language, then one of its own at most. A feed
 * reader takes the first, and must not get one topic where somebody meant the newsroom.
 */
export function offered(newsroom: readonly Channel[], own: readonly Channel[] = []): readonly Channel[] {
  const [first] = newsroom
  const second = own.find(channel => channel !== first)
  return [...(first ? [first] : []), ...(second ? [second] : [])]
}

/** Channels as a page's head names them. */
export function links(channels: readonly Channel[]): readonly ChannelLink[] {
  return channels.map(({ path, page, title }) => ({ path, page, title }))
}

/** Translations are named where there are several. */
export function severalOrNone(translations: readonly Translation[] | undefined): readonly Translation[] {
  return translations && translations.length > 1 ? translations : []
}
