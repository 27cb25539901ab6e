import { quote, type Slot } from '../fields/slot.ts'
import { cleanSegment } from '../model/address.ts'
import type { Site } from '../model/site.ts'

/**
 * Notes several names in one text, `topics: ports, ferries`: YAML reads one of them, which would have a page and feeds of its own. Who
 * means one with a comma in it puts it into quotes, or declares it in `site.yaml`.
 */
export function noteUnlistedNames(slot: Slot, site: Pick<Site, 'topics' | 'authors'>): void {
  for (const field of ['topics', 'authors'] as const) {
    const text: unknown = slot.value instanceof Map ? slot.value.get(field) : undefined
    if (typeof text !== 'string' || !text.includes(',')) continue
    const at = slot.at(field, text)
    if (site[field].has(cleanSegment(text)) || at.isQuoted()) continue
    const names = text.split(',').flatMap(name => name.trim() || [])
    at.mistake({
      message: `${quote(text)} is one of the ${field}, not several`,
      remedy: `write a list: ${field}: [${names.join(', ')}]; if it is one, put it into quotes`,
    })
  }
}
