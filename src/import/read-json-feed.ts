import type { FeedDocument } from './feed-document.ts'
import { ImportMistake } from './import-mistake.ts'
import { BLANK_STORY, type SourceAttachment, type SourceStory } from './source.ts'
import { sourceDate } from './source-date.ts'
import { escapeText } from './write-html.ts'

type Json = Readonly<Record<string, unknown>>

/** Reads a JSON Feed, 1.1 or 1. @throws ImportMistake for what is none */
export function readJsonFeed(text: string): FeedDocument {
  const feed = parse(text)
  const items = isObject(feed) && Array.isArray(feed.items) ? feed.items.filter(isObject) : undefined
  if (!isObject(feed) || !items)
    throw new ImportMistake('this JSON is no JSON Feed', 'name a feed: it has "version" and "items"')
  const lang = textIn(feed, 'language')
  const authors = authorsOf(feed)
  return {
    format: 'json',
    title: textIn(feed, 'title'),
    home: textIn(feed, 'home_page_url'),
    self: textIn(feed, 'feed_url'),
    lang,
    date: undefined,
    older: textIn(feed, 'next_url'),
    stories: items.map((item, index) => readItem(item, { from: `item ${index + 1}`, lang, authors })),
    losses: [],
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw new ImportMistake(`this JSON is broken: ${error.message}`, 'fetch the feed again, whole')
  }
}

function readItem(
  item: Json,
  { from, lang, authors }: { readonly from: string; readonly lang: string | undefined; readonly authors: readonly string[] },
): SourceStory {
  const address = textIn(item, 'url')
  const image = textIn(item, 'image') ?? textIn(item, 'banner_image')
  const own = authorsOf(item)
  return {
    ...BLANK_STORY,
    from,
    // An id may be a number in feeds that hold less to the specification (JSON Feed 1.1, `id`).
    id: typeof item.id === 'number' ? String(item.id) : (textIn(item, 'id') ?? address),
    address,
    title: textIn(item, 'title')?.replace(/\s+/g, ' '),
    date: sourceDate(textIn(item, 'date_published')) ?? sourceDate(textIn(item, 'date_modified')),
    updated: sourceDate(textIn(item, 'date_modified')),
    summary: textIn(item, 'summary'),
    lang: textIn(item, 'language') ?? lang,
    topics: textsOf(item.tags),
    authors: own.length > 0 ? own : authors,
    canonical: textIn(item, 'external_url'),
    image: image === undefined ? undefined : { address: image, alt: undefined, credit: undefined, caption: undefined },
    attachments: attachmentsOf(item),
    body: { kind: 'html', text: textIn(item, 'content_html') ?? paragraphs(textIn(item, 'content_text') ?? '') },
  }
}

function paragraphs(text: string): string {
  if (text === '') return ''
  return `<p>${escapeText(text)
    .replace(/\n\s*\n/g, '</p><p>')
    .replaceAll('\n', '<br>')}</p>`
}

function authorsOf(parent: Json): readonly string[] {
  const authors = Array.isArray(parent.authors) ? parent.authors : [parent.author]
  return authors.filter(isObject).flatMap(author => textIn(author, 'name') ?? [])
}

function attachmentsOf(item: Json): readonly SourceAttachment[] {
  const attachments = Array.isArray(item.attachments) ? item.attachments.filter(isObject) : []
  return attachments.flatMap(attachment => {
    const address = textIn(attachment, 'url')
    return address === undefined ? [] : [{ address, title: textIn(attachment, 'title') }]
  })
}

function textsOf(value: unknown): readonly string[] {
  const texts = Array.isArray(value) ? value : []
  return [...new Set(texts.flatMap(text => (typeof text === 'string' && text.trim() !== '' ? [text.trim()] : [])))]
}

function textIn(parent: Json, name: string): string | undefined {
  const value = parent[name]
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
