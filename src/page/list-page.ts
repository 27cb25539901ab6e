import { labelsFor } from '../language/labels.ts'
import { topicAt } from '../language/own-names.ts'
import { hrefOf } from '../model/address.ts'
import { archivePath, FEED_FORMATS, feedPath } from '../model/edition.ts'
import type { ListPage, StoryCard } from '../model/page.ts'
import type { Site } from '../model/site.ts'
import { FEED_ORDER } from './feed-order.ts'
import { type Html, html } from './html.ts'
import { languageSwitch } from './language-switch.ts'
import { isFrontPage } from './masthead.ts'
import { newsroomWords } from './newsroom-words.ts'
import { pageLinks } from './page-links.ts'
import type { CardStyle } from './story-card.ts'
import type { Templates } from './templates/types.ts'

type DrawCard = (story: StoryCard, style: CardStyle) => Html

/** The pieces of a list's page; `draw` makes a card of a story. */
export function listParts(page: ListPage, site: Site, draw: DrawCard): Templates['list']['parts'] {
  const { head, list } = page
  const style = isFrontPage(page) ? 'card' : 'entry'
  const words = labelsFor(head.lang, site)
  const kicker = {
    topic: words.topic,
    section: words.section,
    author: words.author,
    home: words.olderStories,
    changes: undefined,
  }[list.kind]
  return {
    kicker: kicker === undefined ? undefined : html`<p class="kicker">${kicker}</p>\n`,
    // A further page has a title of its own in its head, with its number; the list's is the same on all.
    heading: head.permalink === list.path ? list.title : head.title,
    description: descriptionOf(page, site),
    follow: followLinks(page, site),
    languages: languageSwitch(head, site),
    lead: page.lead && draw(page.lead, 'lead'),
    cards: page.stories.map(story => draw(story, style)),
    empty: page.lead === undefined && page.stories.length === 0 ? html`<p class="empty">${words.noStories}</p>` : undefined,
    pages: pagination(page, site),
  }
}

/** What is said of the list: in the newsroom's own language where nothing is said in the page's. */
function descriptionOf({ head: { lang }, list }: ListPage, site: Site): Html | undefined {
  const { kind, path, description } = list
  if (description === undefined) return undefined
  const isOwn = kind !== 'topic' || topicAt(path, site.lang, site).description === description
  return html`<p>${isOwn ? newsroomWords(description, { lang, site }) : description}</p>\n`
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
