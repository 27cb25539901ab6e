import { bodyNodes } from './body-nodes.ts'
import { cleanHtml } from './clean-html.ts'
import type { PlacedStory } from './plan-import.ts'
import { rewriteMarkdown } from './rewrite-markdown.ts'
import type { FileOrigin } from './source.ts'
import { type AddressBook, leadOf, originKey } from './story-addresses.ts'

/** The files that have to come along with a story: images in its text, its main image, attachments, documents it links to. */
export function wantedFiles({ story }: PlacedStory, book: AddressBook): readonly FileOrigin[] {
  const wanted = new Map<string, FileOrigin>()
  const want = (written: string, use: 'link' | 'media'): undefined => {
    const lead = leadOf(written, { use, story, book })
    if (lead.kind === 'file') wanted.set(originKey(lead.origin), lead.origin)
  }
  if (story.image) want(story.image.address, 'media')
  for (const { address } of story.attachments) want(address, 'media')
  if (story.body.kind === 'markdown') rewriteMarkdown(story.body.text, want)
  // An address that goes takes its image along: what is asked for is known by then.
  else cleanHtml(bodyNodes(story.body.text).nodes, { address: want, lose: () => {} })
  return [...wanted.values()]
}
