import { fileNote } from '../language/file-note.ts'
import { dirOf, labelsFor, nameOf } from '../language/labels.ts'
import { sectionIn } from '../language/own-names.ts'
import { telephoneHref } from '../language/telephone.ts'
import { cleanSegment, hrefOf } from '../model/address.ts'
import { type Contact, isElsewhere, type StandingText } from '../model/article.ts'
import type { ArticlePage, Neighbour } from '../model/page.ts'
import type { Site } from '../model/site.ts'
import { aheadNotice } from './ahead-mark.ts'
import { headlineList } from './headline-list.ts'
import { type Html, html, raw } from './html.ts'
import { labelledBody } from './labelled-body.ts'
import { languageSwitch } from './language-switch.ts'
import { listHref } from './list-href.ts'
import { notices } from './notices.ts'
import { IMAGE_SIZES, picture } from './picture.ts'
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

/** What follows the text of a press release: who publishes, notes to editors, whom the press may ask. */
function afterword({ article, head }: ArticlePage, site: Site): Html | undefined {
  const { boilerplate, notes, contact } = article
  if (boilerplate === undefined && notes.length === 0 && contact === undefined) return undefined
  const words = labelsFor(head.lang, site)
  return html`<footer class="afterword">
${boilerplate && html`<aside class="boilerplate" aria-label="${words.boilerplate}">${standingText(boilerplate, head.lang)}</aside>\n`}\
${notes.length > 0 && html`<h2>${words.notes}</h2>\n${noteList(notes)}`}\
${contact && html`<h2>${words.contact}</h2>\n${contactLines(contact)}`}</footer>\n`
}

/** Words that stand with many stories, marked where they are in another language than the page. */
function standingText({ text, lang }: StandingText, pageLang: string): Html {
  return lang === pageLang ? html`<p>${text}</p>` : html`<p lang="${lang}" dir="${dirOf(lang)}">${text}</p>`
}

function noteList(notes: readonly string[]): Html {
  return notes.length === 1 ? html`<p>${notes[0]}</p>\n` : html`<ol>\n${notes.map(note => html`<li>${note}</li>\n`)}</ol>\n`
}

function contactLines({ name, email, phone }: Contact): Html {
  return html`<p>${name}${email !== undefined && html`<br><a href="mailto:${email}" dir="ltr">${email}</a>`}\
${phone !== undefined && html`<br><a href="${telephoneHref(phone)}" dir="ltr">${phone}</a>`}</p>\n`
}

/** The files offered with a story, each with its type and size, so that nobody fetches what they cannot use. */
function attachmentList({ attachments, head }: ArticlePage, site: Site): Html | undefined {
  if (attachments.length === 0) return undefined
  const items = attachments.map(
    ({ title, file }) =>
      html`<li><a href="${hrefOf(site, file.path)}" type="${file.type}">${title}</a> (${fileNote({ ...file, lang: head.lang })})</li>\n`,
  )
  return html`<h2>${labelsFor(head.lang, site).files}</h2>\n<ul class="files">\n${items}</ul>\n`
}

const formatters = new Map<string, Intl.ListFormat>()

/** Who signs the story, each name leading to its page; nothing when nobody does. */
function byline({ article, head }: ArticlePage, site: Site): Html | undefined {
  if (article.authors.length === 0) return undefined
  const links = article.authors.map(
    ({ slug, name }) => html`<a href="${listHref(site, article, `/authors/${slug}/`)}" rel="author">${name}</a>`,
  )
  return html`<p class="byline">${labelsFor(head.lang, site).by} ${listed(links, head.lang)}</p>\n`
}

/** Names as the language lists them: `A, B and C`. */
function listed(items: readonly Html[], lang: string): readonly Html[] {
  const places = items.map((_, index) => String(index))
  const parts = formatterFor(lang).formatToParts(places)
  return parts.flatMap(({ type, value }) => (type === 'element' ? (items[Number(value)] ?? []) : html`${value}`))
}

function formatterFor(lang: string): Intl.ListFormat {
  const formatter = formatters.get(lang) ?? new Intl.ListFormat(lang, { type: 'conjunction' })
  formatters.set(lang, formatter)
  return formatter
}

/** Says in which languages the story is not there yet, each named in itself: a reader who looks for one need not search. */
function languageGap({ lacking, head }: ArticlePage, site: Site): Html | undefined {
  if (lacking.length === 0) return undefined
  const names = lacking.map(lang => html`<li lang="${lang}"><bdi>${nameOf(lang)}</bdi></li>\n`)
  return html`<div class="lacking"><p>${labelsFor(head.lang, site).lacking}</p>\n<ul>\n${names}</ul></div>\n`
}

/** The stories before and after this one. */
function neighbours({ head, newer, older }: ArticlePage, site: Site): Html | undefined {
  if (newer === undefined && older === undefined) return undefined
  const words = labelsFor(head.lang, site)
  return html`<nav class="neighbours" aria-label="${words.moreStories}"><ul>
${newer && neighbour(newer, { label: words.newerStory, rel: 'prev', lang: head.lang, site })}${
  older && neighbour(older, { label: words.olderStory, rel: 'next', lang: head.lang, site })
}</ul></nav>`
}

interface NeighbourView {
  readonly label: string
  /** HTML counts a series from its newest here, as the lists do. */
  readonly rel: 'prev' | 'next'
  readonly lang: string
  readonly site: Site
}

function neighbour({ permalink, title, lang }: Neighbour, view: NeighbourView): Html {
  const foreign = lang !== view.lang && html` lang="${lang}" dir="${dirOf(lang)}"`
  return html`<li class="${view.rel}"><p>${view.label}</p>
<a rel="${view.rel}" href="${hrefOf(view.site, permalink)}"${foreign}>${title}</a></li>\n`
}

/** Earlier stories on the same topics. */
function related({ head, related: stories }: ArticlePage, site: Site): Html | undefined {
  if (stories.length === 0) return undefined
  const words = labelsFor(head.lang, site)
  return html`<section class="group related">
<h2>${words.related}</h2>
${headlineList(stories, { lang: head.lang, site })}</section>
`
}
