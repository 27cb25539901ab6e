import type { Element } from './markup.ts'
import { childrenNamed, childText } from './markup-tree.ts'
import { plainLine } from './plain-line.ts'
import type { SourceAttachment, SourceImage } from './source.ts'

/** What Media RSS says of an item: its main image, which is the first, and every other file. */
export function mediaOf(item: Element): {
  readonly image: SourceImage | undefined
  readonly attachments: readonly SourceAttachment[]
} {
  const groups = [item, ...childrenNamed(item, 'media:group')]
  const contents = groups.flatMap(group => childrenNamed(group, 'media:content'))
  const [image] = [...contents.filter(isImage), ...groups.flatMap(group => childrenNamed(group, 'media:thumbnail'))]
  return {
    image: image && imageOf(image, item),
    attachments: contents
      .filter(content => !isImage(content))
      .flatMap(content => {
        const address = content.attributes.get('url')?.trim()
        return address ? [{ address, title: plainLine(childText(content, 'media:title')) }] : []
      }),
  }
}

function isImage({ attributes }: Element): boolean {
  const type = attributes.get('type') ?? ''
  if (type !== '') return type.startsWith('image/')
  return attributes.get('medium') === 'image' || /\.(jpe?g|png|gif|webp|avif)([?#]|$)/i.test(attributes.get('url') ?? '')
}

/** As Courant itself writes it: `media:description` stands for the picture, `media:title` under it. */
function imageOf(image: Element, item: Element): SourceImage | undefined {
  const address = image.attributes.get('url')?.trim()
  if (!address) return undefined
  const said = (name: string): string | undefined => plainLine(childText(image, name) ?? childText(item, name))
  return {
    address,
    alt: said('media:description'),
    credit: said('media:credit'),
    caption: said('media:title'),
  }
}
