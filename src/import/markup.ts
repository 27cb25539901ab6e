import { Parser } from 'htmlparser2'
import { ImportMistake } from './import-mistake.ts'

/** An element of XML or HTML. */
export interface Element {
  readonly name: string
  /** By the name as written; in HTML in lower case. */
  readonly attributes: ReadonlyMap<string, string>
  readonly children: readonly Node[]
}

export type Node = Element | string

/** A document: its nodes, and the offset at which an end tag is missing. */
export interface Markup {
  readonly children: readonly Node[]
  readonly brokenAt: number | undefined
}

interface OpenElement extends Element {
  readonly children: Node[]
}

/** Elements within each other: people stop long before, and every step of a parser costs more the deeper it is. */
const MAX_DEPTH = 200
const MAX_HTML_DEPTH = 5000

/**
 * Reads XML, forgiving what feeds get wrong. Entities that a document declares are not known and stay as they are written, so
 * that none expand (XML 1.0 §4.4). @throws ImportMistake for elements nested beyond measure
 */
export function parseXml(text: string): Markup {
  return parse(text, true)
}

/**
 * Reads HTML, with what it leaves open closed; elements beyond the depth that people can follow are left out, and what is in them
 * is not. @throws ImportMistake for a depth that only harm explains
 */
export function parseHtml(text: string): readonly Node[] {
  return parse(text, false).children
}

function parse(text: string, xmlMode: boolean): Markup {
  const root: OpenElement = { name: '', attributes: new Map(), children: [] }
  const open = [root]
  let brokenAt: number | undefined
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        const innermost = open.at(-1)
        if (!xmlMode && innermost && open.length > MAX_DEPTH && open.length < MAX_HTML_DEPTH) return void open.push(innermost)
        if (open.length > MAX_DEPTH)
          throw new ImportMistake(
            `more than ${MAX_DEPTH} elements stand within each other`,
            'look for tags that are never closed',
          )
        const element: OpenElement = { name, attributes: new Map(Object.entries(attributes)), children: [] }
        innermost?.children.push(element)
        open.push(element)
      },
      ontext(piece) {
        const siblings = open.at(-1)?.children ?? []
        const last = siblings.at(-1)
        if (typeof last === 'string') siblings[siblings.length - 1] = last + piece
        else siblings.push(piece)
      },
      onclosetag(_, implied) {
        if (open.length > 1) open.pop()
        // An element that ends itself, `<link/>`, is closed by no tag either.
        if (implied && text[parser.endIndex - 1] !== '/') brokenAt ??= parser.startIndex
      },
    },
    { xmlMode },
  )
  parser.end(text)
  return { children: root.children, brokenAt }
}
