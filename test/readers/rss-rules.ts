import { FEED_FORMATS } from '../../src/model/edition.ts'
import { linksWith, problemsOfEnclosure, problemsOfLinkType } from './link-rules.ts'
import { isoOf } from './read-feed.ts'
import { isBefore, isBlank } from './rules.ts'
import { fileTypeProblem } from './value-rules.ts'
import { childNamed, childrenNamed, childText, textOf, type XmlElement } from './xml-tree.ts'

/** The rules that hold for RSS 2.0 alone; `root` is the `rss` element. */
export function problemsOfRss(root: XmlElement): readonly string[] {
  const channel = childNamed(root, 'channel')
  if (channel === undefined) return ['no channel']
  return [
    ...problemsOfChannel(channel),
    ...problemsOfImage(channel),
    ...doubledMeaning(channel, CHANNEL_DOUBLES),
    ...childrenNamed(channel, 'item').flatMap((item, index) =>
      problemsOfRssItem(item).map(problem => `item ${index + 1}: ${problem}`),
    ),
  ]
}

function problemsOfChannel(channel: XmlElement): readonly string[] {
  const generator = childText(channel, 'generator')
  const built = isoOf(childText(channel, 'lastBuildDate'))
  const items = childrenNamed(channel, 'item')
  const selves = linksWith(childrenNamed(channel, 'atom:link'), 'self')
  return [
    ...selves.flatMap(link => problemsOfLinkType(link, FEED_FORMATS.rss.type)),
    ...(generator === undefined || !/\d+\.\d+/.test(generator) ? ['the generator names no version'] : []),
    ...(built === undefined && items.length > 0 ? ['no lastBuildDate'] : []),
    ...items
      .map(item => isoOf(childText(item, 'atom:updated')) ?? isoOf(childText(item, 'pubDate')))
      .filter(date => isBefore(built, date))
      .map(date => `lastBuildDate ${built} is before an item's date ${date}`),
  ]
}

/** RSS 2.0: "in practice the image title and link should have the same value as the channel's". */
function problemsOfImage(channel: XmlElement): readonly string[] {
  const image = childNamed(channel, 'image')
  if (image === undefined) return []
  return ['title', 'link']
    .filter(name => childText(image, name) !== childText(channel, name))
    .map(name => `the image's ${name} "${childText(image, name)}" is not the channel's "${childText(channel, name)}"`)
}

function problemsOfRssItem(item: XmlElement): readonly string[] {
  const enclosures = childrenNamed(item, 'enclosure')
  return [
    ...problemsOfGuid(childNamed(item, 'guid')),
    ...childrenNamed(item, 'author')
      .map(textOf)
      .filter(author => !/^[^\s@()]+@[^\s@()]+(?: \(.+\))?$/.test(author))
      .map(author => `<author> "${author}" has no e-mail address`),
    ...(enclosures.length > 1 ? [`${enclosures.length} enclosures: readers keep one`] : []),
    ...enclosures.flatMap(({ attributes }) =>
      problemsOfEnclosure({ url: attributes.get('url'), type: attributes.get('type'), length: attributes.get('length') }),
    ),
    ...childrenNamed(item, 'media:content').flatMap(problemsOfMedia),
    ...doubledMeaning(item, ITEM_DOUBLES),
  ]
}

function problemsOfGuid(guid: XmlElement | undefined): readonly string[] {
  if (guid === undefined) return ['no guid']
  const isPermaLink = guid.attributes.get('isPermaLink') !== 'false'
  return isPermaLink && !/^https?:\/\//.test(textOf(guid))
    ? [`the guid "${textOf(guid)}" is no URL: it needs isPermaLink="false"`]
    : []
}

function problemsOfMedia(media: XmlElement): readonly string[] {
  const type = media.attributes.get('type')
  const problem = fileTypeProblem(media.attributes.get('url') ?? '', type ?? '')
  if (isBlank(type)) return ['media:content without a type']
  return problem === undefined ? [] : [`media:content's ${problem}`]
}

/** Where RSS has an element of its own, the one of Dublin Core beside it says the same twice (W3C: DuplicateItemSemantics). */
const ITEM_DOUBLES = { 'dc:creator': 'author', 'dc:date': 'pubDate', 'dc:subject': 'category', 'dc:source': 'source' }
const CHANNEL_DOUBLES = { 'dc:date': 'pubDate', 'dc:rights': 'copyright', 'dc:language': 'language' }

function doubledMeaning(parent: XmlElement, doubles: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(doubles)
    .filter(([foreign, own]) => childNamed(parent, foreign) !== undefined && childNamed(parent, own) !== undefined)
    .map(([foreign, own]) => `<${own}> and <${foreign}> say the same`)
}
