import { labelsFor } from '../language/labels.ts'
import { sectionIn } from '../language/own-names.ts'
import { cleanSegment } from '../model/address.ts'
import { isElsewhere } from '../model/article.ts'
import type { ArticlePage } from '../model/page.ts'
import type { Site } from '../model/site.ts'
import { afterword, standingText } from './afterword.ts'
import { aheadNotice } from './ahead-mark.ts'
import { attachmentList } from './attachments.ts'
import { byline } from './byline.ts'
import { type Html, html, raw } from './html.ts'
import { labelledBody } from './labelled-body.ts'
import { languageGap } from './language-gap.ts'
import { languageSwitch } from './language-switch.ts'
import { listHref } from './list-href.ts'
import { neighbours } from './neighbours.ts'
import { notices } from './notices.ts'
import { IMAGE_SIZES, picture } from './picture.ts'
import { related } from './related.ts'
import { siteLink } from './site-link.ts'
import type { Templates } from './templates/types.ts'
import { timeElement } from './time-element.ts'

/** The pieces of a story's page. */
export function articleParts(page: ArticlePage, site: Site, body: string): Templates['article']['parts'] {
  return {
    ahead: aheadNotice(page.article.ahead, site),
    kicker: kicker(page, site),
    dates: dates(page, site),
    byline: byline(page, site),
    languages: languageSwitch(page.head, site),
    lacking: languageGap(page, site),
    notices: html`${notices(page, site)}`,
    disclaimer: disclaimer(page, site),
    figure: figure(page, site),
    dateline: dateline(page),
    body: prose(page, site, body),
    afterword: afterword(page, site),
    origins: origins(page, site),
    related: related(page, site),
    neighbours: neighbours(page, site),
  }
}

function prose({ head }: ArticlePage, site: Site, body: string): Html | undefined {
  return body === '' ? undefined : html`<div class="prose">\n${raw(labelledBody(body, head.lang, site))}\n</div>\n`
}

/** The section, else the first topic. */
function kicker({ article }: ArticlePage, site: Site): Html | undefined {
  const [topic] = article.topics
  if (article.section !== undefined) return html`<p class="kicker">${sectionLink(article, article.section, site)}</p>\n`
  return (
    topic && html`<p class="kicker"><a href="${listHref(site, article, `/topics/${topic.slug}/`)}">${topic.title}</a></p>\n`
  )
}

function sectionLink(article: ArticlePage['article'], section: string, site: Site): Html | string {
  const slug = cleanSegment(section)
  const shown = sectionIn(section, article.lang, site)
  return slug === '' ? shown : html`<a href="${listHref(site, article, `/sections/${slug}/`)}">${shown}</a>`
}

/** The date, and a change that needs no note: one with a note stands above the text. */
function dates({ article: { date, updated }, head }: ArticlePage, site: Site): Html {
  const view = { lang: head.lang, timezone: site.timezone }
  const silent = updated !== undefined && updated.note === undefined
  return html`<p class="date">${timeElement(date, view)}</p>
${silent && html`<p class="date">${labelsFor(head.lang, site).updated} ${timeElement(updated.date, view)}</p>\n`}`
}

function disclaimer({ article, head }: ArticlePage, site: Site): Html | undefined {
  if (article.disclaimer === undefined) return undefined
  const label = labelsFor(head.lang, site).disclaimer
  return html`<aside class="disclaimer" aria-label="${label}">${standingText(article.disclaimer, head.lang)}</aside>\n`
}

function figure({ article, image }: ArticlePage, site: Site): Html | undefined {
  if (image === undefined || article.image === undefined) return undefined
  const { alt, caption, credit } = article.image
  return html`<figure class="main-image">${picture(image, { site, alt, eager: true, sizes: IMAGE_SIZES.text })}
${(caption ?? credit) !== undefined && html`<figcaption>${caption}${credit !== undefined && html` <span class="credit">${credit}</span>`}</figcaption>\n`}</figure>\n`
}

function dateline({ article: { dateline: place } }: ArticlePage): Html | undefined {
  return place === undefined ? undefined : html`<p class="dateline"><strong>${place}</strong></p>\n`
}

/** What the story belongs to and where it comes from. */
function origins(page: ArticlePage, site: Site): Html | undefined {
  const topics = topicList(page, site)
  const source = firstPublished(page, site)
  const files = attachmentList(page, site)
  return files || topics || source ? html`<footer class="origins">\n${files}${topics}${source}</footer>\n` : undefined
}

function topicList({ article, head }: ArticlePage, site: Site): Html | undefined {
  if (article.topics.length === 0) return undefined
  return html`<h2>${labelsFor(head.lang, site).topics}</h2>
<ul class="topics">
${article.topics.map(
  ({ slug, title }) => html`<li><a href="${listHref(site, article, `/topics/${slug}/`)}" rel="tag">${title}</a></li>\n`,
)}</ul>\n`
}

function firstPublished({ article, head }: ArticlePage, site: Site): Html | undefined {
  const { canonical } = article
  if (canonical === undefined || !isElsewhere(article, site)) return undefined
  const address = siteLink(site, canonical)
  const shown = address === undefined ? canonical : html`<a href="${address}" dir="ltr">${canonical}</a>`
  return html`<p class="source">${labelsFor(head.lang, site).firstPublished} ${shown}</p>\n`
}
