import { fileTypeProblem } from './value-rules.ts'
import type { XmlElement } from './xml-tree.ts'

/** Those of some Atom links that have this relation, in RSS as in Atom; a link without one is an alternate (RFC 4287 §4.2.7.2). */
export function linksWith(links: readonly XmlElement[], relation: string): readonly XmlElement[] {
  return links.filter(link => (link.attributes.get('rel') ?? 'alternate') === relation)
}

/** A link's type against the one that its document must have. */
export function problemsOfLinkType(link: XmlElement, expected: string): readonly string[] {
  const type = link.attributes.get('type')
  const said = type === undefined ? 'no type' : `the type "${type}"`
  return type === expected ? [] : [`the ${link.attributes.get('rel') ?? 'alternate'} link has ${said}, not "${expected}"`]
}

/** A file beside an item, as RSS or Atom describes it: its true size, and the type that its name says. */
export function problemsOfEnclosure(file: {
  readonly url: string | undefined
  readonly type: string | undefined
  readonly length: string | undefined
}): readonly string[] {
  const type = fileTypeProblem(file.url ?? '', file.type ?? '')
  return [
    ...(/^[1-9]\d*$/.test(file.length ?? '') ? [] : [`the enclosure's length "${file.length ?? ''}" is no number of bytes`]),
    ...(type === undefined ? [] : [`the enclosure's ${type}`]),
  ]
}
