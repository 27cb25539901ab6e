import type { Site } from '../model/site.ts'
import { type Html, html } from './html.ts'

/** What the newsroom wrote in its own language, as it stands on a page in `lang`. */
export function newsroomWords(
  words: Html | string,
  { lang, site }: { readonly lang: string; readonly site: Site },
): Html | string {
  return lang === site.lang ? words : html`<bdi lang="${site.lang}">${words}</bdi>`
}
