import type { Words } from '../language/words/words.ts'
import { attributeText } from './html.ts'

const LIST = /<hr \/>\n<ol class="footnotes">(.*)<\/ol>/s
const REFERENCE = /<a (href="[^"]*" id="fnref-[^"]*")>(\d+)<\/a>/g
const WAY_BACK = /<a (href="[^"]*#fnref-[^"]*")>(↩\uFE0E)(<sup>(\d+)<\/sup>)?<\/a>/g

/**
 * Tells what the numbers and arrows of a body's footnotes are (DPUB-ARIA 1.1) to those who hear the page. Feeds go
 * without, since readers take such attributes away. The body is well-formed output of the sanitiser, in which these ids and
 * this class are Courant's alone.
 */
export function labelledFootnotes(body: string, { footnotes, footnote, backToText }: Words): string {
  if (!body.includes('<ol class="footnotes">')) return body
  return body
    .replace(
      LIST,
      `<section class="footnotes" role="doc-endnotes" aria-label="${attributeText(footnotes)}">\n<ol>$1</ol>\n</section>`,
    )
    .replaceAll(REFERENCE, `<a $1 role="doc-noteref" aria-label="${attributeText(footnote)} $2">$2</a>`)
    .replaceAll(WAY_BACK, (_, href: string, arrow: string, which = '', nth?: string) => {
      const label = attributeText(nth === undefined ? backToText : `${backToText} ${nth}`)
      return `<a ${href} role="doc-backlink" aria-label="${label}">${arrow}${which}</a>`
    })
}
