import type { SitePath, SourcePath } from '../model/address.ts'
import type { Article, StandingPage } from '../model/article.ts'
import { publicUpdate } from '../model/article.ts'
import type { PublishedFile } from '../model/body.ts'
import type { Channel, Edition, StoryList } from '../model/edition.ts'
import type {
  ArticlePage,
  ChannelLink,
  FeedsPage,
  ListPage,
  Neighbour,
  NotFoundPage,
  Page,
  PageHead,
  StandingPageView,
  StoryCard,
  Translation,
} from '../model/page.ts'
import type { Site } from '../model/site.ts'
import { lackingLanguages } from './lacking-languages.ts'

/** A page and, where it has a body, the story or standing page that the body belongs to. */
export interface DescribedPage {
  readonly page: Page
  readonly owner: Article | StandingPage | undefined
}

/** What describing pages needs beside the edition. */
export interface PageContext {
  readonly site: Site
  /** Main images as they are published, by their source. */
  readonly images: ReadonlyMap<SourcePath, PublishedFile>
}

/** Every page of an edition, described. */
export function pagesOf(edition: Edition, context: PageContext): readonly DescribedPage[] {
  const { channels } = edition
  const siteChannel = channels.slice(0, 1)
  const topicChannels = new Map(channels.filter(({ kind }) => kind === 'topic').map(channel => [channel.path, channel]))
  const translations = translationsOf(edition)
  const unowned = (page: Page): DescribedPage => ({ page, owner: undefined })
  const listHeads = translationsOfLists(edition.lists)
  return [
    ...articlePages(edition, {
      ...context,
      translations,
      channelsFor: article => [
        ...article.topics.flatMap(({ slug }) => topicChannels.get(`/topics/${slug}/`) ?? []),
        ...siteChannel,
      ],
    }),
    ...edition.standing.map(page => ({ page: standingView(page, siteChannel), owner: page })),
    ...edition.lists.flatMap(list => {
      const own = channels.filter(({ page, kind }) => page === list.path && kind !== 'site')
      return listPages(list, {
        ...context,
        channels: [...own, ...siteChannel],
        translations: listHeads.get(unprefixed(list)) ?? [],
      }).map(unowned)
    }),
    unowned(feedsPage(channels, context.site)),
    unowned(notFoundPage(siteChannel, context.site)),
  ]
}

function links(channels: readonly Channel[]): readonly ChannelLink[] {
  return channels.map(({ path, page, title }) => ({ path, page, title }))
}

function translationsOf(edition: Edition): ReadonlyMap<string, readonly Translation[]> {
  const byStory = new Map<string, Translation[]>()
  for (const { story, lang, permalink } of edition.released) {
    const known = byStory.get(story)
    if (known) known.push({ lang, permalink })
    else byStory.set(story, [{ lang, permalink }])
  }
  for (const editions of byStory.values()) editions.sort((a, b) => (a.lang < b.lang ? -1 : 1))
  return byStory
}

function translationsOfLists(lists: readonly StoryList[]): ReadonlyMap<string, readonly Translation[]> {
  const byPath = new Map<string, Translation[]>()
  for (const list of lists) {
    const known = byPath.get(unprefixed(list))
    if (known) known.push({ lang: list.lang, permalink: list.path })
    else byPath.set(unprefixed(list), [{ lang: list.lang, permalink: list.path }])
  }
  return byPath
}

function unprefixed(list: StoryList): string {
  const prefix = `/${list.lang.toLowerCase()}/`
  return list.path.startsWith(prefix) ? list.path.slice(prefix.length - 1) : list.path
}

function severalOrNone(translations: readonly Translation[] | undefined): readonly Translation[] {
  return translations && translations.length > 1 ? translations : []
}

interface ArticleContext extends PageContext {
  readonly translations: ReadonlyMap<string, readonly Translation[]>
  readonly channelsFor: (article: Article) => readonly Channel[]
}

function articlePages(edition: Edition, { site, images, translations, channelsFor }: ArticleContext): readonly DescribedPage[] {
  const neighbours = neighboursOf(edition.released.filter(({ withdrawn }) => !withdrawn))
  const lacking = lackingLanguages(edition.released, site)
  const byAddress = new Map<string, Article>(edition.released.map(article => [article.permalink, article]))
  return edition.released.map(article => {
    const head: PageHead = {
      lang: article.lang,
      permalink: article.permalink,
      title: article.title,
      description: article.summary,
      channels: links(channelsFor(article)),
      translations: severalOrNone(translations.get(article.story)),
    }
    const image = article.image && images.get(article.image.path)
    const attachments = article.attachments.flatMap(({ path, title }) => {
      const file = images.get(path)
      return file ? [{ title, file }] : []
    })
    const page: ArticlePage = {
      kind: 'article',
      head,
      article,
      image,
      attachments,
      lacking: lacking(article),
      ...neighbours(article),
      ...replacementOf(article, byAddress),
    }
    return { page, owner: article.withdrawn ? undefined : article }
  })
}

