import { NOT_FOUND_FILE, type SitePath } from '../model/address.ts'
import type { Article, StandingPage } from '../model/article.ts'
import { publicUpdate } from '../model/article.ts'
import type { Channel, Edition } from '../model/edition.ts'
import type {
  ArticlePage,
  FeedsPage,
  Neighbour,
  NotFoundPage,
  PageHead,
  SearchPage,
  StandingPageView,
  Translation,
} from '../model/page.ts'
import { searchPath } from '../model/search.ts'
import type { Site } from '../model/site.ts'
import { archivePages } from './archive-pages.ts'
import {
  type DescribedPage,
  field,
  fields,
  type HomeContext,
  links,
  type PageContext,
  severalOrNone,
  storyInputs,
  tellsNone,
} from './described-page.ts'
import { headlineOf } from './headline.ts'
import { lackingLanguages } from './lacking-languages.ts'
import { listPages } from './list-pages.ts'
import { mayBeRelated, relatedStories } from './related-stories.ts'
import { translationsOfLists, translationsOfStories } from './translations.ts'

const FEEDS_PAGE: SitePath = '/feeds/'
const NOT_FOUND_PAGE: SitePath = `/${NOT_FOUND_FILE}`

/** Every page of an edition, described. */
export function pagesOf(edition: Edition, context: PageContext): readonly DescribedPage[] {
  const { channels } = edition
  const siteChannel = channels.slice(0, 1)
  const topicChannels = new Map(channels.filter(({ kind }) => kind === 'topic').map(channel => [channel.path, channel]))
  const languageChannels = new Map(
    channels.filter(({ kind }) => kind === 'language').map(channel => [channel.lang, [channel, ...siteChannel]]),
  )
  const channelsIn = (lang: string): readonly Channel[] => languageChannels.get(lang) ?? siteChannel
  const translations = translationsOfStories(edition.released)
  const listTranslations = translationsOfLists(edition)
  const homes = new Map(edition.lists.filter(({ kind }) => kind === 'home').map(({ lang, path }) => [lang, path]))
  const homeOf = (lang: string): SitePath => homes.get(lang) ?? '/'
  const own: OwnContext = { ...context, homeOf, channelsIn }
  return [
    ...articlePages(edition, {
      ...context,
      homeOf,
      translations,
      channelsFor: article => [
        ...article.topics.flatMap(
          ({ slug }) =>
            topicChannels.get(`/${article.lang.toLowerCase()}/topics/${slug}/`) ?? topicChannels.get(`/topics/${slug}/`) ?? [],
        ),
        ...channelsIn(article.lang),
      ],
    }),
    ...edition.standing.map(page =>
      whole({ kind: 'standing', permalink: page.permalink, describe: () => standingView(page, own), owner: page }),
    ),
    ...edition.lists.flatMap(list => {
      const isOwn = ({ path }: Channel): boolean => path.startsWith(`/${list.lang.toLowerCase()}/`)
      const listed = channels
        .filter(({ page, kind }) => page === list.path && kind !== 'site')
        .sort((a, b) => Number(isOwn(b)) - Number(isOwn(a)))
      return listPages(list, {
        ...own,
        channels: [...new Set([...listed, ...channelsIn(list.lang)])],
        translations: listTranslations({ lang: list.lang, permalink: list.path }),
      })
    }),
    ...edition.archives.flatMap(archive =>
      archivePages(archive, context.site, page => ({
        ...page,
        home: homeOf(page.lang),
        description: `${page.title}: ${context.site.description}`,
        channels: links(channelsIn(page.lang)),
        translations: severalOrNone(listTranslations(page)),
      })),
    ),
    whole({ kind: 'feeds', permalink: FEEDS_PAGE, describe: () => feedsPage(channels, context.site) }),
    ...searchPages(edition, own).map(page => whole({ kind: 'search', permalink: page.head.permalink, describe: () => page })),
    whole({ kind: 'not-found', permalink: NOT_FOUND_PAGE, describe: () => notFoundPage(own) }),
  ]
}

