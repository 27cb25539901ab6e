import { Parser } from 'htmlparser2'

/** The namespaces that feeds use, by the prefix under which everyone knows them. */
const NAMESPACES = {
  atom: 'http://www.w3.org/2005/Atom',
  at: 'http://purl.org/atompub/tombstones/1.0',
  content: 'http://purl.org/rss/1.0/modules/content/',
  creativeCommons: 'http://backend.userland.com/creativeCommonsRssModule',
  dc: 'http://purl.org/dc/elements/1.1/',
  dcterms: 'http://purl.org/dc/terms/',
  fh: 'http://purl.org/syndication/history/1.0',
  media: 'http://search.yahoo.com/mrss/',
} as const

/** An XML element with its name resolved. */
export interface XmlElement {
  /** Known prefix and local name, whatever prefix the document chose: `atom:link`; in no namespace, the local name alone. */
  readonly name: string
  /** By the name as written, without namespace declarations: `href`, `xml:lang`. */
  readonly attributes: ReadonlyMap<string, string>
  readonly children: readonly (XmlElement | string)[]
}

/** Reads canonical XML (as libxml writes it: well-formed, attributes normalised, no CDATA) into a tree. */
export function parseXmlTree(canonical: string): XmlElement {
  const open: OpenElement[] = [{ name: '', attributes: new Map(), children: [], prefixes: new Map() }]
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        const parent = last(open)
        const element = openElement({ name, attributes, inherited: parent.prefixes })
        parent.children.push(element)
        open.push(element)
      },
      ontext(text) {
        appendText(last(open).children, text)
      },
      onclosetag() {
        open.pop()
      },
    },
    { xmlMode: true },
  )
  parser.end(canonical)
  const root = last(open).children.find(isElement)
  if (root === undefined) throw new Error('the document has no element')
  return root
}

/** The child elements of this name, in order. */
export function childrenNamed(element: XmlElement, name: string): readonly XmlElement[] {
  return element.children.filter(isElement).filter(child => child.name === name)
}

/** The first child element of this name. */
export function childNamed(element: XmlElement, name: string): XmlElement | undefined {
  return childrenNamed(element, name)[0]
}

/** All text within an element, in order. */
export function textOf(element: XmlElement): string {
  return element.children.map(child => (isElement(child) ? textOf(child) : child)).join('')
}

/** The text of the first child of this name; undefined when there is none. */
export function childText(element: XmlElement, name: string): string | undefined {
  const child = childNamed(element, name)
  return child === undefined ? undefined : textOf(child)
}

export function isElement(node: XmlElement | string): node is XmlElement {
  return typeof node !== 'string'
}

interface OpenElement extends XmlElement {
  readonly children: (XmlElement | string)[]
  readonly prefixes: ReadonlyMap<string, string>
}

const KNOWN_PREFIXES = new Map<string, string>(Object.entries(NAMESPACES).map(([prefix, uri]) => [uri, prefix]))

function openElement(tag: {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly inherited: ReadonlyMap<string, string>
}): OpenElement {
  const prefixes = new Map(tag.inherited)
  const attributes = new Map<string, string>()
  for (const [name, value] of Object.entries(tag.attributes)) {
    if (name === 'xmlns') prefixes.set('', value)
    else if (name.startsWith('xmlns:')) prefixes.set(name.slice('xmlns:'.length), value)
    else attributes.set(name, value)
  }
  return { name: resolvedName(tag.name, prefixes), attributes, children: [], prefixes }
}

function resolvedName(written: string, prefixes: ReadonlyMap<string, string>): string {
  const colon = written.indexOf(':')
  const prefix = colon === -1 ? '' : written.slice(0, colon)
  const local = written.slice(colon + 1)
  const namespace = prefixes.get(prefix) ?? ''
  return namespace === '' ? local : `${KNOWN_PREFIXES.get(namespace) ?? `{${namespace}}`}:${local}`
}

/** The parser reports the text around an entity in pieces. */
function appendText(children: (XmlElement | string)[], text: string): void {
  const before = children.at(-1)
  if (typeof before === 'string') children[children.length - 1] = before + text
  else children.push(text)
}

function last(open: readonly OpenElement[]): OpenElement {
  const element = open.at(-1)
  if (element === undefined) throw new Error('more elements closed than opened')
  return element
}
