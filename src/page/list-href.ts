import { hrefOf, type SitePath } from '../model/address.ts'
import type { Site } from '../model/site.ts'

/** The address of a topic's or author's list in a story's own language, where that story stands in it. */
export function listHref(site: Site, story: { readonly lang: string }, path: SitePath): string {
  return hrefOf(site, story.lang === site.lang ? path : `/${story.lang.toLowerCase()}${path}`)
}
