import { labelsFor } from '../language/labels.ts'
import type { Words } from '../language/words/words.ts'
import type { Site } from '../model/site.ts'
import { attributeText } from './html.ts'

/** A body as a page shows it: what scrolls and what leads to and fro has a name in the story's language. */
export function labelledBody(body: string, lang: string, site: Pick<Site, 'labels'>): string {
  const words = labelsFor(lang, site)
  return labelledFootnotes(framedTables(body, words.table), words)
}

/**
 * Puts every table of a body into a frame that scrolls by itself, so that a wide table does not widen the page. The frame
 * takes the keyboard's focus, since what scrolls must scroll without a mouse (WCAG 2.2, 2.1.1). Cells are aligned by classes:
 * HTML has given `align` up, which feeds keep, since they have no style. The body is well-formed output of the sanitiser:
 * `<table` stands in it only where a table begins.
 */
function framedTables(body: string, label: string): string {
  if (!body.includes('<table')) return body
  const frame = `<div class="table" role="group" aria-label="${attributeText(label)}" tabindex="0">`
  return body
    .replaceAll(UNNAMED_FRAME, '$1')
    .replaceAll(/<table(?=[\s>])/g, `${frame}<table`)
    .replaceAll('</table>', '</table></div>')
    .replaceAll(ALIGNED_CELL, '$1 class=')
}

const ALIGNED_CELL = /(<t[hd](?: [a-z]+="[^"]*")*?) align=/g

/** The frame that a Markdown table has in its body. It gives way to ours, which has a name in the page's language. */
const UNNAMED_FRAME = /<div class="table" tabindex="0">(<table[\s>](?:(?!<\/table>).)*<\/table>)\s*<\/div>/gs

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
