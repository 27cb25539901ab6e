import type { FeedDocument } from './feed-document.ts'
import type { Element } from './markup.ts'
import { childrenNamed, childText, textOf } from './markup-tree.ts'
import { plainLine } from './plain-line.ts'
import { BLANK_STORY, type Loss, type Source, type SourceImage, type SourceStory } from './source.ts'
import { sourceDate } from './source-date.ts'
import { webAddress } from './web-address.ts'
import { mediaIn, metaOf, reusableIn, type WordpressMedia } from './wordpress-item.ts'
import { outsidePreformatted, withParagraphs } from './wordpress-paragraphs.ts'
import { addressLink, carryWordpressShortcodes } from './wordpress-shortcodes.ts'

/** What WordPress keeps beside posts and pages for itself; nobody has read any of it. */
const INTERNAL =
  /^(attachment|revision|nav_menu_item|custom_css|customize_changeset|oembed_cache|user_request|wp_.*|acf-.*|jp_.*)$/

interface Export {
  readonly feed: FeedDocument
  /** Names of authors, by what they log in with. */
  readonly names: ReadonlyMap<string, string>
  readonly media: ReadonlyMap<string, WordpressMedia>
  readonly reusable: ReadonlyMap<string, string>
  /** The zone of times that the export gives without one. */
  readonly zone: string
}

/** Reads the export of a WordPress site (WXR): its channel, with known names, and the feed that it is as well. */
export function readWordpress(
  channel: Element,
  { feed, zone }: { readonly feed: FeedDocument; readonly zone: string },
): Omit<Source, 'fileAt'> {
  const items = childrenNamed(channel, 'item')
  const context: Export = { feed, names: authorsIn(channel), media: mediaIn(items), reusable: reusableIn(items), zone }
  const home = webAddress(feed.home ?? childText(channel, 'wp:base_blog_url'))
  const stories: SourceStory[] = []
  const losses: Loss[] = [...feed.losses]
  for (const [index, item] of items.entries()) {
    const from = `item ${index + 1} (${childText(item, 'wp:post_type') ?? 'post'} ${childText(item, 'wp:post_id') ?? '?'})`
    const story = readItem(item, { ...context, from, like: feed.stories[index] })
    if (typeof story !== 'string') stories.push(story)
    else if (story !== '') losses.push({ from, what: story })
  }
  const feeds: Source['feeds'] = home === undefined ? [] : [{ address: new URL('feed/', slashed(home)).href, format: 'rss' }]
  return { kind: 'wordpress', home, feeds, stories, losses }
}

/** The story of an item; else why there is none, empty for what nobody misses. */
function readItem(
  item: Element,
  { from, like = BLANK_STORY, ...context }: Export & { readonly from: string; readonly like: SourceStory | undefined },
): SourceStory | string {
  const type = childText(item, 'wp:post_type') ?? 'post'
  const status = childText(item, 'wp:status') ?? 'publish'
  if (INTERNAL.test(type)) return ''
  if (type !== 'post' && type !== 'page') return `"${like.title ?? ''}" is of the type ${type}, which is neither post nor page`
  if (status === 'trash' || status === 'auto-draft') return `"${like.title ?? ''}" is in the state ${status}`
  const meta = metaOf(item)
  const post = childText(item, 'wp:post_id') ?? ''
  const body = wordpressHtml(childText(item, 'content:encoded') ?? '', { ...context, post })
  const locked = childText(item, 'wp:post_password') !== undefined
  // A page here goes out at once, whatever its date.
  const isOut = status === 'publish' || (status === 'future' && type === 'post')
  const thumbnail = meta.get('_thumbnail_id') ?? ''
  const image = imageOf(context.media.get(thumbnail))
  const lacks = image === undefined && /^[1-9]\d*$/.test(thumbnail)
  return {
    ...like,
    from,
    kind: type === 'page' ? 'page' : 'story',
    // What was never public has no address but its number's.
    address: status !== 'publish' && like.address?.includes('?') ? undefined : like.address,
    aliases: oldAddresses(item, like.address),
    // WordPress dates pages too, and shows it to nobody.
    date: type === 'page' && status === 'publish' ? undefined : dateOf(item, like, context),
    updated: sourceDate(childText(item, 'wp:post_modified_gmt')),
    summary: plainLine(childText(item, 'excerpt:encoded')),
    topics: topicsOf(item),
    authors: like.authors.map(login => context.names.get(login) ?? login),
    draft: locked || !isOut,
    image,
    attachments: [],
    body: { kind: 'html', text: body.html },
    losses: [
      ...(lacks ? [`the main image, file ${thumbnail} of the media library, which the export lacks`] : []),
      ...body.losses,
      ...(isOut || status === 'draft' ? [] : [`it is in the state ${status}: it is a draft here`]),
      ...lossesOf(item, { locked, meta }),
    ],
  }
}

/** The instant of publication; of a draft that has none, when it was last saved. */
function dateOf(item: Element, like: SourceStory, { feed, zone }: Export): string | undefined {
  return (
    sourceDate(childText(item, 'wp:post_date_gmt')) ??
    like.date ??
    sourceDate(childText(item, 'wp:post_date'), zone) ??
    sourceDate(childText(item, 'wp:post_modified_gmt')) ??
    feed.date
  )
}

