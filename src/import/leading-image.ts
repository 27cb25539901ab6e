import type { Element } from './markup.ts'
import { elementsIn, textOf } from './markup-tree.ts'
import type { SourceImage } from './source.ts'

/**
 * A body that begins with the main image, as feeds mostly have it, without it: Courant shows it itself. What the body says of the
 * image completes what is known of it.
 */
export function withoutLeadingImage(
  blocks: readonly Element[],
  image: SourceImage | undefined,
): { readonly blocks: readonly Element[]; readonly image: SourceImage | undefined } {
  const [first, ...rest] = blocks
  if (!image || !first || !['p', 'figure'].includes(first.name)) return { blocks, image }
  const inner = [...elementsIn([first])]
  const images = inner.filter(({ name }) => name === 'img')
  const captions = inner.filter(({ name }) => name === 'figcaption')
  const caption = captions.map(textOf).join(' ').replace(/\s+/g, ' ').trim()
  const words = textOf(first).replace(/\s+/g, ' ').trim()
  if (images.length !== 1 || images[0]?.attributes.get('src') !== image.address || words !== caption) return { blocks, image }
  return {
    blocks: rest,
    image: {
      ...image,
      alt: image.alt ?? (images[0]?.attributes.get('alt') || undefined),
      caption: image.caption ?? (caption || undefined),
    },
  }
}
