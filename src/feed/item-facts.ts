import { labelsFor } from '../language/labels.ts'
import { type SitePath, urlOf } from '../model/address.ts'
import { type Article, publicUpdate } from '../model/article.ts'
import type { PublishedFile } from '../model/body.ts'
import { formPath, sizeAt } from '../model/image.ts'
import type { Instant } from '../model/instant.ts'
import type { PublishedAttachment, Translation } from '../model/page.ts'
import type { Site } from '../model/site.ts'
import { clean, cleanLine } from '../xml/write-xml.ts'
import { entryIri } from './entry-iri.ts'
import { FEED_EXTENSION } from './feed-extension.ts'
import { mailAddress, webAddress } from './web-address.ts'

/** What is known of a story when its entry is rendered. */
export interface Story {
  readonly article: Article
  /** Safe HTML in which every URL is absolute. */
  readonly body: string
  /** The main image as published. */
  readonly image: PublishedFile | undefined
  readonly attachments: readonly PublishedAttachment[]
  /** The story in every language that it can be read in, its own included; none where that is the only one. */
  readonly translations?: readonly Translation[]
  readonly site: Site
}

/**
 * What an item says in every format, worked out once: text cleaned and on one line, addresses absolute, nothing blank.
 * The formats only differ in how they write it.
 */
export interface ItemFacts {
  readonly id: string
  /** The id as Atom writes it. */
  readonly iri: string
  readonly url: string
  readonly lang: string
  readonly title: string
  readonly summary: string
  readonly published: Instant
  readonly updated: Instant
  readonly authors: readonly Person[]
  readonly categories: readonly Category[]
  readonly rights: string | undefined
  /** The address in the rights: where the licence can be read. */
  readonly license: string | undefined
  /** Where the story was first published, when not here. */
  readonly origin: string | undefined
  readonly image: ItemImage | undefined
  readonly files: readonly ItemFile[]
  /** Since when the story is withdrawn. */
  readonly withdrawn: Instant | undefined
  /** The address at which the extension of JSON Feed is described. */
  readonly about: string
  /** When it is to be taken out. */
  readonly expires: Instant | undefined
  /** The story in each of its languages, its own last; none where it has only one. */
  readonly alternates: readonly Alternate[]
}

/** The page of a story in a language. */
export interface Alternate {
  readonly lang: string
  readonly url: string
}

/** A file to take away. */
export interface ItemFile {
  readonly url: string
  readonly type: string
  readonly lengthBytes: number
  readonly title: string
}

export interface Person {
  readonly name: string
  readonly email: string | undefined
  readonly url: string | undefined
}

/** A topic: `scheme` names all of the newsroom's topics, `term` the one, `url` is the page of the one. */
interface Category {
  readonly scheme: string
  readonly term: string
  readonly label: string
  readonly url: string
}

export interface ItemImage {
  readonly url: string
  readonly type: string
  /** Positive, or undefined when not known. */
  readonly lengthBytes: number | undefined
  /** Pixels. */
  readonly width: number | undefined
  readonly height: number | undefined
  readonly alt: string | undefined
  readonly caption: string | undefined
  readonly credit: string | undefined
  /** A smaller form of it, or the image itself. */
  readonly thumbnail: { readonly url: string; readonly width: number | undefined; readonly height: number | undefined }
}

/** The story's facts as feeds carry them: everything but its content. */
export function factsOf({ article, image, attachments, translations = [], site }: Omit<Story, 'body'>): ItemFacts {
  const url = urlOf(site, article.permalink)
  const origin = webAddress(article.canonical)
  const id = clean(article.id)
  return {
    id,
    iri: entryIri(id, site),
    url,
    lang: article.lang,
    title: titleOf(article, site),
    summary: cleanLine(article.summary),
    published: article.date.at,
    updated: publicUpdate(article),
    authors: article.authors.map(author => ({
      name: cleanLine(author.name),
      email: mailAddress(author.email),
      url: webAddress(author.url),
    })),
    categories: article.topics.map(topic => categoryOf(topic, site)),
    rights: wordsOf(site.rights),
    license: licenseIn(site.rights),
    origin: origin === url ? undefined : origin,
    image: image && imageOf({ article, image, site }),
    files: attachments.map(({ title, file }) => ({
      url: urlOf(site, file.path),
      type: file.type,
      lengthBytes: file.lengthBytes,
      title: cleanLine(title),
    })),
    withdrawn: article.withdrawn?.date.at,
    about: urlOf(site, FEED_EXTENSION.path),
    expires: article.expires,
    alternates: alternatesOf(article, { translations, site }),
  }
}

/** The first address in the rights, without the punctuation that ends its sentence. */
export function licenseIn(rights: string | undefined): string | undefined {
  return webAddress(/https?:\/\/[^\s<>"'«»“”]+/i.exec(rights ?? '')?.[0].replace(/[.,:;!?)\]]+$/, ''))
}

/** Its own comes last: many readers take the last `alternate` for the story's address. */
function alternatesOf(
  { lang }: Pick<Article, 'lang'>,
  { translations, site }: { readonly translations: readonly Translation[]; readonly site: Site },
): readonly Alternate[] {
  const others = translations.filter(translation => translation.lang !== lang)
  const own = translations.filter(translation => translation.lang === lang)
  if (others.length === 0) return []
  return [...others, ...own].map(({ lang, permalink }) => ({ lang, url: urlOf(site, permalink) }))
}

/** A withdrawn story says so in its title, which is all that many readers show. */
function titleOf({ title, lang, withdrawn }: Article, site: Site): string {
  return cleanLine(withdrawn ? `${labelsFor(lang, site).withdrawn}: ${title}` : title)
}

/** The topic as a category of the newsroom's own scheme (RFC 4287 §4.2.2). */
function categoryOf(topic: Article['topics'][number], site: Site): Category {
  const scheme: SitePath = '/topics/'
  return {
    scheme: urlOf(site, scheme),
    term: topic.slug,
    label: cleanLine(topic.title),
    url: urlOf(site, `${scheme}${topic.slug}/`),
  }
}

/** The text cleaned and on one line; undefined when that leaves nothing to read. */
export function wordsOf(text: string | undefined): string | undefined {
  const words = cleanLine(text ?? '')
  return words.trim() === '' ? undefined : words
}

function imageOf({ article, image, site }: Pick<Story, 'article' | 'site'> & { readonly image: PublishedFile }): ItemImage {
  return {
    url: urlOf(site, image.path),
    type: image.type,
    lengthBytes: positive(image.lengthBytes),
    width: positive(image.width),
    height: positive(image.height),
    alt: wordsOf(article.image?.alt),
    caption: wordsOf(article.image?.caption),
    credit: wordsOf(article.image?.credit),
    thumbnail: thumbnailOf(image, site),
  }
}

/** The narrowest form that aggregators take (Flipboard: 400 pixels), or the image itself where it has no other. */
function thumbnailOf({ path, width, height, widths = [] }: PublishedFile, site: Site): ItemImage['thumbnail'] {
  const narrow = widths.find(each => each >= 400)
  if (narrow === undefined || !width || !height || narrow >= width)
    return { url: urlOf(site, path), width: positive(width), height: positive(height) }
  return { url: urlOf(site, formPath(path, narrow)), ...sizeAt({ width, height }, narrow) }
}

function positive(count: number | undefined): number | undefined {
  return count !== undefined && count > 0 ? count : undefined
}
