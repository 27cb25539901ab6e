import { labelsFor } from '../language/labels.ts'
import { hrefOf } from '../model/address.ts'
import { archivePath, FEED_FORMATS, feedPath } from '../model/edition.ts'
import type { ListPage } from '../model/page.ts'
import type { Site } from '../model/site.ts'
import { FEED_ORDER } from './feed-order.ts'
import { type Html, html } from './html.ts'
import { languageSwitch } from './language-switch.ts'
import { isFrontPage } from './masthead.ts'
import { pageLinks } from './page-links.ts'
import { type CardStyle, storyCard } from './story-card.ts'

/** A list of stories: the front page with its lead and cards, or the plain list of a topic, an author or older news. */
export function listMain(page: ListPage, site: Site): Html {
  const front = isFrontPage(page)
  const style: CardStyle = front ? 'card' : 'entry'
  const { lang } = page.head
  const cards = page.stories.map(story => storyCard(story, { site, lang, style }))
  return html`${!front && listHead(page, site)}
${page.lead && storyCard(page.lead, { site, lang, style: 'lead' })}
${cards.length > 0 && html`<div class="${front ? 'cards' : 'entries'}">\n${cards}</div>`}
${page.lead === undefined && cards.length === 0 && html`<p class="empty">${labelsFor(lang, site).noStories}</p>`}
${pagination(page, site)}`
}

function listHead(page: ListPage, site: Site): Html {
  const { head, list } = page
  const words = labelsFor(head.lang, site)
  const kicker = {
    topic: words.topic,
    section: words.section,
    author: words.author,
    home: words.olderStories,
    changes: undefined,
  }[list.kind]
  // A further page has a title of its own in its head, with its number; the list's is the same on all.
  const title = head.permalink === list.path ? list.title : head.title
  return html`<div class="page-head">
${kicker && html`<p class="kicker">${kicker}</p>\n`}<h1>${title}</h1>
${list.description !== undefined && html`<p>${list.description}</p>\n`}${followLinks(page, site)}${languageSwitch(head, site)}
</div>`
}

/** The list's own feeds, when it is a channel. */
function followLinks({ head, list }: ListPage, site: Site): Html | undefined {
  const channel = head.channels.find(({ page, path }) => page === list.path && path !== '/')
  if (channel === undefined) return undefined
  const links = FEED_ORDER.map(
    format =>
      html` <a href="${hrefOf(site, feedPath(channel, format))}" type="${FEED_FORMATS[format].type}">${FEED_FORMATS[format].name}</a>`,
  )
  return html`<p class="follow">${labelsFor(head.lang, site).follow}${links}</p>\n`
}

function pagination({ head, list, newer, older }: ListPage, site: Site): Html | undefined {
  const words = labelsFor(head.lang, site)
  const links = {
    newer: newer && { permalink: newer, title: words.newerStories },
    older: older && { permalink: older, title: words.olderStories },
    ...(list.kind === 'home' && { archive: { permalink: archivePath(head.home), title: words.archive } }),
  }
  return pageLinks(links, { lang: head.lang, site })
}
