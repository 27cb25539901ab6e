import { hash } from 'node:crypto'
import type { SitePath } from '../model/address.ts'

/**
 * `*|` throughout: the elements of RSS are in no namespace, those of Atom in its own. What is not named stays hidden: contents are
 * HTML as text, and only readers make something of it.
 */
const CSS = `*|*:root {
  display: block;
  color-scheme: light dark;
  background: light-dark(#fdfcf9, #151618);
  color: light-dark(#1b1a18, #e8e5de);
  font: 1.0625rem/1.55 Charter, "Bitstream Charter", Cambria, Georgia, "Noto Serif", serif;
}
*|* { display: none; }
*|rss > *|channel, *|feed:root {
  display: block;
  max-width: 41rem;
  margin: 0 auto;
  padding: 2.5rem 1.25rem 4rem;
  overflow-wrap: break-word;
}
*|channel > *|title, *|feed > *|title { display: block; font-size: 2.25rem; font-weight: bold; line-height: 1.15; }
*|channel > *|description, *|feed > *|subtitle { display: block; margin-top: 0.75rem; }
*|channel > *|title::before, *|feed > *|title::before {
  display: block;
  margin-bottom: 1.5rem;
  padding: 0.75rem 1.125rem;
  background: light-dark(#f4f1ea, #202225);
  font: 0.9375rem/1.5 system-ui, sans-serif;
  content: "This is a news feed. To follow it, copy the address of this page into a feed reader.";
}
*|item, *|entry { display: block; margin-top: 1.5rem; padding-top: 1.25rem; border-top: 1px solid light-dark(#d9d3c7, #3a3b3e); }
*|item > *|title, *|entry > *|title { display: block; font-size: 1.3125rem; font-weight: bold; line-height: 1.25; }
*|item > *|pubDate, *|entry > *|published, *|item > *|link:not([rel]), *|entry > *|link[rel="alternate"]:not([hreflang])::after {
  display: block;
  margin-top: 0.375rem;
  color: light-dark(#58544d, #aca89f);
  font: 0.875rem/1.45 system-ui, sans-serif;
  overflow-wrap: anywhere;
}
*|entry > *|link[rel="alternate"]:not([hreflang]) { display: block; }
*|entry > *|link[rel="alternate"]:not([hreflang])::after { content: attr(href); }
*|item > *|description, *|entry > *|summary { display: block; margin-top: 0.5rem; }
`

/**
 * How a browser shows a feed to a person who opens one: by CSS, since browsers give up XSLT. They follow it where the feed is served
 * under the general type of XML, which `src/serve` does for whoever asks for that by name.
 */
export const FEED_STYLE: { readonly path: SitePath; readonly css: string } = {
  path: `/assets/feed.${hash('sha256', CSS, 'hex').slice(0, 8)}.css`,
  css: CSS,
}
