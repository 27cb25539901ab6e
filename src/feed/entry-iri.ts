import type { Site } from '../model/site.ts'

/** What Atom takes for an id (RFC 4287 §4.2.6): an absolute IRI. */
const IRI = /^[a-zA-Z][a-zA-Z0-9+.-]*:[^\s\p{C}<>"{}|\\^`#]+(#[^\s\p{C}<>"{}|\\^`#]*)?$/u

/**
 * A story's id as Atom writes it. RSS and JSON Feed take any text for an id, and stories that came from elsewhere keep theirs:
 * `123 at https://old.example.org`. Where that is no IRI, Atom has the newsroom's prefix and the text in it, always the same.
 * No id that is made from a source path has `id:` after the prefix.
 */
export function entryIri(id: string, { idPrefix }: Pick<Site, 'idPrefix'>): string {
  return IRI.test(id) ? id : `${idPrefix}id:${encodeURIComponent(id)}`
}
