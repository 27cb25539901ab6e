import { bodyOf } from '../article/cut-front-matter.ts'
import type { leadsIn } from '../links/targets.ts'
import { renderBody } from '../markdown/render-body.ts'
import { hrefOf, type SitePath } from '../model/address.ts'
import { type RenderedBody, SITE_MARK, withBase } from '../model/body.ts'
import type { Site } from '../model/site.ts'
import { type ResponsiveImage, responsiveImages } from '../page/responsive-images.ts'
import type { Link } from '../plan/plan-publish.ts'
import { highlight } from './lazy-highlighter.ts'
import type { BodySource } from './render-task.ts'

/** Renders a body from its file's bytes, and notes what its addresses led to. */
export function renderSource(
  bytes: Uint8Array,
  {
    body,
    links,
    images,
    leads,
    thorough = false,
    typography,
  }: {
    readonly body: BodySource
    readonly links: Link[]
    /** Filled with the images that the body shows, by their address in it. */
    readonly images: Map<string, ResponsiveImage>
    readonly leads: ReturnType<typeof leadsIn>
    readonly thorough?: boolean
    readonly typography: string | undefined
  },
): RenderedBody {
  return renderBody(bodyOf(bytes, body.bodyLine), {
    path: body.path,
    bodyLine: body.bodyLine,
    permalink: body.permalink,
    highlight,
    thorough,
    typography,
    resolve: target => {
      const lead = leads(body.path, target)
      links.push({ target, led: lead.mark })
      const found = lead.target
      if (found.kind === 'file' && found.widths) images.set(addressInBody(found.path), { ...found, widths: found.widths })
      return found
    },
  })
}

/** The body as its page shows it. */
export function pageBody(
  html: string,
  { images, site }: { readonly images: ReadonlyMap<string, ResponsiveImage>; readonly site: Site },
): string {
  return withBase(
    responsiveImages(html, src => images.get(src)),
    site.basePath,
  )
}

/** As the sanitiser leaves it. */
function addressInBody(path: SitePath): string {
  return hrefOf({ basePath: SITE_MARK }, path)
}
