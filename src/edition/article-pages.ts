import type { Article } from '../model/article.ts'
import type { Channel } from '../model/edition.ts'
import type { ArticlePage, Neighbour, PageHead } from '../model/page.ts'
import type { Site } from '../model/site.ts'
import { editionsOf, type Stories, storyAt } from '../model/stories.ts'
import {
  type DescribedPage,
  field,
  fields,
  type HomeContext,
  links,
  type PageContext,
  severalOrNone,
  storyInputs,
} from './described-page.ts'
import { headlineOf } from './headline.ts'
import { type Neighbours, neighboursOf, relatedStories } from './related-stories.ts'
import { languagesOf } from './releases.ts'
import { translationsOf } from './translations.ts'

/** What the pages of stories need beside the edition. */
export interface ArticleContext extends PageContext, HomeContext {
  readonly channelsFor: (article: Article) => readonly Channel[]
}

/** The pages of stories. */
export interface ArticlePages {
  readonly pageOf: (article: Article) => DescribedPage
}

/** The page of every story, described when it is asked for: of ten thousand an edit concerns a dozen. */
export function articlePages({ site, images, stories, homeOf, channelsFor }: ArticleContext): ArticlePages {
  const attachmentsOf = ({ attachments }: Article): ArticlePage['attachments'] =>
    attachments.flatMap(({ path, title }) => {
      const file = images.get(path)
      return file ? [{ title, file }] : []
    })
  const imageOf = ({ image }: Article): ArticlePage['image'] => image && images.get(image.path)
  const filesOf = (article: Article): DescribedPage['files'] =>
    [imageOf(article), ...attachmentsOf(article).map(({ file }) => file)].flatMap(file => file?.path ?? [])
  const ownOf = (article: Article): OwnParts => {
    const several = stories.all(editionsOf(article.story))
    const editions = several.length > 0 ? several : [article]
    const replacement = replacementOf(article, stories)
    return {
      translations: severalOrNone(translationsOf(article, editions)),
      image: imageOf(article),
      attachments: attachmentsOf(article),
      lacking: lackingLanguages(editions, site),
      ...(replacement && { replacement: neighbourOf(replacement) }),
    }
  }
  const lookedUp = (article: Article): LookedUp => ({
    ...neighboursOf(article, stories),
    related: relatedStories(article, stories),
    channels: channelsFor(article),
    own: ownOf(article),
  })
  const pageOf = (article: Article): DescribedPage => {
    // What the page is described by is looked up whenever that is asked, so that it is recorded; what is rendered is what was found.
    let found: LookedUp | undefined
    return {
      kind: 'article',
      permalink: article.permalink,
      inputs: () => {
        found = lookedUp(article)
        const { newer, older, related, channels, own } = found
        return (
          storyInputs(article) +
          fields(channels.map(({ title }) => title)) +
          neighbourInputs(newer) +
          neighbourInputs(older) +
          fields(related.flatMap(({ permalink, source }) => [permalink, source.facts])) +
          ownInputs(own)
        )
      },
      describe: () => {
        const { newer, older, related, channels, own } = found ?? lookedUp(article)
        return articlePage(article, {
          channels,
          home: homeOf(article.lang),
          related: related.map(headlineOf),
          newer: newer && neighbourOf(newer),
          older: older && neighbourOf(older),
          ...own,
        })
      },
      owner: article.withdrawn ? undefined : article,
      story: article,
      files: article.image || article.attachments.length > 0 ? filesOf(article) : NO_FILES,
    }
  }
  return { pageOf }
}

const NO_FILES: DescribedPage['files'] = []

/** What a story's page shows of others, and beside its text. */
interface LookedUp extends Neighbours {
  readonly related: readonly Article[]
  readonly channels: readonly Channel[]
  readonly own: OwnParts
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

/** The public story that replaces a withdrawn one. */
function replacementOf({ withdrawn }: Article, stories: Stories): Article | undefined {
  const address = withdrawn?.replacement
  return address === undefined ? undefined : stories.all(storyAt(address))[0]
}

function neighbourOf({ permalink, title, lang }: Article): Neighbour {
  return { permalink, title, lang }
}

function neighbourInputs(neighbour: Article | undefined): string {
  return neighbour ? fields([neighbour.permalink, neighbour.title, neighbour.lang]) : field('')
}

/** The languages that a story is to have and that none of its public editions is in. */
export function lackingLanguages(editions: readonly Article[], site: Pick<Site, 'languages'>): readonly string[] {
  return (languagesOf(editions, site.languages) ?? []).filter(lang => editions.every(edition => edition.lang !== lang))
}
