import type { FeedDocument } from './feed-document.ts'
import { ImportMistake } from './import-mistake.ts'
import { type Element, parseHtml, parseXml } from './markup.ts'
import { childrenNamed, elementsIn, isElement } from './markup-tree.ts'
import { readAtom } from './read-atom.ts'
import { readJsonFeed } from './read-json-feed.ts'
import { readRss } from './read-rss.ts'
import { withKnownNames } from './xml-names.ts'

/** A document that came from elsewhere, as what it is: a feed, or the export of a WordPress site, still to be read. */
export type ReadDocument =
  | { readonly kind: 'feed'; readonly feed: FeedDocument }
  | { readonly kind: 'wordpress'; readonly channel: Element; readonly feed: FeedDocument }

/** Reads a feed of any kind, or finds a WordPress export. @throws ImportMistake for everything else */
export function readDocument(text: string): ReadDocument {
  const source = text.replace(/^\uFEFF/, '').trimStart()
  if (source.startsWith('{')) return { kind: 'feed', feed: readJsonFeed(source) }
  const { children, brokenAt } = parseXml(source)
  const written = children.find(isElement)
  const root = written && withKnownNames(written)
  const feed = root && feedIn(root)
  if (!root || !feed) {
    const [named] = feedsNamedIn(source)
    throw new ImportMistake(
      whatItIs(source, root),
      named === undefined ? 'name an RSS, Atom or JSON feed, or a WordPress export' : `name its feed: ${named}`,
    )
  }
  const [channel = root] = childrenNamed(root, 'channel')
  const known = brokenAt === undefined ? feed : { ...feed, losses: [brokenOff(source, brokenAt)] }
  const isExport = childrenNamed(channel, 'wp:wxr_version').length > 0
  return isExport ? { kind: 'wordpress', channel, feed: known } : { kind: 'feed', feed: known }
}

function feedIn(root: Element): FeedDocument | undefined {
  if (root.name === 'rss' || root.name === 'rdf:RDF') return readRss(root)
  return root.name === 'atom:feed' ? readAtom(root) : undefined
}

/** Addresses of the feeds that a web page says it has, as it writes them. */
function feedsNamedIn(page: string): readonly string[] {
  return [...elementsIn(parseHtml(page))]
    .filter(({ name, attributes }) => name === 'link' && /(rss|atom|feed)\+(xml|json)$/.test(attributes.get('type') ?? ''))
    .flatMap(({ attributes }) => attributes.get('href') ?? [])
}

function whatItIs(source: string, root: Element | undefined): string {
  if (source === '') return 'there is nothing in it'
  if (root?.name.toLowerCase() === 'html' || /^<!doctype html/i.test(source)) return 'this is a web page'
  return root ? `this is XML, but no feed: it begins with <${root.name}>` : 'this is neither XML nor JSON'
}

function brokenOff(source: string, offset: number): FeedDocument['losses'][number] {
  const line = source.slice(0, offset).split('\n').length
  return {
    from: `line ${line}`,
    what: 'an end tag is missing here: the XML is broken or ends too soon, so look whether stories are missing',
  }
}
