import { hrefOf, type SitePath, urlOf } from '../model/address.ts'
import { type Channel, type FeedHead, feedArchivePath, feedPath } from '../model/edition.ts'
import { hubAddress } from '../model/hub.ts'
import type { Site } from '../model/site.ts'
import { clean, cleanLine } from '../xml/write-xml.ts'
import type { ChannelPicture, NewsFeedOptions } from './channel-model.ts'
import { entryIri } from './entry-iri.ts'
import { FEED_EXTENSION } from './feed-extension.ts'
import { TOMBSTONE_BYTES } from './feed-limits.ts'
import { FEED_STYLE } from './feed-style.ts'
import { GENERATOR } from './generator.ts'
import { licenseIn, wordsOf } from './item-facts.ts'
import { mailAddress, webAddress } from './web-address.ts'

/**
 * What a channel's documents say before their items. `hub` is the WebSub hub's address or `OWN_HUB`, when there is one; archives, to which nobody
 * subscribes, name none.
 */
export function channelOptions(
  document: FeedHead,
  edge: { readonly site: Site; readonly hub?: string | undefined },
): NewsFeedOptions {
  const { site } = edge
  const { channel, archive, previous, next } = document
  const rights = wordsOf(site.rights)
  const license = licenseIn(site.rights)
  const hub = archive === undefined ? webAddress(hubAddress(site, edge.hub)) : undefined
  const self = archive === undefined ? channel.path : feedArchivePath(channel, archive)
  return {
    id: channelId(channel, site),
    title: cleanLine(channel.title),
    link: urlOf(site, channel.page),
    description: wordsOf(channel.description) ?? '',
    language: channel.lang,
    about: urlOf(site, FEED_EXTENSION.path),
    generator: `${GENERATOR.name} ${GENERATOR.version}`,
    feedLinks: linksIn(self, site),
    author: publisherOf(site),
    stylesheet: hrefOf(site, FEED_STYLE.path),
    tombstones: archive === undefined ? tombstonesOf(channel, site) : [],
    ...(archive !== undefined && { current: linksIn(channel.path, site) }),
    ...(archive !== undefined &&
      previous === undefined && { next: linksIn(next === undefined ? channel.path : feedArchivePath(channel, next), site) }),
    ...(previous !== undefined && { previous: linksIn(feedArchivePath(channel, previous), site) }),
    ...(rights !== undefined && { copyright: rights }),
    ...(license !== undefined && { license }),
    ...(hub !== undefined && { hub }),
    ...(site.image !== undefined && pictures(site, site.image)),
  }
}

/** Those for which there is room beside the items: ids of thousands of bytes are known, and these repeat what the feed says otherwise. */
function tombstonesOf({ tombstones }: Pick<Channel, 'tombstones'>, site: Site): NewsFeedOptions['tombstones'] {
  let room = TOMBSTONE_BYTES
  return tombstones.flatMap(({ id, when }) => {
    const iri = entryIri(clean(id), site)
    const bytes = Buffer.byteLength(iri) + AROUND_ID_BYTES
    if (bytes > room) return []
    room -= bytes
    return [{ id: iri, when }]
  })
}

/** What stands around the id of a tombstone: its element and its date. */
const AROUND_ID_BYTES = 64

function linksIn(path: SitePath, site: Site): NewsFeedOptions['feedLinks'] {
  return {
    rss: urlOf(site, feedPath({ path }, 'rss')),
    atom: urlOf(site, feedPath({ path }, 'atom')),
    json: urlOf(site, feedPath({ path }, 'json')),
  }
}

/**
 * The Atom id of a channel: the newsroom's prefix, which outlives its address, and the channel's path. No story's id made
 * from a source path ends with a slash. JSON Feed has no such id: there the document's address is it.
 */
function channelId(channel: Pick<Channel, 'path'>, site: Site): string {
  return `${site.idPrefix}feed:${hrefOf({ basePath: '' }, channel.path)}`
}

function publisherOf({ publisher, email }: Site): NewsFeedOptions['author'] {
  const mail = mailAddress(email)
  const link = webAddress(publisher.url)
  return {
    name: cleanLine(publisher.name),
    ...(mail !== undefined && { email: mail }),
    ...(link !== undefined && { link }),
  }
}

/**
 * The site's image in the roles that its shape and size allow: Atom's icon is square and its logo wide (RFC 4287 §4.2.5,
 * §4.2.8), JSON Feed's icon is square and large, its favicon square, small, and not below 64 pixels.
 */
function pictures(site: Site, image: NonNullable<Site['image']>): Partial<NewsFeedOptions> {
  const url = urlOf(site, image.path)
  const picture: ChannelPicture = { url, alt: wordsOf(image.alt), width: image.width, height: image.height }
  if (image.width !== image.height) return { image: url, picture, logo: url }
  return {
    image: url,
    picture,
    icon: url,
    ...(image.width >= 128 && { avatar: url }),
    ...(image.width >= 64 && image.width <= 256 && { favicon: url }),
  }
}
