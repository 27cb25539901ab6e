import { bodyNodes } from './body-nodes.ts'
import { blocksOf, cleanHtml } from './clean-html.ts'
import { withoutLeadingImage } from './leading-image.ts'
import { markdownBlocks } from './markdown-blocks.ts'
import { rewriteMarkdown } from './rewrite-markdown.ts'
import type { SourceImage, SourceStory } from './source.ts'

/** What becomes of a body's addresses, and where its losses are told. */
export interface CarryContext {
  readonly address: (written: string, use: 'link' | 'media') => string | undefined
  readonly lose: (what: string) => void
}

/** A body as an article has it. `image` is the main one, its address carried over; a body that begins with it loses it there. */
export function carryBody(
  { body }: SourceStory,
  { image, ...context }: CarryContext & { readonly image: SourceImage | undefined },
): { readonly markdown: string; readonly image: SourceImage | undefined } {
  if (body.kind === 'markdown') {
    const markdown = rewriteMarkdown(body.text, context.address)
    return { markdown: `${markdown.trim()}\n`, image }
  }
  const { nodes, problem } = bodyNodes(body.text)
  if (problem !== undefined) context.lose(problem)
  const carried = withoutLeadingImage(blocksOf(cleanHtml(nodes, context)), image)
  return { markdown: markdownBlocks(carried.blocks), image: carried.image }
}
