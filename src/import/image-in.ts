import type { SourceImage } from './source.ts'
import type { FieldReader } from './source-fields.ts'

/** The main image of front matter, by the names that themes have for it. */
export function imageIn(fields: FieldReader): SourceImage | undefined {
  const address =
    fields.text('image', 'image.path', 'image.src', 'image.url', 'cover', 'cover.image', 'cover.src', 'featured_image') ??
    fields.text('featuredimage', 'featured-image', 'feature_image', 'header.image', 'banner', 'thumbnail') ??
    fields.list('images')[0]
  if (address === undefined) return undefined
  return {
    address,
    alt: fields.text('image.alt', 'cover.alt', 'image_alt', 'featured_image_alt', 'header.image_description'),
    credit: fields.text('image.credit', 'cover.credit'),
    caption: fields.text('image.caption', 'cover.caption', 'header.caption'),
  }
}
