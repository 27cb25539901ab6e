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

/**
 * A page to come. `describe` gives it whole; `inputs` say, at a fraction of the cost, all that it follows from beside the site and
 * its body: the same inputs, the same page.
 */
export interface DescribedPage {
  readonly kind: Page['kind']
  readonly permalink: SitePath
  readonly inputs: readonly unknown[]
  readonly describe: () => Page
  /** The story or standing page that the body belongs to. */
  readonly owner: Article | StandingPage | undefined
  /** The story whose page it is, withdrawn ones too. */
  readonly story: Article | undefined
  /** Files that it shows or offers beside what its body refers to. */
  readonly files: readonly SitePath[]
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
    whole(notFoundPage(siteChannel, context.site)),
  ]
}

/** A page of which there are few: it is described at once, and follows from what it says. */
function whole(page: Page, owner?: StandingPage): DescribedPage {
  return {
    kind: page.kind,
    permalink: page.head.permalink,
    inputs: [page],
    describe: () => page,
    owner,
    story: undefined,
    files: [],
  }
}

/**
 * All that is known of a story beside its body, in short: its front matter, under its id and address, with those changes that have
 * been made by now.
 */
function storyInputs({ id, permalink, source, updated, corrections, withdrawn }: Article): readonly unknown[] {
  return [id, permalink, source.facts, updated !== undefined, corrections.length, withdrawn !== undefined]
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

function articlePages(edition: Edition, { images, translations, channelsFor }: ArticleContext): readonly DescribedPage[] {
  const neighbours = neighboursOf(edition.released.filter(({ withdrawn }) => !withdrawn))
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
      ...neighbours(article),
      ...replacementOf(article, byAddress),
    }
    return {
      kind: 'article',
      permalink: article.permalink,
      inputs: [storyInputs(article), channels.map(({ title }) => title), around],
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

interface ListContext extends PageContext {
  readonly channels: readonly Channel[]
  readonly translations: readonly Translation[]
}

/**
 * The pages of a list. Older pages are numbered from the oldest story and full, so that a new story changes the first page
 * alone; that one holds the rest, from one page's worth to just under two.
 */
function listPages(list: StoryList, context: ListContext): readonly DescribedPage[] {
  const { pageSize } = context.site
  const numbered = Math.max(0, Math.floor(list.stories.length / pageSize) - 1)
  const firstLength = list.stories.length - numbered * pageSize
  const pathOf = (number: number): SitePath => (number > numbered ? list.path : `${list.path}page/${number}/`)
  const first = list.stories.slice(0, firstLength)
  const older = numbered > 0 ? pathOf(numbered) : undefined
  const about = [list.kind, list.lang, list.title, list.description, context.channels.map(({ title }) => title)]
  const described = (permalink: SitePath, inputs: readonly unknown[], describe: () => ListPage): DescribedPage => ({
    kind: 'list',
    permalink,
    inputs: [about, permalink, ...inputs],
    describe,
    owner: undefined,
    story: undefined,
    files: [],
  })
  const lead = list.kind === 'home' ? (list.stories.find(article => article.lead) ?? first[0]) : undefined
  const page = (index: number): DescribedPage => {
    const number = numbered - index
    const start = firstLength + index * pageSize
    const stories = list.stories.slice(start, start + pageSize)
    const newer = pathOf(number + 1)
    return described(pathOf(number), [newer, stories.map(article => cardInputs(article, context))], () => ({
      ...listPage(list, { ...context, translations: [] }),
      head: { ...listHead(list, { ...context, translations: [] }, pathOf(number)), title: `${list.title} (${number})` },
      stories: stories.map(article => cardOf(article, context)),
      newer,
      older: number > 1 ? pathOf(number - 1) : undefined,
    }))
  }
  const shown = lead && !first.includes(lead) ? [lead, ...first] : first
  return [
    described(list.path, [context.translations, older, lead?.id, shown.map(article => cardInputs(article, context))], () => ({
      ...frontPage(list, { stories: first, lead, context }),
      older,
    })),
    ...Array.from({ length: numbered }, (_, index) => page(index)),
  ]
}

function cardInputs(article: Article, { images }: PageContext): readonly unknown[] {
  return [storyInputs(article), article.image && images.get(article.image.path)]
}

function frontPage(
  list: StoryList,
  {
    stories,
    lead,
    context,
  }: { readonly stories: readonly Article[]; readonly lead: Article | undefined; readonly context: ListContext },
): ListPage {
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
