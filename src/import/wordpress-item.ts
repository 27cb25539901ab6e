import type { Element } from './markup.ts'
import { childrenNamed, childText } from './markup-tree.ts'
import { plainLine } from './plain-line.ts'

/** A file of the media library, by its number. */
export interface WordpressMedia {
  readonly id: string
  readonly parent: string
  readonly address: string
  readonly alt: string | undefined
  readonly caption: string | undefined
}

/** Every file of the media library that an export has, by its number. */
export function mediaIn(items: readonly Element[]): ReadonlyMap<string, WordpressMedia> {
  const media = new Map<string, WordpressMedia>()
  for (const item of items) {
    const id = childText(item, 'wp:post_id')
    const address = childText(item, 'wp:attachment_url')
    if (id === undefined || address === undefined) continue
    const alt = metaOf(item).get('_wp_attachment_image_alt')
    const caption = plainLine(childText(item, 'excerpt:encoded'))
    media.set(id, { id, parent: childText(item, 'wp:post_parent') ?? '0', address, alt: plainLine(alt), caption })
  }
  return media
}

/** Every text that stands in several posts and that anybody may read, by its number. */
export function reusableIn(items: readonly Element[]): ReadonlyMap<string, string> {
  return new Map(
    items.flatMap(item => {
      const id = childText(item, 'wp:post_id')
      const isPublic = childText(item, 'wp:status') === 'publish' && childText(item, 'wp:post_password') === undefined
      if (id === undefined || childText(item, 'wp:post_type') !== 'wp_block' || !isPublic) return []
      return [[id, childText(item, 'content:encoded') ?? ''] as const]
    }),
  )
}

/** What plugins and WordPress noted beside an item; of several values of one name the last. */
export function metaOf(item: Element): ReadonlyMap<string, string> {
  return new Map(
    childrenNamed(item, 'wp:postmeta').flatMap(meta => {
      const key = childText(meta, 'wp:meta_key')
      return key === undefined ? [] : [[key, childText(meta, 'wp:meta_value') ?? ''] as const]
    }),
  )
}
