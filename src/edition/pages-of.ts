import { NOT_FOUND_FILE, type SitePath } from '../model/address.ts'
import type { Article, StandingPage } from '../model/article.ts'
import { publicUpdate } from '../model/article.ts'
import { type Archive, archivePaths, type Channel, type Edition, type StoryList } from '../model/edition.ts'
import type { FeedsPage, NotFoundPage, PageHead, SearchPage, StandingPageView } from '../model/page.ts'
import { searchPath } from '../model/search.ts'
import type { Site } from '../model/site.ts'
import { archivePages } from './archive-pages.ts'
import { type ArticlePages, articlePages } from './article-pages.ts'
import {
  type DescribedPage,
  type HomeContext,
  type ListingPage,
  links,
  offered,
  type PageContext,
  severalOrNone,
} from './described-page.ts'
import { aboutList, type ListContext, listPages } from './list-pages.ts'
import { translationsOfLists } from './translations.ts'

const FEEDS_PAGE: SitePath = '/feeds/'
const NOT_FOUND_PAGE: SitePath = `/${NOT_FOUND_FILE}`

/** Every page of an edition, described when its turn comes: there may be a million. */
export function* pagesOf(edition: Edition, context: PageContext): Generator<DescribedPage> {
  const { articles, standing, listing, own } = described(edition, context)
  for (const story of edition.released) yield articles.pageOf(story)
  yield* standing(edition.standing)
  for (const list of edition.lists) yield* listing({ lists: [list], archives: [] })
  for (const archive of edition.archives) yield* listing({ lists: [], archives: [archive] })
  yield* own()
}

/** What a change of an edition may have changed of its pages. */
export interface ChangedPages {
  readonly pages: readonly DescribedPage[]
  /** Addresses of lists' and archives' pages that are no more. */
  readonly left: readonly SitePath[]
}

/**
 * The pages of an edition that are not as those of the edition before it: of these stories and standing pages; of the lists and archives that are others
 * now, those that name other stories or say something else; and the few that are about the newsroom as a whole.
 */
export function changedPages(
  { before, after }: { readonly before: Edition; readonly after: Edition },
  { stories, standing }: { readonly stories: readonly Article[]; readonly standing: readonly StandingPage[] },
  context: PageContext,
): ChangedPages {
  const [then, now] = [described(before, context), described(after, context)]
  const translated = otherTranslations(before, after)
  const isOther = (all: readonly (StoryList | Archive)[]): ((one: StoryList | Archive) => boolean) => {
    const known = new Set(all)
    return one => !known.has(one) || translated(one)
  }
  const lists = after.lists.filter(isOther(before.lists))
  const archives = after.archives.filter(isOther(before.archives))
  const wereLists = before.lists.filter(isOther(after.lists))
  const wereArchives = before.archives.filter(isOther(after.archives))
  // Each page of an archive names its translations.
  const comparable = (all: readonly Archive[]): readonly Archive[] => all.filter(archive => !translated(archive))
  const wereListed = then.listing(
    { lists: wereLists, archives: wereArchives },
    { ...now, lists, archives: comparable(archives) },
  )
  const listed = now.listing({ lists, archives }, { ...then, lists: wereLists, archives: comparable(wereArchives) })
  const known = new Map(wereListed.map(page => [page.permalink, page]))
  const there = new Set(listed.map(({ permalink }) => permalink))
  return {
    pages: [
      ...stories.map(now.articles.pageOf),
      ...now.standing(standing),
      ...listed.filter(page => !isSamePage(page, known.get(page.permalink))),
      ...now.own(),
    ],
    left: wereListed.flatMap(({ permalink }) => (there.has(permalink) ? [] : permalink)),
  }
}

/** Whether a list or archive stands in other languages than before: its own pages name them. */
function otherTranslations(before: Edition, after: Edition): (one: StoryList | Archive) => boolean {
  const isInOneLanguage = ({ lists }: Edition): boolean => lists.every(({ lang }) => lang === lists[0]?.lang)
  if (isInOneLanguage(before) && isInOneLanguage(after)) return () => false
  const [were, are] = [before, after].map(edition => ({ edition, of: translationsOfLists(edition) }))
  const named = (one: StoryList | Archive, side: typeof were): string => {
    const { lang, path } = one
    const pages = 'years' in one ? archivePaths(one) : [path]
    return pages.flatMap(permalink => side?.of({ lang, permalink }).map(other => other.permalink) ?? []).join()
  }
  return one => named(one, were) !== named(one, are)
}