function replacementOf(
  { withdrawn }: Article,
  byAddress: ReadonlyMap<string, Article>,
): Pick<ArticlePage, 'replacement'> | undefined {
  const article = byAddress.get(withdrawn?.replacement ?? '')
  return article && { replacement: neighbourOf(article) }
}

function neighbourOf({ permalink, title, lang }: Article): Neighbour {
  return { permalink, title, lang }
}

/** The next newer and older story in the same language. */
function neighboursOf(released: readonly Article[]): (article: Article) => Pick<ArticlePage, 'newer' | 'older'> {
  const byLanguage = Map.groupBy(released, ({ lang }) => lang)
  const places = new Map<Article, number>()
  for (const stories of byLanguage.values()) for (const [index, article] of stories.entries()) places.set(article, index)
  const link = (article: Article | undefined): Neighbour | undefined => article && neighbourOf(article)
  return article => {
    const stories = byLanguage.get(article.lang) ?? []
    const index = places.get(article)
    if (index === undefined) return { newer: undefined, older: undefined }
    return { newer: link(stories[index - 1]), older: link(stories[index + 1]) }
  }
}

function standingView(page: StandingPage, channels: readonly Channel[]): StandingPageView {
  const { lang, permalink, title, summary } = page
  return {
    kind: 'standing',
    head: { lang, permalink, title, description: summary, channels: links(channels), translations: [] },
    page,
  }
}

interface ListContext extends PageContext {
  readonly channels: readonly Channel[]
  readonly translations: readonly Translation[]
}

/**
 * The pages of a list. Older pages are numbered from the oldest story and full, so that a new story changes the first page
 * alone; that one holds the rest, from one page's worth to just under two.
 */
function listPages(list: StoryList, context: ListContext): readonly ListPage[] {
  const { pageSize } = context.site
  const numbered = Math.max(0, Math.floor(list.stories.length / pageSize) - 1)
  const firstLength = list.stories.length - numbered * pageSize
  const pathOf = (number: number): SitePath => (number > numbered ? list.path : `${list.path}page/${number}/`)
  const first = frontPage(list, list.stories.slice(0, firstLength), context)
  const older = Array.from({ length: numbered }, (_, index): ListPage => {
    const number = numbered - index
    const start = firstLength + index * pageSize
    const stories = list.stories.slice(start, start + pageSize)
    return {
      ...listPage(list, { ...context, translations: [] }),
      head: { ...listHead(list, { ...context, translations: [] }, pathOf(number)), title: `${list.title} (${number})` },
      stories: stories.map(article => cardOf(article, context)),
      newer: pathOf(number + 1),
      older: number > 1 ? pathOf(number - 1) : undefined,
    }
  })
  return [{ ...first, older: numbered > 0 ? pathOf(numbered) : undefined }, ...older]
}

function frontPage(list: StoryList, stories: readonly Article[], context: ListContext): ListPage {
  const lead = list.kind === 'home' ? (list.stories.find(article => article.lead) ?? stories[0]) : undefined
  return {
    ...listPage(list, context),
    lead: lead && cardOf(lead, context),
    stories: stories.filter(article => article !== lead).map(article => cardOf(article, context)),
  }
}

function listPage(list: StoryList, context: ListContext): ListPage {
  const { kind, path, title, description } = list
  return {
    kind: 'list',
    head: listHead(list, context, path),
    list: { kind, path, title, description },
    lead: undefined,
    stories: [],
    newer: undefined,
    older: undefined,
  }
}

function listHead(list: StoryList, { channels, translations, site }: ListContext, permalink: SitePath): PageHead {
  const description = list.description ?? `${list.title}: ${site.description}`
  return {
    lang: list.lang,
    permalink,
    title: list.title,
    description,
    channels: links(channels),
    translations: severalOrNone(translations),
  }
}

function cardOf(article: Article, { images }: PageContext): StoryCard {
  const { permalink, title, summary, lang, date, topics } = article
  const published = article.image && images.get(article.image.path)
  return {
    permalink,
    title,
    summary,
    lang,
    date,
    topics,
    image: article.image && published && { source: article.image, published },
  }
}

function feedsPage(channels: readonly Channel[], site: Site): FeedsPage {
  return {
    kind: 'feeds',
    head: {
      lang: site.lang,
      permalink: '/feeds/',
      title: site.title,
      description: site.description,
      channels: links(channels),
      translations: [],
    },
    channels: channels.map(({ kind, path, page, title, description, stories }) => ({
      kind,
      path,
      page,
      title,
      description,
      count: stories.length,
      newest: stories.length > 0 ? Math.max(...stories.slice(0, 200).map(publicUpdate)) : undefined,
    })),
  }
}

function notFoundPage(channels: readonly Channel[], site: Site): NotFoundPage {
  return {
    kind: 'not-found',
    head: {
      lang: site.lang,
      permalink: '/404.html',
      title: site.title,
      description: site.description,
      channels: links(channels),
      translations: [],
    },
  }
}
