import { hrefOf, type SitePath } from '../model/address.ts'
import type { PublishedFile } from '../model/body.ts'
import { formPath, formType } from '../model/image.ts'
import type { Site } from '../model/site.ts'
import { type Html, html } from './html.ts'

/** How wide images stand on pages (HTML, `sizes`): the column of a story's text, the front page's lead, a card. See `style/`. */
export const IMAGE_SIZES = {
  text: '(min-width: 44rem) 41rem, 94vw',
  lead: '(min-width: 74rem) 42rem, (min-width: 52rem) 55vw, 94vw',
  card: '(min-width: 60rem) 11rem, 6.5rem',
} as const

/**
 * An image with its size, so that nothing moves when it arrives. Those below the first screen wait until they are near.
 * Browsers take the form that fits the screen; whatever knows none of them, the image itself.
 */
export function picture(
  image: PublishedFile,
  view: { readonly site: Site; readonly alt: string; readonly eager: boolean; readonly sizes: string },
): Html {
  const size = image.width !== undefined && image.height !== undefined && html` width="${image.width}" height="${image.height}"`
  const loading = view.eager ? html`fetchpriority="high"` : html`loading="lazy"`
  const src = hrefOf(view.site, image.path)
  const img = html`<img src="${src}" alt="${view.alt}"${size} ${loading} decoding="async">`
  const { path, widths = [] } = image
  if (widths.length === 0) return img
  const { type, srcset } = formsOf({ path, src, widths })
  return html`<picture><source type="${type}" srcset="${srcset}" sizes="${view.sizes}">${img}</picture>`
}

/** The narrower forms of an image for a `source` element; `src` is its own address, as it stands in the page. */
export function formsOf({
  path,
  src,
  widths,
}: {
  readonly path: SitePath
  readonly src: string
  readonly widths: readonly number[]
}): { readonly type: string; readonly srcset: string } {
  const addressOf = (width: number): string => src + formPath(path, width).slice(path.length)
  return { type: formType(path), srcset: widths.map(width => `${addressOf(width)} ${width}w`).join(', ') }
}
