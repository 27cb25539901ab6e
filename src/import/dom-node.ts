/** What is asked of turndown's own tree. */
export interface DomNode {
  readonly nodeName: string
  readonly textContent: string | null
  readonly parentNode: DomNode | null
  readonly childNodes: ArrayLike<DomNode> & Iterable<DomNode>
}

export interface DomElement extends DomNode {
  readonly innerHTML: string
  readonly getAttribute: (name: string) => string | null
  readonly hasAttribute: (name: string) => boolean
  readonly querySelector: (selectors: string) => DomElement | null | undefined
}

export function isTag(node: DomNode): node is DomElement {
  return 'getAttribute' in node
}

/** The children of this name, in order. */
export function childrenOf(node: DomNode, name: string): readonly DomNode[] {
  return [...node.childNodes].filter(child => child.nodeName === name)
}