/** What pages need that are not about a story. */
interface OwnContext extends PageContext, HomeContext {
  /** What pages in a language offer to follow: all of it in that language, then in every language. */
  readonly channelsIn: (lang: string) => readonly Channel[]
}

/** A page of which there are few: it follows from what it says. */
function whole({
  kind,
  permalink,
  describe,
  owner,
}: Pick<DescribedPage, 'kind' | 'permalink' | 'describe'> & { readonly owner?: StandingPage }): DescribedPage {
  return {
    kind,
    permalink,
    inputs: () => JSON.stringify(describe()),
    describe,
    owner,
    story: undefined,
    tells: tellsNone,
    files: [],
  }
}

interface ArticleContext extends PageContext, HomeContext {
  readonly translations: (article: Article) => readonly Translation[]
  readonly channelsFor: (article: Article) => readonly Channel[]
}

function articlePages(
  edition: Edition,
  { site, images, homeOf, translations, channelsFor }: ArticleContext,
): readonly DescribedPage[] {
  const neighbours = neighboursOf(edition.released)
  const related = relatedStories(edition.released)
  const lacking = lackingLanguages(edition.released, site)
  const at = storiesByAddress(edition.released)
  const attachmentsOf = ({ attachments }: Article): ArticlePage['attachments'] =>
    attachments.flatMap(({ path, title }) => {
      const file = images.get(path)
      return file ? [{ title, file }] : []
    })
  const imageOf = ({ image }: Article): ArticlePage['image'] => image && images.get(image.path)
  const ownOf = (article: Article): OwnParts => {
    const replacement = article.withdrawn && at(article.withdrawn.replacement)
    return {
      translations: severalOrNone(translations(article)),
      image: imageOf(article),
      attachments: attachmentsOf(article),
      lacking: lacking(article),
      ...(replacement && { replacement: neighbourOf(replacement) }),
    }
  }
  // Described when it is asked for: of ten thousand pages an edit concerns a dozen.
  return edition.released.map(article => ({
    kind: 'article',
    permalink: article.permalink,
    inputs: () => {
      const { newer, older } = neighbours(article)
      return (
        storyInputs(article) +
        fields(channelsFor(article).map(({ title }) => title)) +
        neighbourInputs(newer) +
        neighbourInputs(older) +
        fields(related(article).flatMap(({ permalink, source }) => [permalink, source.facts])) +
        ownInputs(ownOf(article))
      )
    },
    describe: () => {
      const { newer, older } = neighbours(article)
      return articlePage(article, {
        channels: channelsFor(article),
        home: homeOf(article.lang),
        related: related(article).map(headlineOf),
        newer: newer && neighbourOf(newer),
        older: older && neighbourOf(older),
        ...ownOf(article),
      })
    },
    owner: article.withdrawn ? undefined : article,
    story: article,
    tells: story => {
      const { newer, older } = neighbours(article)
      const isNamed = article === story || newer === story || older === story
      const isReplacement = article.withdrawn?.replacement === story.permalink
      return isNamed || isReplacement || (mayBeRelated(article, story) && related(article).includes(story))
    },
    files: [imageOf(article), ...attachmentsOf(article).map(({ file }) => file)].flatMap(file => file?.path ?? []),
  }))
}

/** What a story's page shows that most have nothing of. */
type OwnParts = Pick<PageHead, 'translations'> & Pick<ArticlePage, 'image' | 'attachments' | 'lacking' | 'replacement'>

function ownInputs(own: OwnParts): string {
  const { translations, image, attachments, lacking, replacement } = own
  const hasNone = !image && !replacement && translations.length + attachments.length + lacking.length === 0
  return hasNone ? '' : JSON.stringify(own)
}

