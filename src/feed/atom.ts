import {
  emptyElement,
  htmlElement,
  markupLines,
  parentElement,
  stylesheet,
  textElement,
  writeAttributes,
  XML_DECLARATION,
} from '../xml/write-xml.ts'
import type { Frame, NewsFeedOptions } from './channel-model.ts'
import { rfc3339 } from './feed-date.ts'
import { HISTORY_NAMESPACE } from './feed-history.ts'
import { GENERATOR } from './generator.ts'
import { itemExtensions, TERMS_NAMESPACE } from './item-extensions.ts'
import type { ItemFacts, Person } from './item-facts.ts'
import { MEDIA_NAMESPACE } from './media-content.ts'

/** Namespace of deleted entries (RFC 6721 §3). */
const TOMBSTONE_NAMESPACE = 'http://purl.org/atompub/tombstones/1.0'

/**
 * When an empty feed was updated: Atom must have a date (RFC 4287 §4.1.1), the clock's would change at every run, and no
 * story gives one. Before 1990 validators call it implausible; it is older than most stories, so that readers see the first one as news.
 */
const NEVER = Date.UTC(2000, 0, 1)

/**
 * The channel as an Atom document, without its entries. It names itself and its page, and no sibling in another format: many readers take the
 * last `alternate` for the site's address; pages tell of the other formats.
 */
export function atomFrame(options: NewsFeedOptions): Frame {
  const root = writeAttributes({
    xmlns: 'http://www.w3.org/2005/Atom',
    // The W3C's feed validator warns of it wherever it is declared: only where there is a tombstone.
    'xmlns:at': options.tombstones.length > 0 ? TOMBSTONE_NAMESPACE : undefined,
    'xmlns:dcterms': TERMS_NAMESPACE,
    'xmlns:fh': HISTORY_NAMESPACE,
    'xmlns:media': MEDIA_NAMESPACE,
    'xml:lang': options.language,
  })
  const head = [
    textElement('id', options.id),
    textElement('title', options.title, { type: 'text' }),
    options.description !== '' && textElement('subtitle', options.description, { type: 'text' }),
    textElement('updated', rfc3339(options.updated?.getTime() ?? NEVER)),
    emptyElement('link', { rel: 'self', type: 'application/atom+xml', href: options.feedLinks.atom }),
    emptyElement('link', { rel: 'alternate', type: 'text/html', href: options.link }),
    options.license && emptyElement('link', { rel: 'license', href: options.license }),
    options.hub && emptyElement('link', { rel: 'hub', href: options.hub }),
    options.current && emptyElement('link', { rel: 'current', type: 'application/atom+xml', href: options.current.atom }),
    options.previous &&
      emptyElement('link', { rel: 'prev-archive', type: 'application/atom+xml', href: options.previous.atom }),
    options.next && emptyElement('link', { rel: 'next-archive', type: 'application/atom+xml', href: options.next.atom }),
    options.current && emptyElement('fh:archive', {}),
    // The author of every entry that names none (RFC 4287 §4.1.1).
    author({ name: options.author.name, email: options.author.email, url: options.author.link }),
    options.copyright && textElement('rights', options.copyright, { type: 'text' }),
    options.icon && textElement('icon', options.icon),
    options.logo && textElement('logo', options.logo),
    textElement('generator', GENERATOR.name, { version: GENERATOR.version }),
    // Before the entries, which is where RFC 4287's own grammar has extensions (appendix B).
    ...options.tombstones.map(({ id, when }) => emptyElement('at:deleted-entry', { ref: id, when: rfc3339(when) })),
  ]
  const open = [XML_DECLARATION, stylesheet(options.stylesheet), `<feed${root}>`, ...markupLines(head, 2)].join('\n')
  const close = '\n</feed>\n'
  return { open, between: '\n', close, empty: close }
}

/** A story as an Atom entry (RFC 4287 §4.1.2). Titles and summaries are `text`, which readers show exactly. */
export function atomEntry(facts: ItemFacts, content: string): string {
  const lines = [
    textElement('id', facts.iri),
    textElement('title', facts.title, { type: 'text' }),
    emptyElement('link', { rel: 'alternate', type: 'text/html', href: facts.url }),
    ...facts.alternates.map(({ lang, url }) =>
      emptyElement('link', { rel: 'alternate', type: 'text/html', hreflang: lang, href: url }),
    ),
    facts.license && emptyElement('link', { rel: 'license', href: facts.license }),
    // Where the story was first published is the source of what stands here (§4.2.7.2).
    facts.origin && emptyElement('link', { rel: 'via', href: facts.origin }),
    ...facts.files.map(({ url, type, lengthBytes, title }) =>
      emptyElement('link', { rel: 'enclosure', type, length: lengthBytes, title, href: url }),
    ),
    textElement('published', rfc3339(facts.published)),
    textElement('updated', rfc3339(facts.updated)),
    ...facts.authors.map(author),
    ...facts.categories.map(({ scheme, term, label }) => emptyElement('category', { scheme, term, label })),
    facts.rights && textElement('rights', facts.rights, { type: 'text' }),
    facts.summary.trim() !== '' && textElement('summary', facts.summary, { type: 'text' }),
    htmlElement('content', content, { type: 'html' }),
    ...itemExtensions(facts),
  ]
  return [`  <entry${writeAttributes({ 'xml:lang': facts.lang })}>`, ...markupLines(lines, 4), '  </entry>'].join('\n')
}

/** A Person construct (RFC 4287 §3.2). */
function author({ name, email, url }: Person): string {
  const uri = url === undefined ? [] : [textElement('uri', url)]
  const mail = email === undefined ? [] : [textElement('email', email)]
  return parentElement('author', [textElement('name', name), ...uri, ...mail])
}
