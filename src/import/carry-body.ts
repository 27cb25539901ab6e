import { bodyNodes } from './body-nodes.ts'
import { blocksOf, cleanHtml } from './clean-html.ts'
import { markdownBlocks } from './markdown-blocks.ts'
import { markdownImage } from './markdown-parts.ts'
import type { Element } from './markup.ts'
import { elementsIn, textOf } from './markup-tree.ts'
import { rewriteMarkdown } from './rewrite-markdown.ts'
import type { SourceImage, SourceStory } from './source.ts'

/** What becomes of a body's addresses, and where its losses are told. */
export interface CarryContext {
  readonly address: (written: string, use: 'link' | 'media') => string | undefined
  readonly lose: (what: string) => void
}

interface CarriedBody {
  readonly markdown: string
  readonly image: SourceImage | undefined
}

/**
 * A body as an article has it. `image` is the main one, its address carried over: a story that begins with it loses it there, and a
 * page, which has no field for it, begins with it unless its text shows it.
 */
export function carryBody(
  story: Pick<SourceStory, 'kind' | 'body'>,
  { image, ...context }: CarryContext & { readonly image: SourceImage | undefined },
): CarriedBody {
  if (story.kind === 'story') return carried(story.body, { ...context, image })
  const shown = new Set<string>()
  const address: CarryContext['address'] = (written, use) => {
    const kept = context.address(written, use)
    if (kept !== undefined && use === 'media') shown.add(kept)
    return kept
  }
  const { markdown } = carried(story.body, { ...context, address, image: undefined })
  return { markdown: image && !shown.has(image.address) ? `${captionedImage(image)}\n\n${markdown}` : markdown, image }
}

function captionedImage({ address, alt, caption, credit }: SourceImage): string {
  return markdownImage({ address, alt, caption: [caption, credit].filter(text => text).join(' ') })
}

function carried(
  body: SourceStory['body'],
  { image, ...context }: CarryContext & { readonly image: SourceImage | undefined },
): CarriedBody {
  if (body.kind === 'markdown') {
    const markdown = rewriteMarkdown(body.text, context.address)
    return { markdown: `${markdown.trim()}\n`, image }
  }
  const { nodes, problem } = bodyNodes(body.text)
  if (problem !== undefined) context.lose(problem)
  const leading = withoutLeadingImage(blocksOf(cleanHtml(nodes, context)), image)
  return { markdown: markdownBlocks(leading.blocks), image: leading.image }
}

/**
 * A body that begins with the main image, as feeds mostly have it, without it: Courant shows it itself. What the body says of the
 * image completes what is known of it.
 */
function withoutLeadingImage(
  blocks: readonly Element[],
  image: SourceImage | undefined,
): { readonly blocks: readonly Element[]; readonly image: SourceImage | undefined } {
  const [first, ...rest] = blocks
  if (!image || !first || !['p', 'figure'].includes(first.name)) return { blocks, image }
  const inner = [...elementsIn([first])]
  const images = inner.filter(({ name }) => name === 'img')
  const captions = inner.filter(({ name }) => name === 'figcaption')
  const caption = captions.map(textOf).join(' ').replace(/\s+/g, ' ').trim()
  const words = textOf(first).replace(/\s+/g, ' ').trim()
  if (images.length !== 1 || images[0]?.attributes.get('src') !== image.address || words !== caption) return { blocks, image }
  return {
    blocks: rest,
    image: {
      ...image,
      alt: image.alt ?? (images[0]?.attributes.get('alt') || undefined),
      caption: image.caption ?? (caption || undefined),
    },
  }
}
