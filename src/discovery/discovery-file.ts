import type { SitePath } from '../model/address.ts'
import type { TextKind } from '../model/made-files.ts'
import { markupLines, writeAttributes, XML_DECLARATION } from '../xml/write-xml.ts'

/** A file for search engines to come: `inputs` says, at a fraction of the cost of its text, all that this follows from beside the site. */
export interface DiscoveryFile {
  readonly kind: TextKind
  readonly path: SitePath
  readonly inputs: () => readonly unknown[]
  readonly text: () => string
}

/** A file of little text, which follows from nothing but that. */
export function smallFile(kind: TextKind, path: SitePath, text: string): DiscoveryFile {
  return { kind, path, inputs: () => [text], text: () => text }
}

const NAMESPACES = {
  xmlns: 'http://www.sitemaps.org/schemas/sitemap/0.9',
  'xmlns:xhtml': 'http://www.w3.org/1999/xhtml',
  'xmlns:news': 'http://www.google.com/schemas/sitemap-news/0.9',
} as const

/** A document of sitemaps.org's namespace, an element a line; other namespaces are declared where they are used. */
export function documentOf(root: 'urlset' | 'sitemapindex', elements: readonly string[]): string {
  const used = Object.entries(NAMESPACES).filter(
    ([name]) => name === 'xmlns' || elements.some(element => element.includes(`<${name.slice(6)}:`)),
  )
  return [
    XML_DECLARATION,
    `<${root}${writeAttributes(Object.fromEntries(used))}>`,
    ...markupLines(elements, 2),
    `</${root}>`,
    '',
  ].join('\n')
}
