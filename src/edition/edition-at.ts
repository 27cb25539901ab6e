import type { SitePath } from '../model/address.ts'
import type { Article, StandingPage } from '../model/article.ts'
import type { Channel, Edition, StoryList, Upcoming } from '../model/edition.ts'
import type { Instant } from '../model/instant.ts'
import type { Author, Site } from '../model/site.ts'

/** Whether a story is public, and if not, why. One decision, over its front matter and an instant. */
export function publicState(
  article: Pick<Article, 'draft' | 'date' | 'expires'>,
  asOf: Instant,
): 'draft' | 'embargoed' | 'expired' | 'released' {
  if (article.draft) return 'draft'
  if (article.date.at > asOf) return 'embargoed'
  if (article.expires !== undefined && article.expires <= asOf) return 'expired'
  return 'released'
}

/** What is public at `asOf`, in order, with its lists and channels. Pure: the same newsroom and instant, the same edition. */
export function editionAt(
  newsroom: { readonly articles: readonly Article[]; readonly standing: readonly StandingPage[] },
  { site, asOf }: { readonly site: Site; readonly asOf: Instant },
): Edition {
  const released = newsroom.articles.filter(article => publicState(article, asOf) === 'released').sort(newestFirst)
  const topics = groupStories(released, article => article.topics)
  return {
    asOf,
    released,
    standing: newsroom.standing.filter(page => !page.draft).sort((a, b) => compare(a.permalink, b.permalink)),
    lists: listsOf(released, { site, topics }),
    channels: channelsOf(released, { site, topics }),
    upcoming: upcomingAfter(newsroom.articles, asOf),
  }
}

function newestFirst(a: Article, b: Article): number {
  return b.date.at - a.date.at || compare(a.id, b.id)
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

interface Grouped<T> {
  readonly of: T
  readonly stories: Article[]
}

/** Stories by what they share, in order of its slug; newest first within. */
function groupStories<T extends { readonly slug: string }>(
  stories: readonly Article[],
  shared: (article: Article) => readonly T[],
): readonly Grouped<T>[] {
  const groups = new Map<string, Grouped<T>>()
  for (const article of stories) {
    for (const of of shared(article)) {
      const group = groups.get(of.slug)
      if (group) group.stories.push(article)
      else groups.set(of.slug, { of, stories: [article] })
    }
  }
  return [...groups.values()].sort((a, b) => compare(a.of.slug, b.of.slug))
}

type TopicGroups = readonly Grouped<Article['topics'][number]>[]

function listsOf(
  released: readonly Article[],
  { site, topics }: { readonly site: Site; readonly topics: TopicGroups },
): readonly StoryList[] {
  const authors = groupStories<Author>(released, article => article.authors)
  return [
    ...inEachLanguage(released, site).map(
      ({ lang, prefix, stories }): StoryList => ({
        kind: 'home',
        path: `${prefix}/`,
        lang,
        title: site.title,
        description: site.description,
        stories,
      }),
    ),
    ...topics.flatMap(({ of, stories }) =>
      inEachLanguage(stories, site).map(
        ({ lang, prefix, stories }): StoryList => ({
          kind: 'topic',
          path: `${prefix}/topics/${of.slug}/`,
          lang,
          title: of.title,
          description: site.topics.get(of.slug)?.description,
          stories,
        }),
      ),
    ),
    ...authors.flatMap(({ of, stories }) =>
      inEachLanguage(stories, site).map(
        ({ lang, prefix, stories }): StoryList => ({
          kind: 'author',
          path: `${prefix}/authors/${of.slug}/`,
          lang,
          title: of.name,
          description: undefined,
          stories,
        }),
      ),
    ),
  ]
}

/** The stories in each of their languages; the newsroom's own always first, and there even when it has none yet. */
function inEachLanguage(stories: readonly Article[], site: Site) {
  const others = [...new Set(stories.map(({ lang }) => lang))].filter(lang => lang !== site.lang).sort(compare)
  return [site.lang, ...others].map(lang => {
    const prefix: '' | SitePath = lang === site.lang ? '' : `/${lang.toLowerCase()}`
    return { lang, prefix, stories: stories.filter(article => article.lang === lang) }
  })
}

function channelsOf(
  released: readonly Article[],
  { site, topics }: { readonly site: Site; readonly topics: TopicGroups },
): readonly Channel[] {
  return [
    { kind: 'site', path: '/', lang: site.lang, title: site.title, description: site.description, stories: released },
    ...topics.map(
      ({ of, stories }): Channel => ({
        kind: 'topic',
        path: `/topics/${of.slug}/`,
        lang: site.lang,
        title: `${of.title} – ${site.title}`,
        description: site.topics.get(of.slug)?.description ?? `${of.title}: ${site.description}`,
        stories,
      }),
    ),
  ]
}

function upcomingAfter(articles: readonly Article[], asOf: Instant): readonly Upcoming[] {
  return articles
    .filter(article => !article.draft)
    .flatMap(({ date, expires, path, title }): Upcoming[] => [
      ...(date.at > asOf ? [{ kind: 'release' as const, at: date.at, path, title }] : []),
      ...(expires !== undefined && expires > asOf ? [{ kind: 'expiry' as const, at: expires, path, title }] : []),
    ])
    .sort((a, b) => a.at - b.at || compare(a.path, b.path))
}