/** WordPress remembers slugs that a post had, and leads from them. */
function oldAddresses(item: Element, address: string | undefined): readonly string[] {
  const slug = childText(item, 'wp:post_name')
  if (address === undefined || slug === undefined || !address.includes(slug)) return []
  const old = childrenNamed(item, 'wp:postmeta').filter(meta => childText(meta, 'wp:meta_key') === '_wp_old_slug')
  return old.flatMap(meta => {
    const value = childText(meta, 'wp:meta_value')
    const start = address.lastIndexOf(slug)
    return value === undefined ? [] : [address.slice(0, start) + value + address.slice(start + slug.length)]
  })
}

function topicsOf(item: Element): readonly string[] {
  const topics = childrenNamed(item, 'category')
    .filter(({ attributes }) => ['category', 'post_tag'].includes(attributes.get('domain') ?? 'category'))
    .flatMap(category => plainLine(textOf(category)) ?? [])
  return [...new Set(topics)]
}

function imageOf(media: WordpressMedia | undefined): SourceImage | undefined {
  return media && { address: media.address, alt: media.alt, credit: undefined, caption: media.caption }
}

function lossesOf(
  item: Element,
  { locked, meta }: { readonly locked: boolean; readonly meta: ReadonlyMap<string, string> },
): readonly string[] {
  const comments = childrenNamed(item, 'wp:comment').length
  const fields = [...meta.keys()].filter(key => !key.startsWith('_'))
  const others = childrenNamed(item, 'category').flatMap(({ attributes }) => attributes.get('domain') ?? [])
  const taxonomies = new Set(others.filter(domain => !['category', 'post_tag', 'post_format'].includes(domain)))
  return [
    ...(locked ? ['it is behind a password: it is a draft here'] : []),
    ...(comments > 0 ? [`${comments} ${comments === 1 ? 'comment' : 'comments'}`] : []),
    ...(fields.length > 0 ? [`the custom fields ${fields.join(', ')}`] : []),
    ...[...taxonomies].map(domain => `what it has in ${domain}, which is neither category nor tag`),
  ]
}

function authorsIn(channel: Element): ReadonlyMap<string, string> {
  return new Map(
    childrenNamed(channel, 'wp:author').flatMap(author => {
      const login = childText(author, 'wp:author_login')
      const name = childText(author, 'wp:author_display_name')
      return login === undefined || name === undefined ? [] : [[login, name] as const]
    }),
  )
}

function slashed(address: string): string {
  return address.endsWith('/') ? address : `${address}/`
}

/** What a post's text can refer to. */
export interface WordpressContext {
  readonly post: string
  readonly media: ReadonlyMap<string, WordpressMedia>
  /** Texts that stand in several posts, by their number. */
  readonly reusable: ReadonlyMap<string, string>
}

/** The HTML of a post's text, and what of it stays as it is written, or goes, because only WordPress knows what it means. */
export function wordpressHtml(
  content: string,
  { reusable, ...context }: WordpressContext,
): { readonly html: string; readonly losses: readonly string[] } {
  const losses = new Set<string>()
  const lose = (what: string): void => void losses.add(what)
  const written = content.replace(/\r\n?/g, '\n')
  const bare = carryBlocks(written, { reusable, lose }).replace(PAGE_END, '\n\n').replace(COMMENT, '')
  const carried = outsidePreformatted(carryWordpressShortcodes(bare, { ...context, lose }), part =>
    part.replace(ADDRESS_LINE, (_, address: string) => `\n${addressLink(address)}\n`),
  )
  return { html: written.includes('<!-- wp:') ? carried : withParagraphs(carried), losses: [...losses] }
}

/** Where a long post was cut into pages. */
const PAGE_END = /<!--\s*nextpage\s*-->/g

/** What the editor notes between blocks, and where lists of posts cut a text. */
const COMMENT = /<!--\s*\/?(?:wp:|more)(?:(?!<!--)[\s\S])*?-->/g

/** An address alone on a line, which WordPress shows as what it leads to. */
const ADDRESS_LINE = /^[^\S\n]*(https?:\/\/[^\s<>"]+)[^\S\n]*$/gm

/** A block's beginning, or the whole of one that ends itself: of that, WordPress makes the HTML when somebody asks for the page. */
const BLOCK = /<!--\s*wp:([a-z][\w-]*(?:\/[\w-]+)?)(?=[\s/])((?:(?!<!--|-->)[\s\S])*)-->/g

/** More than an article can hold, in UTF-16 units: texts that hold each other twice grow without end. */
const MAX_LENGTH = 4 * 1024 * 1024

/**
 * A text of blocks with the reusable ones written out; every other block without HTML of its own is named, and goes. `reusable` has
 * the texts by their number.
 */
function carryBlocks(
  content: string,
  { reusable, lose }: { readonly reusable: ReadonlyMap<string, string>; readonly lose: (what: string) => void },
): string {
  let length = 0
  const carry = (text: string, within: readonly string[]): string =>
    text.replace(BLOCK, (found, name: string, rest: string) => {
      if (!rest.endsWith('/')) return found
      if (name !== 'block') {
        lose(`the block ${name}, which has no text in the export`)
        return ''
      }
      const number = /"ref"\s*:\s*"?(\d+)/.exec(rest)?.[1] ?? ''
      const inner = reusable.get(number)
      length += inner?.length ?? 0
      if (inner === undefined || within.includes(number) || length > MAX_LENGTH) {
        lose(`the reusable block ${number}, of which the export has no published text`)
        return ''
      }
      if (/"content"\s*:/.test(rest)) lose(`words of its own in the reusable block ${number}`)
      return carry(inner, [...within, number])
    })
  return carry(content, [])
}
