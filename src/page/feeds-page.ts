import { dirOf, labelsFor, nameOf } from '../language/labels.ts'
import { topicAt } from '../language/own-names.ts'
import { hrefOf, urlOf } from '../model/address.ts'
import { FEED_FORMATS, type FeedFormat, feedPath } from '../model/edition.ts'
import type { FeedsPage } from '../model/page.ts'
import type { Site, TopicWords } from '../model/site.ts'
import { FEED_ORDER } from './feed-order.ts'
import { type Html, html } from './html.ts'
import { languageSwitch } from './language-switch.ts'
import type { Templates } from './templates/types.ts'
import { dayElement } from './time-element.ts'

type FeedsChannel = FeedsPage['channels'][number]

interface View {
  readonly lang: string
  readonly site: Site
}

/** Channels of one kind, under a heading. */
interface Group {
  readonly heading: string
  /** The language of the heading, where it is not the page's. */
  readonly lang?: string
  readonly channels: readonly FeedsChannel[]
}

/** The pieces of the page of feeds: what a feed is, and the address of every one, to be read, copied or followed. */
export function feedsParts(page: FeedsPage, site: Site): Templates['feeds']['parts'] {
  const { head, channels } = page
  const view = { lang: head.lang, site }
  const words = labelsFor(head.lang, site)
  return {
    about: html`${words.aboutFeeds.map(paragraph => html`<p>${paragraph}</p>\n`)}<p><a href="${hrefOf(site, '/feeds.opml')}" type="text/x-opml">${words.allFeeds}</a></p>`,
    languages: languageSwitch(head, site),
    channels: html`${channels.filter(isWhole).map(channel => wholeSection(channel, view))}${groupsOf(page, site).map(group => groupSection(group, view))}`,
  }
}

/** What most people want: everything, and what became of it. */
function isWhole({ kind }: FeedsChannel): boolean {
  return kind === 'site' || kind === 'changes'
}

/** The other channels, by what they are cut by; those of one language together. */
function groupsOf({ head, channels }: FeedsPage, site: Site): readonly Group[] {
  const words = labelsFor(head.lang, site)
  const inAll = (kind: FeedsChannel['kind']): readonly FeedsChannel[] =>
    channels.filter(channel => channel.kind === kind && languageOf(channel) === undefined)
  const languages = [...Map.groupBy(channels, languageOf)].flatMap(([lang, channels]) =>
    lang === undefined ? [] : [{ heading: nameOf(lang), lang, channels }],
  )
  const groups = [
    { heading: words.topics, channels: inAll('topic') },
    { heading: words.sections, channels: inAll('section') },
    { heading: words.authors, channels: inAll('author') },
    ...languages,
  ]
  return groups.filter(({ channels }) => channels.length > 0)
}

/** The language that a channel is limited to: its path begins with it. */
function languageOf({ kind, path }: FeedsChannel): string | undefined {
  return kind === 'language' || (kind === 'topic' && !path.startsWith('/topics/')) ? path.split('/')[1] : undefined
}

function wholeSection(channel: FeedsChannel, { lang, site }: View): Html {
  return html`<section class="channel">
<div>
<h2><a href="${hrefOf(site, channel.page)}">${shortTitle(channel, site)}</a></h2>
<p>${channel.description}</p>
<p class="facts">${facts(channel, lang, site)}</p>
</div>
<dl>
${FEED_ORDER.map(format => address(channel, format, site))}</dl>
</section>
`
}

function groupSection({ heading, lang, channels }: Group, view: View): Html {
  const foreign = lang !== undefined && lang !== view.lang && html` lang="${lang}" dir="${dirOf(lang)}"`
  return html`<section class="group">
<h2${foreign}>${heading}</h2>
<ul>
${channels.map(channel => row(channel, view))}</ul>
</section>
`
}

function row(channel: FeedsChannel, { lang, site }: View): Html {
  const rss = feedPath(channel, 'rss')
  return html`<li>
<div>
<h3><a href="${hrefOf(site, channel.page)}"${inOther('title', channel, { lang, site })}>${shortTitle(channel, site)}</a></h3>
${ownDescription(channel, { lang, site })}<p class="facts">${facts(channel, lang, site)}</p>
</div>
<div class="addresses">
<p><a href="${hrefOf(site, rss)}" type="${FEED_FORMATS.rss.type}" dir="ltr">${urlOf(site, rss)}</a></p>
<p class="formats">${FEED_ORDER.filter(format => format !== 'rss').map(format => formatLink(channel, format, site))}</p>
</div>
</li>
`
}

function formatLink(channel: FeedsChannel, format: FeedFormat, site: Site): Html {
  const { name, type } = FEED_FORMATS[format]
  return html`<a href="${hrefOf(site, feedPath(channel, format))}" type="${type}">${name}</a> `
}

/** What the newsroom says of it, unless that is what it says of all. */
function ownDescription(channel: FeedsChannel, { lang, site }: View): Html | undefined {
  const { description } = channel
  if (description === '' || description.endsWith(site.description)) return undefined
  return html`<p${inOther('description', channel, { lang, site })}>${description}</p>\n`
}

/** The language of what is said of a topic in another than the page's, where the newsroom says it in that one. */
function inOther(what: keyof TopicWords, { kind, path, lang }: FeedsChannel, view: View): Html | undefined {
  const said = (tag: string): string | undefined => topicAt(path, tag, view.site)[what]
  if (kind !== 'topic' || said(lang) === said(view.lang)) return undefined
  return html` lang="${lang}" dir="${dirOf(lang)}"`
}

/**
 * A channel's feed bears the newsroom's name and its language too, for readers who follow many; on the newsroom's own page, under
 * the language's, they say nothing.
 */
function shortTitle(channel: FeedsChannel, site: Site): string {
  const lang = languageOf(channel)
  return channel.title.replace(` – ${site.title}`, '').replace(lang === undefined ? '' : ` (${nameOf(lang)})`, '')
}

/** How many stories it has, and since when; changes are no stories. */
function facts({ kind, count, newest }: FeedsChannel, lang: string, site: Site): Html {
  const words = labelsFor(lang, site)
  const day = newest !== undefined && dayElement({ at: newest, dateOnly: false }, { lang, timezone: site.timezone })
  return html`${kind !== 'changes' && html`<span>${words.stories} ${count}</span>`}${day && html` <span>${words.newest} ${day}</span>`}`
}

function address(channel: FeedsChannel, format: FeedFormat, site: Site): Html {
  const { name, type } = FEED_FORMATS[format]
  const path = feedPath(channel, format)
  return html`<div><dt>${name}</dt><dd><a href="${hrefOf(site, path)}" type="${type}" dir="ltr">${urlOf(site, path)}</a></dd></div>\n`
}
