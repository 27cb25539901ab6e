import type { SitePath } from '../model/address.ts'
import { formsOf, IMAGE_SIZES } from './picture.ts'

/** An image of a body that stands in several widths. */
export interface ResponsiveImage {
  readonly path: SitePath
  readonly widths: readonly number[]
}

const IMAGE = /<picture[\s>].*?<\/picture>|<img [^>]*>/gs

/**
 * A body's images as pages show them: each waits until it is near, and browsers are offered the widths in which it stands.
 * Feeds keep the plain image, which every reader shows. Where authors have written out a choice of their own, it stands. The
 * body is well-formed output of the sanitiser: no `>` stands in an attribute. `imageOf` looks an image up by its address as
 * written there.
 */
export function responsiveImages(body: string, imageOf: (src: string) => ResponsiveImage | undefined): string {
  if (!body.includes('<img ')) return body
  return body.replace(IMAGE, tag => {
    if (tag.startsWith('<picture')) return tag
    const img = withHints(tag)
    const src = attribute(tag, 'src')
    const image = src === undefined || attribute(tag, 'srcset') !== undefined ? undefined : imageOf(src)
    if (src === undefined || !image || image.widths.length === 0) return img
    const { type, srcset } = formsOf({ ...image, src })
    return `<picture><source type="${type}" srcset="${srcset}" sizes="${sizesOf(tag)}" />${img}</picture>`
  })
}

/** Unless its author said so otherwise. */
function withHints(tag: string): string {
  const loading = attribute(tag, 'loading') === undefined ? ' loading="lazy"' : ''
  const decoding = attribute(tag, 'decoding') === undefined ? ' decoding="async"' : ''
  return tag.replace(/ ?\/?>$/, `${loading}${decoding} />`)
}

/** The column of the text in pixels, as wide as it gets at the browser's own size of letters. */
const COLUMN = 41 * 16

/** An image narrower than the column is as wide as it says. */
function sizesOf(tag: string): string {
  const width = Number(attribute(tag, 'width') ?? COLUMN)
  return width < COLUMN ? `min(${width}px, 94vw)` : IMAGE_SIZES.text
}

function attribute(tag: string, name: string): string | undefined {
  return new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1]
}
