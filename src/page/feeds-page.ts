import { labelsFor } from '../language/labels.ts'
import { hrefOf, urlOf } from '../model/address.ts'
import { FEED_FORMATS, type FeedFormat, feedPath } from '../model/edition.ts'
import type { FeedsPage } from '../model/page.ts'
import type { Site } from '../model/site.ts'
import { FEED_ORDER } from './feed-order.ts'
import { type Html, html } from './html.ts'
import { languageSwitch } from './language-switch.ts'
import { titleOf } from './page-title.ts'
import { dayElement } from './time-element.ts'

type FeedsChannel = FeedsPage['channels'][number]

/** The page that says what a feed is and gives the address of every one, to be read, copied or followed. */
export function feedsMain(page: FeedsPage, site: Site): Html {
  const { head, channels } = page
  return html`<div class="page-head">
<h1>${titleOf(page)}</h1>
${labelsFor(head.lang).aboutFeeds.map(paragraph => html`<p>${paragraph}</p>\n`)}<p><a href="${hrefOf(site, '/feeds.opml')}" type="text/x-opml">${labelsFor(head.lang).allFeeds}</a></p>
${languageSwitch(head, site)}
</div>
<div class="channels">
${channels.map(channel => channelSection(channel, head.lang, site))}</div>`
}

function channelSection(channel: FeedsChannel, lang: string, site: Site): Html {
  return html`<section class="channel">
<div>
<h2><a href="${hrefOf(site, channel.page)}">${shortTitle(channel, site)}</a></h2>
${channel.description !== '' && html`<p>${channel.description}</p>\n`}<p class="facts">${facts(channel, lang, site)}</p>
</div>
<dl>
${FEED_ORDER.map(format => address(channel, format, site))}</dl>
</section>
`
}

/** A channel's feed bears the newsroom's name too, for readers who follow many; on the newsroom's own page it says nothing. */
function shortTitle({ title }: FeedsChannel, site: Site): string {
  const suffix = ` – ${site.title}`
  return title.replace(suffix, '')
}

function facts({ count, newest }: FeedsChannel, lang: string, site: Site): Html {
  const words = labelsFor(lang)
  const day = newest !== undefined && dayElement({ at: newest, dateOnly: false }, { lang, timezone: site.timezone })
  return html`<span>${words.stories} ${count}</span>${day && html` <span>${words.newest} ${day}</span>`}`
}

function address(channel: FeedsChannel, format: FeedFormat, site: Site): Html {
  const { name, type } = FEED_FORMATS[format]
  const path = feedPath(channel, format)
  return html`<div><dt>${name}</dt><dd><a href="${hrefOf(site, path)}" type="${type}" dir="ltr">${urlOf(site, path)}</a></dd></div>\n`
}