function articlePage(
  article: Article,
  {
    channels,
    home,
    translations,
    ...around
  }: Pick<PageHead, 'home' | 'translations'> &
    Omit<ArticlePage, 'kind' | 'head' | 'article'> & { readonly channels: readonly Channel[] },
): ArticlePage {
  const { lang, permalink, title, summary } = article
  const head = { lang, permalink, home, title, description: summary, channels: links(channels), translations }
  return { kind: 'article', head, article, ...around }
}

/** Finds a released story by its address. */
function storiesByAddress(released: readonly Article[]): (address: string | undefined) => Article | undefined {
  let byAddress: ReadonlyMap<string | undefined, Article> | undefined
  return address => {
    byAddress ??= new Map(released.map(article => [article.permalink, article]))
    return byAddress.get(address)
  }
}

function neighbourOf({ permalink, title, lang }: Article): Neighbour {
  return { permalink, title, lang }
}

function neighbourInputs(neighbour: Article | undefined): string {
  return neighbour ? fields([neighbour.permalink, neighbour.title, neighbour.lang]) : field('')
}

/** The next newer and older story in the same language, of those that are not withdrawn. */
function neighboursOf(
  released: readonly Article[],
): (article: Article) => { readonly newer: Article | undefined; readonly older: Article | undefined } {
  const byLanguage = Map.groupBy(
    released.filter(({ withdrawn }) => !withdrawn),
    ({ lang }) => lang,
  )
  const places = new Map<Article, number>()
  for (const stories of byLanguage.values()) for (const [index, article] of stories.entries()) places.set(article, index)
  return article => {
    const stories = byLanguage.get(article.lang) ?? []
    const index = places.get(article)
    if (index === undefined) return { newer: undefined, older: undefined }
    return { newer: stories[index - 1], older: stories[index + 1] }
  }
}

function standingView(page: StandingPage, { homeOf, channelsIn }: OwnContext): StandingPageView {
  const { lang, permalink, title, summary } = page
  const head = {
    lang,
    permalink,
    home: homeOf(lang),
    title,
    description: summary,
    channels: links(channelsIn(lang)),
    translations: [],
  }
  return { kind: 'standing', head, page }
}

function feedsPage(channels: readonly Channel[], site: Site): FeedsPage {
  return {
    kind: 'feeds',
    head: { ...ownHead(site), permalink: FEEDS_PAGE, channels: links(channels) },
    channels: channels.map(({ kind, path, page, lang, title, description, stories }) => ({
      kind,
      path,
      page,
      lang,
      title,
      description,
      count: stories.length,
      newest: stories.length > 0 ? Math.max(...stories.slice(0, 200).map(publicUpdate)) : undefined,
    })),
  }
}

/** One for each language of stories: nothing else is searched. */
function searchPages({ lists }: Edition, { site, channelsIn }: OwnContext): readonly SearchPage[] {
  if (!site.search) return []
  const homes = lists.filter(({ kind }) => kind === 'home')
  const translations = severalOrNone(homes.map(({ lang, path }) => ({ lang, permalink: searchPath(path) })))
  return homes.map(({ lang, path }) => ({
    kind: 'search',
    head: { ...ownHead(site), lang, permalink: searchPath(path), home: path, channels: links(channelsIn(lang)), translations },
    topics: lists.filter(list => list.kind === 'topic' && list.lang === lang).map(({ path, title }) => ({ path, title })),
  }))
}

function notFoundPage({ site, channelsIn }: OwnContext): NotFoundPage {
  return {
    kind: 'not-found',
    head: { ...ownHead(site), permalink: NOT_FOUND_PAGE, channels: links(channelsIn(site.lang)) },
  }
}

/** What pages that speak for the newsroom as a whole say of themselves. */
function ownHead({ lang, title, description }: Site): Omit<PageHead, 'permalink' | 'channels'> {
  return { lang, home: '/', title, description, translations: [] }
}
