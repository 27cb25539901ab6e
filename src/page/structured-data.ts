import { machineDate } from '../language/dates.ts'
import { sectionIn } from '../language/own-names.ts'
import { urlOf } from '../model/address.ts'
import type { Article } from '../model/article.ts'
import type { ArticlePage } from '../model/page.ts'
import type { Author, Site } from '../model/site.ts'
import { canonicalOf } from './canonical.ts'
import { type Html, html, raw } from './html.ts'
import { latestChange } from './latest-change.ts'
import { listHref } from './list-href.ts'

/** The story as a `NewsArticle` of schema.org, in a data block of JSON-LD 1.1 (§7): data, not a script. */
export function structuredData(page: ArticlePage, site: Site): Html {
  return html`<script type="application/ld+json">${raw(embeddedJson(newsArticle(page, site)))}</script>\n`
}

/**
 * JSON for the inside of a `script` element. With no `<` left in it, nothing that an author writes can end the element
 * or open a comment in it (HTML, "Restrictions for contents of script elements").
 */
function embeddedJson(data: object): string {
  return JSON.stringify(data).replaceAll('<', '\\u003c')
}

function newsArticle(page: ArticlePage, site: Site): object {
  const { article, head } = page
  const publisher = publisherOf(site)
  return {
    '@context': 'https://schema.org',
    '@type': 'NewsArticle',
    headline: article.title,
    description: head.description,
    url: urlOf(site, head.permalink),
    mainEntityOfPage: { '@type': 'WebPage', '@id': canonicalOf(page, site) },
    datePublished: machineDate(article.date, site.timezone),
    dateModified: machineDate(latestChange(article), site.timezone),
    correction: corrections(article, site),
    inLanguage: article.lang,
    author: article.authors.length > 0 ? article.authors.map(author => authorOf(author, article, site)) : publisher,
    publisher,
    image: imageOf(page, site),
    articleSection: article.section && sectionIn(article.section, article.lang, site),
    about: article.topics.length > 0 ? article.topics.map(({ title }) => ({ '@type': 'Thing', name: title })) : undefined,
    usageInfo: disclaimerOf(article),
    isAccessibleForFree: true,
  }
}

/** The reservation under which the story may be used, with the story itself (schema.org `usageInfo`). */
function disclaimerOf({ disclaimer }: Article): object | undefined {
  return disclaimer && { '@type': 'CreativeWork', text: disclaimer.text, inLanguage: disclaimer.lang }
}

function corrections(article: Article, site: Site): readonly object[] | undefined {
  if (article.corrections.length === 0) return undefined
  return article.corrections.map(({ date, note }) => ({
    '@type': 'CorrectionComment',
    text: note,
    datePublished: machineDate(date, site.timezone),
  }))
}

function authorOf(author: Author, article: Article, site: Site): object {
  const url = author.url ?? site.origin + listHref(site, article, `/authors/${author.slug}/`)
  return { '@type': AUTHOR_TYPES[author.type], name: author.name, url }
}

const AUTHOR_TYPES = { person: 'Person', organization: 'Organization' } as const satisfies Record<Author['type'], string>

function publisherOf({ publisher, origin, basePath }: Site): object {
  return { '@type': 'Organization', name: publisher.name, url: publisher.url ?? urlOf({ origin, basePath }, '/') }
}

function imageOf({ image, article }: ArticlePage, site: Site): object | undefined {
  if (image === undefined) return undefined
  return {
    '@type': 'ImageObject',
    url: urlOf(site, image.path),
    width: image.width,
    height: image.height,
    caption: article.image?.caption ?? article.image?.alt,
    creditText: article.image?.credit,
  }
}
