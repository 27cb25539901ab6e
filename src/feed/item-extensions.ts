import { emptyElement, textElement } from '../xml/write-xml.ts'
import { rfc3339 } from './feed-date.ts'
import type { ItemFacts } from './item-facts.ts'
import { mediaContent } from './media-content.ts'

/** Namespace of DCMI Metadata Terms. */
export const TERMS_NAMESPACE = 'http://purl.org/dc/terms/'

/**
 * What RSS and Atom say of an item in the same elements of other vocabularies: the main image and a small form of it, and until when the
 * story is to be shown (MSN: "expiration date"). No `media:status` of a withdrawn story: the W3C's feed validator calls the element an error, and
 * no reader that was tried reads it; its title, its content and the tombstone say it.
 */
export function itemExtensions(facts: ItemFacts): readonly (string | undefined)[] {
  const { image } = facts
  return [image && mediaContent(image), image && emptyElement('media:thumbnail', { ...image.thumbnail }), validity(facts)]
}

/** A period of time (DCMI Period Encoding Scheme): from the publication to the withdrawal or the expiry, whichever is first. */
function validity({ published, withdrawn, expires }: ItemFacts): string | undefined {
  const end = Math.min(withdrawn ?? Infinity, expires ?? Infinity)
  if (end === Infinity) return undefined
  return textElement('dcterms:valid', `start=${rfc3339(published)}; end=${rfc3339(end)}; scheme=W3C-DTF`)
}
