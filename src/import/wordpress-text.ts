import { carryBlocks } from './wordpress-blocks.ts'
import type { WordpressMedia } from './wordpress-item.ts'
import { outsidePreformatted, withParagraphs } from './wordpress-paragraphs.ts'
import { addressLink, carryWordpressShortcodes } from './wordpress-shortcodes.ts'

/** What a post's text can refer to. */
export interface WordpressContext {
  readonly post: string
  readonly media: ReadonlyMap<string, WordpressMedia>
  /** Texts that stand in several posts, by their number. */
  readonly reusable: ReadonlyMap<string, string>
}

/** The HTML of a post's text, and what of it stays as it is written, or goes, because only WordPress knows what it means. */
export function wordpressHtml(
  content: string,
  { reusable, ...context }: WordpressContext,
): { readonly html: string; readonly losses: readonly string[] } {
  const losses = new Set<string>()
  const lose = (what: string): void => void losses.add(what)
  const written = content.replace(/\r\n?/g, '\n')
  const bare = carryBlocks(written, { reusable, lose }).replace(PAGE_END, '\n\n').replace(COMMENT, '')
  const carried = outsidePreformatted(carryWordpressShortcodes(bare, { ...context, lose }), part =>
    part.replace(ADDRESS_LINE, (_, address: string) => `\n${addressLink(address)}\n`),
  )
  return { html: written.includes('<!-- wp:') ? carried : withParagraphs(carried), losses: [...losses] }
}

/** Where a long post was cut into pages. */
const PAGE_END = /<!--\s*nextpage\s*-->/g

/** What the editor notes between blocks, and where lists of posts cut a text. */
const COMMENT = /<!--\s*\/?(?:wp:|more)(?:(?!<!--)[\s\S])*?-->/g

/** An address alone on a line, which WordPress shows as what it leads to. */
const ADDRESS_LINE = /^[^\S\n]*(https?:\/\/[^\s<>"]+)[^\S\n]*$/gm
