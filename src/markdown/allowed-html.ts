/** Gives the value as it may be published, or undefined where the attribute must go. */
type Check = (value: string) => string | undefined

const text: Check = value => value
const flag: Check = () => ''
const matching =
  (pattern: RegExp): Check =>
  value => {
    const trimmed = value.trim()
    return pattern.test(trimmed) ? trimmed : undefined
  }
const oneOf = (...words: readonly string[]): Check => {
  const known = new Set(words)
  return value => {
    const word = value.trim().toLowerCase()
    return known.has(word) ? word : undefined
  }
}

const size = matching(/^\d{1,5}$/)
const integer = matching(/^-?\d{1,9}$/)
const count = matching(/^[1-9]\d{0,2}$/)
const language = matching(/^[a-z]{1,8}(?:-[a-z0-9]{1,8})*$/i)
const mediaType = matching(/^[\w.+-]+\/[\w.+-]+(?:;\s*codecs=[\w"'., -]+)?$/i)
const moment = matching(/^[\dA-Z:+. -]{1,40}$/)
const align = oneOf('left', 'right', 'center')
const condition = matching(/^[\w\s().,:%*+/-]{1,200}$/)
const relation: Check = value => (/^[a-z -]{1,60}$/i.test(value.trim()) ? value.trim().toLowerCase() : undefined)

/** On every element. */
const EVERYWHERE: Readonly<Record<string, Check>> = {
  lang: language,
  dir: oneOf('ltr', 'rtl', 'auto'),
  title: text,
}

const NONE = {}
const CELL = { colspan: count, rowspan: count, align }
const PLAYER = { controls: flag, preload: oneOf('none', 'metadata'), loop: flag, muted: flag }

/**
 * What may stand in a body: the elements, and the attributes of each beside those allowed everywhere. Addresses
 * (`ADDRESSES`, `srcset`) and ids are judged apart. Feed readers and the W3C feed validator accept all of it; styles,
 * scripts, forms, event handlers, SVG and MathML are not among it.
 */
const ELEMENTS: Readonly<Record<string, Readonly<Record<string, Check>>>> = {
  a: { hreflang: language, rel: relation, type: mediaType },
  abbr: NONE,
  audio: PLAYER,
  b: NONE,
  bdi: NONE,
  blockquote: NONE,
  br: NONE,
  caption: NONE,
  cite: NONE,
  code: { class: matching(/^language-[^\s"'<>&]{1,60}$/) },
  col: { span: count, align },
  colgroup: { span: count },
  dd: NONE,
  del: { datetime: moment },
  details: { open: flag },
  dfn: NONE,
  div: { class: oneOf('table') },
  dl: NONE,
  dt: NONE,
  em: NONE,
  figcaption: NONE,
  figure: NONE,
  h1: NONE,
  h2: NONE,
  h3: NONE,
  h4: NONE,
  h5: NONE,
  h6: NONE,
  hr: NONE,
  i: NONE,
  img: {
    alt: text,
    width: size,
    height: size,
    sizes: condition,
    loading: oneOf('lazy'),
    decoding: oneOf('async', 'sync', 'auto'),
  },
  input: { type: oneOf('checkbox'), checked: flag, disabled: flag },
  ins: { datetime: moment },
  kbd: NONE,
  label: NONE,
  li: { value: integer },
  mark: NONE,
  ol: { start: integer, reversed: flag, type: matching(/^[1aAiI]$/) },
  p: NONE,
  picture: NONE,
  pre: NONE,
  q: NONE,
  rp: NONE,
  rt: NONE,
  ruby: NONE,
  s: NONE,
  samp: NONE,
  small: NONE,
  source: { type: mediaType, media: condition, sizes: condition, width: size, height: size },
  span: NONE,
  strong: NONE,
  sub: NONE,
  summary: NONE,
  sup: NONE,
  table: NONE,
  tbody: NONE,
  td: CELL,
  tfoot: NONE,
  th: { ...CELL, scope: oneOf('col', 'row', 'colgroup', 'rowgroup'), abbr: text },
  thead: NONE,
  time: { datetime: moment },
  tr: NONE,
  track: { kind: oneOf('captions', 'subtitles', 'descriptions', 'chapters'), srclang: language, label: text, default: flag },
  u: NONE,
  ul: NONE,
  var: NONE,
  video: { ...PLAYER, width: size, height: size, playsinline: flag },
  wbr: NONE,
}

/** Attributes that hold one address, and what it is for. */
const ADDRESSES: Readonly<Record<string, Readonly<Record<string, 'link' | 'media'>>>> = {
  a: { href: 'link' },
  audio: { src: 'media' },
  blockquote: { cite: 'link' },
  del: { cite: 'link' },
  img: { src: 'media' },
  ins: { cite: 'link' },
  q: { cite: 'link' },
  source: { src: 'media' },
  track: { src: 'media' },
  video: { src: 'media', poster: 'media' },
}

/**
 * Elements that go with all that is in them, and of which the author is told. Browsers read the inside of most of them
 * by other rules than HTML's, which is how markup hides there.
 */
export const DROPPED_WITH_CONTENT: ReadonlySet<string> = new Set([
  'datalist',
  'math',
  'noembed',
  'noframes',
  'noscript',
  'plaintext',
  'script',
  'select',
  'style',
  'svg',
  'template',
  'textarea',
  'title',
  'xmp',
])

/** Names of the elements that may stand in a body. */
export const ALLOWED_ELEMENTS: readonly string[] = Object.keys(ELEMENTS)

const ALLOWED = new Set(ALLOWED_ELEMENTS)

/** Whether an element of this name, in lower case, may stand in a body. */
export function isAllowed(element: string): boolean {
  return ALLOWED.has(element)
}

const HEADING = ['id']

/** Attributes that no raw HTML brings in: we set them, or judge them apart. */
const SET_BY_US: Readonly<Record<string, readonly string[]>> = {
  a: ['id'],
  div: ['tabindex'],
  figure: ['class'],
  h1: HEADING,
  h2: HEADING,
  h3: HEADING,
  h4: HEADING,
  h5: HEADING,
  h6: HEADING,
  img: ['srcset'],
  li: ['id'],
  ol: ['class'],
  pre: ['tabindex'],
  source: ['srcset'],
  span: ['class'],
}

/** Names of the attributes that may stand on an element, addresses, ids and those that we set included. */
export function allowedAttributes(element: string): string[] {
  const own = Object.keys({ ...EVERYWHERE, ...ELEMENTS[element], ...ADDRESSES[element] })
  return [...own, ...(SET_BY_US[element] ?? [])]
}

/** The attribute's value as it may be published, or undefined where the attribute must go. Not for addresses. */
export function allowedValue(element: string, attribute: string, value: string): string | undefined {
  return (ownCheck(ELEMENTS[element], attribute) ?? ownCheck(EVERYWHERE, attribute))?.(value)
}

/** What an attribute's address is for, or undefined where the attribute holds none. */
export function addressUse(element: string, attribute: string): 'link' | 'media' | undefined {
  const uses = ADDRESSES[element]
  return uses !== undefined && Object.hasOwn(uses, attribute) ? uses[attribute] : undefined
}

function ownCheck(checks: Readonly<Record<string, Check>> | undefined, attribute: string): Check | undefined {
  return checks !== undefined && Object.hasOwn(checks, attribute) ? checks[attribute] : undefined
}
