import type { Element, Node } from './markup.ts'
import { isElement } from './markup-tree.ts'

/** The namespaces that feeds and exports use, and the prefix by which they are called here, whatever a document calls them. */
const PREFIXES: ReadonlyMap<string, string> = new Map([
  ['http://www.w3.org/2005/Atom', 'atom'],
  ['http://purl.org/atom/ns#', 'atom'],
  ['http://purl.org/rss/1.0/', ''],
  ['http://my.netscape.com/rdf/simple/0.9/', ''],
  ['http://backend.userland.com/rss2', ''],
  ['http://www.w3.org/1999/02/22-rdf-syntax-ns#', 'rdf'],
  ['http://purl.org/rss/1.0/modules/content/', 'content'],
  ['http://purl.org/dc/elements/1.1/', 'dc'],
  ['http://purl.org/dc/terms/', 'dcterms'],
  ['http://search.yahoo.com/mrss/', 'media'],
  ['http://search.yahoo.com/mrss', 'media'],
  ['http://www.itunes.com/dtds/podcast-1.0.dtd', 'itunes'],
  ['http://rssnamespace.org/feedburner/ext/1.0', 'feedburner'],
  ['http://purl.org/syndication/history/1.0', 'fh'],
  ['http://www.w3.org/1999/xhtml', 'xhtml'],
  ['http://www.w3.org/2007/app', 'app'],
  ['http://purl.org/atom/app#', 'app'],
  ['http://schemas.google.com/blogger/2018', 'blogger'],
])

/** WordPress counts the version of its export in the name of its namespaces. */
const WORDPRESS = /^https?:\/\/wordpress\.org\/export\/[\d.]+\/(excerpt\/)?$/

/** The element and all within it, each by the known prefix of its namespace; a prefix that is declared nowhere stays. */
export function withKnownNames(element: Element, inherited: ReadonlyMap<string, string> = new Map()): Element {
  const scope = new Map(inherited)
  for (const [name, value] of element.attributes) {
    const prefix = /^xmlns(?::(.+))?$/.exec(name)
    if (prefix) scope.set(prefix[1] ?? '', knownPrefix(value.trim(), prefix[1] ?? ''))
  }
  const children = element.children.map((node): Node => (isElement(node) ? withKnownNames(node, scope) : node))
  return { name: knownName(element.name, scope), attributes: element.attributes, children }
}

function knownPrefix(namespace: string, written: string): string {
  const wordpress = WORDPRESS.exec(namespace)
  if (wordpress) return wordpress[1] ? 'excerpt' : 'wp'
  return PREFIXES.get(namespace) ?? written
}

function knownName(name: string, scope: ReadonlyMap<string, string>): string {
  const colon = name.indexOf(':')
  const written = colon < 0 ? '' : name.slice(0, colon)
  const known = scope.get(written) ?? written
  const local = name.slice(colon + 1)
  return known === '' ? local : `${known}:${local}`
}
