import { type Attributes, emptyElement, markupLines, parentElement, textElement } from '../xml/write-xml.ts'
import type { ItemImage } from './item-facts.ts'

/** Namespace of Media RSS 1.5. */
export const MEDIA_NAMESPACE = 'http://search.yahoo.com/mrss/'

/**
 * The main image as `media:content` (Media RSS 1.5), in RSS and Atom alike. It is no enclosure: those are files to
 * download beside the story, which mail readers list and podcast readers queue, while this picture stands in the content.
 * `media:description` is the text that stands for the picture, `media:title` the caption under it.
 */
export function mediaContent(image: ItemImage): string {
  const attributes: Attributes = {
    url: image.url,
    type: image.type,
    fileSize: image.lengthBytes,
    medium: 'image',
    width: image.width,
    height: image.height,
  }
  const about = markupLines(
    [
      image.caption && textElement('media:title', image.caption, { type: 'plain' }),
      image.alt && textElement('media:description', image.alt, { type: 'plain' }),
      image.credit && textElement('media:credit', image.credit),
    ],
    0,
  )
  return about.length === 0 ? emptyElement('media:content', attributes) : parentElement('media:content', about, attributes)
}
