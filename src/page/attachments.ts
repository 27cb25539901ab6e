import { fileNote } from '../language/file-note.ts'
import { labelsFor } from '../language/labels.ts'
import { hrefOf } from '../model/address.ts'
import type { ArticlePage } from '../model/page.ts'
import type { Site } from '../model/site.ts'
import { type Html, html } from './html.ts'

/** The files offered with a story, each with its type and size, so that nobody fetches what they cannot use. */
export function attachmentList({ attachments, head }: ArticlePage, site: Site): Html | undefined {
  if (attachments.length === 0) return undefined
  const items = attachments.map(
    ({ title, file }) =>
      html`<li><a href="${hrefOf(site, file.path)}" type="${file.type}">${title}</a> (${fileNote({ ...file, lang: head.lang })})</li>\n`,
  )
  return html`<h2>${labelsFor(head.lang, site).files}</h2>\n<ul class="files">\n${items}</ul>\n`
}
