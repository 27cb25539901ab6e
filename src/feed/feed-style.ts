import { hash } from 'node:crypto'
import type { SitePath } from '../model/address.ts'

const CSS = `@namespace url("http://www.w3.org/2005/Atom");
@namespace atom url("http://www.w3.org/2005/Atom");
@namespace content url("http://purl.org/rss/1.0/modules/content/");
:root { display: block; color-scheme: light dark; max-width: 42rem; margin: 2rem auto; padding: 0 1rem; font: 1.0625rem/1.55 Georgia, "Times New Roman", serif; }
*|* { display: none; }
:root, *|rss > *|channel { display: block; }
*|channel > *|title, *|feed > *|title { display: block; font-size: 2rem; font-weight: bold; line-height: 1.2; }
*|channel > *|description, *|feed > *|subtitle { display: block; margin: 0.5rem 0 1rem; }
*|channel > *|description::after, *|feed > *|subtitle::after { display: block; margin-top: 1rem; padding: 0.75rem 1rem; border: 1px solid; border-radius: 0.25rem; font: 0.9375rem/1.45 system-ui, sans-serif; content: "This is a news feed. To follow it, copy the address of this page into a feed reader."; }
*|item, *|entry { display: block; margin: 1.5rem 0; padding-top: 1rem; border-top: 1px solid; }
*|item > *|title, *|entry > *|title { display: block; font-size: 1.25rem; font-weight: bold; line-height: 1.3; }
*|item > *|pubDate, *|entry > *|published { display: block; font: 0.875rem/1.45 system-ui, sans-serif; }
*|item > *|description, *|entry > *|summary { display: block; margin-top: 0.5rem; }
*|item > *|link { display: block; font: 0.875rem/1.45 system-ui, sans-serif; overflow-wrap: anywhere; }
`

/** How a browser shows a feed to a person who opens one: by CSS, since browsers have given up XSLT. */
export const FEED_STYLE: { readonly path: SitePath; readonly css: string } = {
  path: `/assets/feed.${hash('sha256', CSS, 'hex').slice(0, 8)}.css`,
  css: CSS,
}
