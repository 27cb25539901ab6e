import type { Element, Node } from './markup.ts'

export function isElement(node: Node): node is Element {
  return typeof node !== 'string'
}

/** The child elements of this name, in order. */
export function childrenNamed(parent: Pick<Element, 'children'>, name: string): readonly Element[] {
  return parent.children.filter(isElement).filter(child => child.name === name)
}

/** The text of the first child element of this name, without white space around it; undefined when that leaves nothing. */
export function childText(parent: Pick<Element, 'children'>, name: string): string | undefined {
  const [child] = childrenNamed(parent, name)
  const text = child === undefined ? '' : textOf(child).trim()
  return text === '' ? undefined : text
}

/** All text within, in order. */
export function textOf(node: Node | Pick<Element, 'children'>): string {
  return typeof node === 'string' ? node : node.children.map(textOf).join('')
}

/** Every element within, those that stand in another after it. */
export function* elementsIn(nodes: readonly Node[]): Generator<Element> {
  for (const node of nodes) {
    if (!isElement(node)) continue
    yield node
    yield* elementsIn(node.children)
  }
}
