import type { Article } from '../model/article.ts'
import type { Channel, Edition } from '../model/edition.ts'
import type { ArticlePage, Neighbour, PageHead } from '../model/page.ts'
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
import { lackingLanguages } from './lacking-languages.ts'
import { neighboursIn } from './neighbours.ts'
import { relatedStories } from './related-stories.ts'
import { placesIn } from './story-places.ts'
import { translationsOf } from './translations.ts'

/** What the pages of stories need beside the edition. */
export interface ArticleContext extends PageContext, HomeContext {
  readonly channelsFor: (article: Article) => readonly Channel[]
}

/** The pages of stories. */
export interface ArticlePages {
  readonly pageOf: (article: Article) => DescribedPage
  /** Stories whose pages say anything of one beside where it stands: its words, its day. */
  readonly telling: (story: Article) => readonly Article[]
}

/** The page of every story, described when it is asked for: of ten thousand an edit concerns a dozen. */
export function articlePages(edition: Edition, { site, images, homeOf, channelsFor }: ArticleContext): ArticlePages {
  const places = placesIn(edition.lists)
  const neighbours = neighboursIn(places)
  const { related, naming } = relatedStories(places)
  const at = storiesByAddress(edition.released)
  const attachmentsOf = ({ attachments }: Article): ArticlePage['attachments'] =>
    attachments.flatMap(({ path, title }) => {
      const file = images.get(path)
      return file ? [{ title, file }] : []
    })
  const imageOf = ({ image }: Article): ArticlePage['image'] => image && images.get(image.path)
  const filesOf = (article: Article): DescribedPage['files'] =>
    [imageOf(article), ...attachmentsOf(article).map(({ file }) => file)].flatMap(file => file?.path ?? [])
  const ownOf = (article: Article): OwnParts => {
    const editions = edition.several.get(article.story) ?? [article]
    const replacement = article.withdrawn && at(article.withdrawn.replacement)
    return {
      translations: severalOrNone(translationsOf(article, editions)),
      image: imageOf(article),
      attachments: attachmentsOf(article),
      lacking: lackingLanguages(editions, site),
      ...(replacement && { replacement: neighbourOf(replacement) }),
    }
  }
  const pageOf = (article: Article): DescribedPage => ({
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
    files: article.image || article.attachments.length > 0 ? filesOf(article) : NO_FILES,
  })
  return {
    pageOf,
    telling: story => {
      const { newer, older } = neighbours(story)
      const replaced = edition.released.filter(({ withdrawn }) => withdrawn?.replacement === story.permalink)
      return [story, ...[newer, older].filter(article => article !== undefined), ...naming(story), ...replaced]
    },
  }
}

const NO_FILES: DescribedPage['files'] = []

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
