import type { YamlDocument } from '../fields/read-yaml.ts'
import { likelyMeant } from '../fields/readers.ts'
import type { Slot } from '../fields/slot.ts'
import { cleanSegment } from '../model/address.ts'
import type { Site } from '../model/site.ts'
import type { ArticleFields } from './article-fields.ts'

/** Longer headlines are cut by readers' programs, search engines and phones. */
const MAX_TITLE_LENGTH = 150

/** What a remark needs beside the fields. */
export interface RemarkContext {
  /** The slot of the whole front matter. */
  readonly slot: Slot
  readonly site: Site
  readonly isQuoted: YamlDocument['isQuoted']
}

/** Notes what could be better in front matter that can be published as it is. */
export function noteRemarks(fields: ArticleFields, { slot, site, isQuoted }: RemarkContext): void {
  const warn = (at: Slot, code: 'long-title' | 'no-summary' | 'no-alt', message: string, remedy: string): void =>
    void at.mistake({ severity: 'warning', code, message, remedy })
  const { title, summary, image } = fields
  if (title !== undefined && title.length > MAX_TITLE_LENGTH) {
    const remedy = `keep it under ${MAX_TITLE_LENGTH}, and say the rest in the summary`
    warn(slot.at('title', title), 'long-title', `${title.length} characters are long for a headline`, remedy)
  }
  if (summary === undefined)
    warn(slot.at('summary', undefined), 'no-summary', 'is missing', 'say in one or two sentences what it is about: summary: …')
  if (image && image.alt === undefined && !isQuoted(['image', 'alt'])) {
    const remedy = 'add alt: with what it shows, or alt: "" if it only decorates'
    warn(slot.at('image', ''), 'no-alt', 'this image has no alternative text', remedy)
  }
  noteUnknown(slot, { field: 'topics', names: fields.topics, known: [...site.topics.keys()] })
  noteUnknown(slot, { field: 'authors', names: fields.authors, known: [...site.authors.keys()] })
}

/** How many known names a remedy lists. */
const LISTED = 12

/** Names that `site.yaml` does not have, where it declares any. */
function noteUnknown(
  slot: Slot,
  {
    field,
    names = [],
    known,
  }: { readonly field: string; readonly names: readonly string[] | undefined; readonly known: readonly string[] },
): void {
  if (known.length === 0) return
  for (const [index, name] of names.entries()) {
    const short = cleanSegment(name)
    if (short === '' || known.includes(short)) continue
    const meant = likelyMeant(short, known)
    const all = `${known.slice(0, LISTED).join(', ')}${known.length > LISTED ? ', …' : ''}`
    slot
      .at(field, '')
      .at(index, name)
      .mistake({
        severity: 'warning',
        code: 'unknown-name',
        message: `"${name}" is not among the ${field} in site.yaml`,
        remedy:
          meant === undefined
            ? `write one of ${all}; or add it there`
            : `did you mean ${meant}? if not, add it to ${field} in site.yaml`,
      })
  }
}
