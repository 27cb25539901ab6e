import type { SitePath } from '../model/address.ts'

/** What stands where the extension of our JSON Feeds says that it is described (JSON Feed 1.1, "Extensions": `about`). */
export const FEED_EXTENSION: { readonly path: SitePath; readonly text: string } = {
  path: '/assets/feed-extension.txt',
  text: `The _courant object in the JSON Feeds of this site

JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/) lets publishers add objects of their own. This site's feeds are
made by Courant, which adds _courant to feeds and items where it has something to say:

about         the address of this text
rights        who holds the rights, as text
license       the address of the licence that the rights name
translations  the story's page in each of its languages: a list of objects with "language" (BCP 47) and "url"
withdrawn     since when the story is withdrawn (RFC 3339)
expires       when the story will be taken out (RFC 3339)

All members but "about" are optional. More may come; what is here keeps its meaning.
`,
}