function isSamePage(page: ListingPage, was: ListingPage | undefined): boolean {
  const isAs = (story: Article, index: number): boolean => story === was?.stories[index]
  return was?.stories.length === page.stories.length && page.stories.every(isAs) && was.mark() === page.mark()
}

/** The pages of an edition by their kind, each kind described for who asks. */
interface DescribedPages {
  readonly articles: ArticlePages
  readonly standing: (pages: readonly StandingPage[]) => readonly DescribedPage[]
  /** `besides`: the same at another time. Of the pages of each list and archive only those that may be others than they were or will be then. */
  readonly listing: (lists: Listings, besides?: Listings & Pick<DescribedPages, 'about'>) => readonly ListingPage[]
  /** What is said of a list on each of its pages. */
  readonly about: (list: StoryList) => string
  readonly own: () => readonly DescribedPage[]
}

function described(edition: Edition, context: PageContext): DescribedPages {
  const { channels, lists } = edition
  const siteChannel = channels.slice(0, 1)
  const languageChannels = new Map(
    channels.filter(({ kind }) => kind === 'language').map(channel => [channel.lang, [channel, ...siteChannel]]),
  )
  const channelsIn = (lang: string): readonly Channel[] => languageChannels.get(lang) ?? siteChannel
  const homes = new Map(lists.filter(({ kind }) => kind === 'home').map(({ lang, path }) => [lang, path]))
  const homeOf = (lang: string): SitePath => homes.get(lang) ?? '/'
  const own: OwnContext = { ...context, homeOf, channelsIn }
  const translations = translationsOfLists(edition)
  const contexts = listContexts(edition, { ...own, translations })
  const topicsIn = topicChannels(channels)
  const channelsFor = ({ lang, topics }: Article): readonly Channel[] =>
    offered(
      channelsIn(lang),
      topics.flatMap(({ slug }) => topicsIn(lang).get(slug) ?? []),
    )
  return {
    articles: articlePages({ ...context, homeOf, channelsFor }),
    standing: pages =>
      pages.map(page =>
        whole({ kind: 'standing', permalink: page.permalink, describe: () => standingView(page, own), owner: page }),
      ),
    listing: (lists, besides) => listingPages(lists, { ...own, contextOf: contexts, translations }, besides),
    about: list => aboutList(list, contexts(list))(),
    own: () => [
      whole({ kind: 'feeds', permalink: FEEDS_PAGE, describe: () => feedsPage(channels, own) }),
      ...searchPages(edition, own).map(page => whole({ kind: 'search', permalink: page.head.permalink, describe: () => page })),
      whole({ kind: 'not-found', permalink: NOT_FOUND_PAGE, describe: () => notFoundPage(own) }),
    ],
  }
}

/** What pages list. */
type Listings = Pick<Edition, 'lists' | 'archives'>

interface ListingContext extends OwnContext {
  readonly translations: ReturnType<typeof translationsOfLists>
  readonly contextOf: ReturnType<typeof listContexts>
}

/** What the pages of each list need beside it. */
function listContexts(
  { channels }: Pick<Edition, 'channels'>,
  own: OwnContext & Pick<ListingContext, 'translations'>,
): (list: StoryList) => ListContext {
  const channelsOf = Map.groupBy(
    channels.filter(({ kind }) => kind !== 'site'),
    ({ page }) => page,
  )
  return ({ lang, path }) => {
    const isOwn = ({ path }: Channel): boolean => path.startsWith(`/${lang.toLowerCase()}/`)
    const listed = (channelsOf.get(path) ?? []).toSorted((a, b) => Number(isOwn(b)) - Number(isOwn(a)))
    return {
      ...own,
      channels: offered(own.channelsIn(lang), listed),
      translations: own.translations({ lang, permalink: path }),
    }
  }
}

