import type { Article, StandingPage } from '../model/article.ts'
import { publicUpdate } from '../model/article.ts'
import type { Channel, Edition, StoryList } from '../model/edition.ts'
import type {
  ArticlePage,
  FeedsPage,
  Neighbour,
  NotFoundPage,
  Page,
  PageHead,
  SearchPage,
  StandingPageView,
  Translation,
} from '../model/page.ts'
import { searchPath } from '../model/search.ts'
import type { Site } from '../model/site.ts'
import { type DescribedPage, links, type PageContext, severalOrNone, storyInputs } from './described-page.ts'
import { lackingLanguages } from './lacking-languages.ts'
import { listPages } from './list-pages.ts'

/** Every page of an edition, described. */
export function pagesOf(edition: Edition, context: PageContext): readonly DescribedPage[] {
  const { channels } = edition
  const siteChannel = channels.slice(0, 1)
  const topicChannels = new Map(channels.filter(({ kind }) => kind === 'topic').map(channel => [channel.path, channel]))
  const translations = translationsOf(edition)
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
    ...edition.standing.map(page => whole(standingView(page, siteChannel), page)),
    ...edition.lists.flatMap(list => {
      const own = channels.filter(({ page, kind }) => page === list.path && kind !== 'site')
      return listPages(list, {
        ...context,
        channels: [...own, ...siteChannel],
        translations: listHeads.get(unprefixed(list)) ?? [],
      })
    }),
    whole(feedsPage(channels, context.site)),
    ...searchPages(edition, context.site).map(page => whole(page)),
    whole(notFoundPage(siteChannel, context.site)),
  ]
}

/** A page of which there are few: it is described at once, and follows from what it says. */
function whole(page: Page, owner?: StandingPage): DescribedPage {
  return {
    kind: page.kind,
    permalink: page.head.permalink,
    inputs: () => [page],
    describe: () => page,
    owner,
    story: undefined,
    files: [],
  }
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

interface ArticleContext extends PageContext {
  readonly translations: ReadonlyMap<string, readonly Translation[]>
  readonly channelsFor: (article: Article) => readonly Channel[]
}

function articlePages(edition: Edition, { site, images, translations, channelsFor }: ArticleContext): readonly DescribedPage[] {
  const neighbours = neighboursOf(edition.released.filter(({ withdrawn }) => !withdrawn))
  const lacking = lackingLanguages(edition.released, site)
  const byAddress = new Map<string, Article>(edition.released.map(article => [article.permalink, article]))
  return edition.released.map(article => {
    const channels = channelsFor(article)
    const around = {
      translations: severalOrNone(translations.get(article.story)),
      image: article.image && images.get(article.image.path),
      attachments: article.attachments.flatMap(({ path, title }) => {
        const file = images.get(path)
        return file ? [{ title, file }] : []
      }),
      lacking: lacking(article),
      ...neighbours(article),
      ...replacementOf(article, byAddress),
    }
    return {
      kind: 'article',
      permalink: article.permalink,
      inputs: () => [storyInputs(article), channels.map(({ title }) => title), around],
      describe: () => articlePage(article, { channels, ...around }),
      owner: article.withdrawn ? undefined : article,
      story: article,
      files: [...(around.image ? [around.image] : []), ...around.attachments.map(({ file }) => file)].map(({ path }) => path),
    }
  })
}

function articlePage(
  article: Article,
  {
    channels,
    translations,
    ...around
  }: Pick<PageHead, 'translations'> &
    Omit<ArticlePage, 'kind' | 'head' | 'article'> & { readonly channels: readonly Channel[] },
): ArticlePage {
  const { lang, permalink, title, summary } = article
  const head = { lang, permalink, title, description: summary, channels: links(channels), translations }
  return { kind: 'article', head, article, ...around }
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

/** One for each language in which anything is published, so that every page has one to lead to. */
function searchPages({ released, standing, lists, channels }: Edition, site: Site): readonly SearchPage[] {
  if (!site.search) return []
  const languages = [...new Set([site.lang, ...[...released, ...standing].map(({ lang }) => lang)])].sort()
  const translations = severalOrNone(languages.map(lang => ({ lang, permalink: searchPath(site, lang) })))
  return languages.map(lang => ({
    kind: 'search',
    head: {
      lang,
      permalink: searchPath(site, lang),
      title: site.title,
      description: site.description,
      channels: links(channels.slice(0, 1)),
      translations,
    },
    topics: lists.filter(list => list.kind === 'topic' && list.lang === lang).map(({ path, title }) => ({ path, title })),
  }))
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
