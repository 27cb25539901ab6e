import { attributeText } from './html.ts'

/**
 * Puts every table of a body into a frame that scrolls by itself, so that a wide table does not widen the page. The frame
 * takes the keyboard's focus, since what scrolls must scroll without a mouse (WCAG 2.2, 2.1.1). Cells are aligned by classes:
 * HTML has given `align` up, which feeds keep, since they have no style. The body is well-formed output of the sanitiser:
 * `<table` stands in it only where a table begins.
 */
export function framedTables(body: string, label: string): string {
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
