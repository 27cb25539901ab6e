import { hrefOf } from '../model/address.ts'
import type { PublishedFile } from '../model/body.ts'
import type { Site } from '../model/site.ts'
import { type Html, html } from './html.ts'

/**
 * An image with its size, so that nothing moves when it arrives. Those below the first screen wait until they are near.
 */
export function picture(
  image: PublishedFile,
  view: { readonly site: Site; readonly alt: string; readonly eager: boolean },
): Html {
  const size = image.width !== undefined && image.height !== undefined && html` width="${image.width}" height="${image.height}"`
  const loading = view.eager ? html`fetchpriority="high"` : html`loading="lazy"`
  return html`<img src="${hrefOf(view.site, image.path)}" alt="${view.alt}"${size} ${loading} decoding="async">`
}