/** The pages of lists, and of archives. */
function listingPages(
  { lists, archives }: Listings,
  { site, translations, contextOf, homeOf, channelsIn }: ListingContext,
  besides?: Listings & Pick<DescribedPages, 'about'>,
): readonly ListingPage[] {
  const otherLists = new Map(besides?.lists.map(list => [list.path, list]))
  const otherArchives = new Map(besides?.archives.map(archive => [archive.path, archive]))
  return [
    ...lists.flatMap(list => {
      const other = otherLists.get(list.path)
      const context = contextOf(list)
      return listPages(list, context, other && besides?.about(other) === aboutList(list, context)() ? other : undefined)
    }),
    ...archives.flatMap(archive =>
      archivePages(archive, {
        site,
        headOf: page => ({
          ...page,
          home: homeOf(page.lang),
          description: `${page.title}: ${site.description}`,
          channels: links(offered(channelsIn(page.lang))),
          translations: severalOrNone(translations(page)),
        }),
        besides: otherArchives.get(archive.path),
      }),
    ),
  ]
}

/** For a language the channels of topics, by slug: that in the language before that in all of them. */
function topicChannels(channels: readonly Channel[]): (lang: string) => ReadonlyMap<string, Channel> {
  const topics = channels.filter(({ kind }) => kind === 'topic')
  const below = (folder: string): readonly (readonly [string, Channel])[] =>
    topics.flatMap(channel => (channel.path.startsWith(folder) ? [[channel.path.slice(folder.length, -1), channel]] : []))
  return remembered(lang => new Map([...below('/topics/'), ...below(`/${lang.toLowerCase()}/topics/`)]))
}

/** Makes each of these once, when it is first asked for. */
function remembered<Result>(make: (key: string) => Result): (key: string) => Result {
  const known = new Map<string, Result>()
  return key => {
    const before = known.get(key)
    if (before !== undefined) return before
    const made = make(key)
    known.set(key, made)
    return made
  }
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
    files: [],
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
    channels: links(offered(channelsIn(lang))),
    translations: [],
  }
  return { kind: 'standing', head, page }
}

function feedsPage(channels: readonly Channel[], { site, channelsIn }: OwnContext): FeedsPage {
  return {
    kind: 'feeds',
    head: { ...ownHead(site), permalink: FEEDS_PAGE, channels: links(offered(channelsIn(site.lang))) },
    channels: channels.map(({ kind, path, page, lang, title, description, stories }) => ({
      kind,
      path,
      page,
      lang,
      title,
      description,
      count: stories.length,
      newest: newestUpdate(stories),
    })),
  }
}

/** By the stories of a channel: after a change, those of most channels are the same list. */
const newest = new WeakMap<readonly Article[], number>()

function newestUpdate(stories: readonly Article[]): number | undefined {
  if (stories.length === 0) return undefined
  const at = newest.get(stories) ?? Math.max(...stories.slice(0, 200).map(publicUpdate))
  newest.set(stories, at)
  return at
}

/** One for each language of stories: nothing else is searched. */
function searchPages({ lists }: Edition, { site, channelsIn }: OwnContext): readonly SearchPage[] {
  if (!site.search) return []
  const homes = lists.filter(({ kind }) => kind === 'home')
  const translations = severalOrNone(homes.map(({ lang, path }) => ({ lang, permalink: searchPath(path) })))
  return homes.map(({ lang, path }) => ({
    kind: 'search',
    head: {
      ...ownHead(site),
      lang,
      permalink: searchPath(path),
      home: path,
      channels: links(offered(channelsIn(lang))),
      translations,
    },
    // The newsroom's own language has a list of every topic: one without a story in it leads to none.
    topics: lists
      .filter(list => list.kind === 'topic' && list.lang === lang && list.stories.length > 0)
      .map(({ path, title }) => ({ path, title })),
  }))
}

function notFoundPage({ site, channelsIn }: OwnContext): NotFoundPage {
  return {
    kind: 'not-found',
    head: { ...ownHead(site), permalink: NOT_FOUND_PAGE, channels: links(offered(channelsIn(site.lang))) },
  }
}

/** What pages that speak for the newsroom as a whole say of themselves. */
function ownHead({ lang, title, description }: Site): Omit<PageHead, 'permalink' | 'channels'> {
  return { lang, home: '/', title, description, translations: [] }
}
