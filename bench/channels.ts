import { Feed } from 'feed'
import { generateAtomFeed, generateJsonFeed, generateRssFeed } from 'feedsmith'
import { renderEntry } from '../src/feed/entry.ts'
import { feedOf } from '../src/feed/news-feed.ts'
import type { Article } from '../src/model/article.ts'
import { type Channel, FORMATS } from '../src/model/edition.ts'
import { Scratch } from '../src/platform/scratch.ts'
import { PLAIN_SITE } from '../test/support/plain-site.ts'
import { median } from './statistics.ts'

// 1,000 channels of 50 full-text stories out of 2,000, in three formats, as bytes to be written to disk, by three sets of writers, in pairs of
// runs on one thread. Courant has the bytes of its entries from its store; the others are given text.

const CHANNELS = 1000
const ITEMS = 50
const STORIES = 2000
/** Of `feed` and feedsmith a part of the channels is enough to tell: they take the same time for each. */
const SHARE = 20
const ROUNDS = 3

const BODY = `<p>${'The members agreed on the terms & the “schedule” of <em>commitments</em>. '.repeat(70)}</p>`
const STORIES_MADE = Array.from({ length: STORIES }, (_, index) => storyAt(index))
const ENTRIES = STORIES_MADE.map(article => {
  const { rss, atom, json, ...dates } = renderEntry({
    article,
    body: BODY,
    image: undefined,
    attachments: [],
    site: PLAIN_SITE,
  })
  return { ...dates, rss: Buffer.from(rss), atom: Buffer.from(atom), json: Buffer.from(json) }
})

function storyAt(index: number): Article {
  return {
    kind: 'article',
    path: `2026/${index}.md`,
    id: `tag:news.example.org,2026:2026/${index}`,
    story: `2026/${index}`,
    lang: 'en',
    permalink: `/2026/${index}/`,
    aliases: [],
    title: `Story ${index}: terms & schedules`,
    summary: 'What was agreed.',
    date: { at: Date.UTC(2026, 0, 1) - index * 3_600_000, dateOnly: false },
    updated: undefined,
    section: undefined,
    topics: [{ slug: 'accessions', title: 'Accessions' }],
    authors: [],
    dateline: undefined,
    disclaimer: undefined,
    image: undefined,
    attachments: [],
    boilerplate: undefined,
    notes: [],
    contact: undefined,
    corrections: [],
    withdrawn: undefined,
    canonical: undefined,
    lead: false,
    draft: false,
    expires: undefined,
    together: false,
    languages: undefined,
    source: { hash: '', facts: '', bodyLine: 1 },
  }
}

function pick<T>(all: readonly T[], channel: number): readonly T[] {
  return Array.from({ length: ITEMS }, (_, item) => all[(channel * 7 + item * 13) % all.length]).filter(
    one => one !== undefined,
  )
}

/** As the threads that render write documents. */
const scratch = new Scratch()

function writeOurs(channel: number): number {
  const entries = pick(ENTRIES, channel)
  const about: Omit<Channel, 'stories'> = {
    kind: 'topic',
    path: `/topics/${channel}/`,
    page: `/topics/${channel}/`,
    lang: 'en',
    title: `Topic ${channel}`,
    description: 'A topic.',
    tombstones: [],
  }
  const feed = feedOf({ channel: about, archive: undefined, previous: undefined }, { entries, site: PLAIN_SITE })
  return FORMATS.reduce((length, format) => {
    const items = entries.map(entry => entry[format])
    return length + scratch.join(feed.document(format, items)).length
  }, 0)
}

function writeFeedPackage(channel: number): number {
  const feed = new Feed({ id: 'urn:x', title: `Topic ${channel}`, link: 'https://news.example.org/', updated: new Date(0) })
  for (const { id, title, summary, date, permalink } of pick(STORIES_MADE, channel)) {
    const at = new Date(date.at)
    feed.addItem({
      id: PLAIN_SITE.origin + permalink,
      guid: id,
      title,
      link: PLAIN_SITE.origin + permalink,
      description: summary,
      content: BODY,
      date: at,
      published: at,
    })
  }
  return lengthOf([feed.rss2(), feed.atom1(), feed.json1()])
}

function writeFeedsmith(channel: number): number {
  const stories = pick(STORIES_MADE, channel).map(({ id, title, summary, date, permalink }) => ({
    id,
    title,
    summary,
    at: new Date(date.at),
    link: PLAIN_SITE.origin + permalink,
  }))
  const title = `Topic ${channel}`
  const rss = generateRssFeed({
    title,
    link: PLAIN_SITE.origin,
    description: 'A topic.',
    items: stories.map(({ id, at, link, ...story }) => ({
      title: story.title,
      link,
      guid: { value: id, isPermaLink: false },
      pubDate: at,
      description: story.summary,
      content: { encoded: BODY },
    })),
  })
  const atom = generateAtomFeed({
    id: 'urn:x',
    title: { value: title },
    updated: new Date(0),
    entries: stories.map(({ id, at, link, ...story }) => ({
      id,
      title: { value: story.title },
      updated: at,
      published: at,
      links: [{ href: link }],
      summary: { value: story.summary },
      content: { type: 'html', value: BODY },
    })),
  })
  const json = generateJsonFeed({
    title,
    items: stories.map(({ id, at, link, ...story }) => ({
      id,
      title: story.title,
      url: link,
      summary: story.summary,
      content_html: BODY,
      date_published: at,
    })),
  })
  return lengthOf([String(rss), String(atom), JSON.stringify(json)])
}

/** The documents as bytes, counted. */
function lengthOf(documents: readonly string[]): number {
  return documents.reduce((length, document) => length + Buffer.from(document).length, 0)
}

/** Milliseconds for all the channels, by what a share of them takes. */
function time(write: (channel: number) => number, share: number): number {
  const start = performance.now()
  let length = 0
  for (let channel = 0; channel < CHANNELS / share; channel++) length += write(channel)
  const ms = (performance.now() - start) * share
  if (length === 0) throw new Error('nothing was written')
  return ms
}

for (const write of [writeOurs, writeFeedPackage, writeFeedsmith]) time(write, 100)
const rounds = Array.from({ length: ROUNDS }, () => ({
  ours: time(writeOurs, 1),
  feed: time(writeFeedPackage, SHARE),
  feedsmith: time(writeFeedsmith, SHARE),
}))
const ours = median(rounds.map(round => round.ours))
console.log(
  `${CHANNELS} channels of ${ITEMS} full stories, three formats, one thread, median of ${ROUNDS}; Node ${process.version}`,
)
console.log(`  Courant, from known entries  ${ours.toFixed(0)} ms`)
for (const name of ['feed', 'feedsmith'] as const) {
  const ratio = median(rounds.map(round => round[name] / round.ours))
  console.log(`  ${name.padEnd(27)}  ${median(rounds.map(round => round[name])).toFixed(0)} ms  (${ratio.toFixed(0)} times)`)
}
