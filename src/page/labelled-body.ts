import { labelsFor } from '../language/labels.ts'
import type { Site } from '../model/site.ts'
import { framedTables } from './framed-tables.ts'
import { labelledFootnotes } from './labelled-footnotes.ts'

/** A body as a page shows it: what scrolls and what leads to and fro has a name in the story's language. */
export function labelledBody(body: string, lang: string, site: Pick<Site, 'labels'>): string {
  const words = labelsFor(lang, site)
  return labelledFootnotes(framedTables(body, words.table), words)
}
