import { SITE_MARK } from '../../src/model/body.ts'

/** An element of a rendered body. */
export interface OutputElement {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
}

/** Written apart from the product's list, so that a slip in one shows against the other. */
const ELEMENTS = new Set(
  (
    'a abbr audio b bdi blockquote br caption cite code col colgroup dd del details dfn div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i ' +
    'img input ins kbd label li mark ol p picture pre q rp rt ruby s samp small source span strong sub summary sup table tbody td tfoot th thead ' +
    'time tr track u ul var video wbr'
  ).split(' '),
)
const ATTRIBUTES = new Set(
  (
    'abbr align alt checked cite class colspan controls datetime decoding default dir disabled height href hreflang id kind label lang ' +
    'loading loop media muted open playsinline poster preload rel reversed rowspan scope sizes span src srclang srcset start tabindex ' +
    'title type value width'
  ).split(' '),
)
const ADDRESSES = new Set(['href', 'src', 'cite', 'poster'])
const SAFE_ADDRESS = new RegExp(`^(?:${SITE_MARK}/|https?://[^/]|mailto:|tel:)`)
const NOTE_IDS: Readonly<Record<string, RegExp>> = { a: /^fnref-[0-9a-f]{8}-\d+(?:-\d+)?$/, li: /^fn-[0-9a-f]{8}-\d+$/ }
const SAFE_CLASS = /^(?:table|footnotes|quote|code-[a-z]+|language-[^\s"'<>&]+)$/

/** What must not stand in a rendered body of this element, one line each. */
export function faultsOf({ name, attributes }: OutputElement): string[] {
  const faults = ELEMENTS.has(name) ? [] : [`element <${name}>`]
  for (const [attribute, value] of Object.entries(attributes)) {
    if (!isSafe(name, attribute, value)) faults.push(`<${name} ${attribute}="${value}">`)
  }
  return faults
}

function isSafe(name: string, attribute: string, value: string): boolean {
  if (!ATTRIBUTES.has(attribute)) return false
  if (attribute === 'id') return /^h[1-6]$/.test(name) || NOTE_IDS[name]?.test(value) === true
  if (attribute === 'class') return SAFE_CLASS.test(value)
  if (attribute === 'type' && name === 'input') return value === 'checkbox'
  if (attribute === 'srcset') return value.split(', ').every(candidate => SAFE_ADDRESS.test(candidate))
  if (ADDRESSES.has(attribute)) return SAFE_ADDRESS.test(value)
  return !value.includes(SITE_MARK)
}
