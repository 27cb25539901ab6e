/**
 * Writing XML 1.0: whatever the strings are, what comes out is namespace-well-formed, and a parser reads the cleaned
 * strings back exactly. Written here because nothing that a model of plain objects can express is needed: feeds are a
 * handful of elements, and the care is all in their text.
 */

/**
 * Characters that no XML 1.0 document may hold, not even as references (§2.2): C0 controls, lone surrogates, U+FFFE and
 * U+FFFF; the other noncharacters (Unicode 23.7), which are not for interchange; and C1 controls, which §2.2 discourages and the W3C's feed
 * validator takes for broken encoding. A body has none of them either.
 */
const FORBIDDEN = /[[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}]--[\t\n\r\x7F]]/gv

/**
 * In a well-formed text, what `clean` may have to change: a control, a carriage return, a noncharacter of the basic plane, the last
 * half of one beyond it. Says so ten times faster than `FORBIDDEN`, which knows code points.
 */
const SUSPECT = /[^\t\n\x20-\x7F\xA0-\uDFFD\uE000-\uFDCF\uFDF0-\uFFFD]/

/** A line's end in any convention, and a tab: one space where the text is a single line. */
const LINE_BREAK = /\r\n|[\t\n\v\f\r\x85\u2028\u2029]/g

/** An element's attributes, in the order they are written; those without a value are left out. */
export type Attributes = Readonly<Record<string, string | number | undefined>>

/**
 * The text without forbidden characters. They are dropped, not replaced: they have no look of their own, and U+FFFD in
 * their place is taken for broken encoding by the W3C's validator. Line ends become `\n`, as an XML parser would make them
 * (§2.11), so that all formats carry the same text.
 */
export function clean(text: string): string {
  return SUSPECT.test(text) || !text.isWellFormed() ? text.replace(FORBIDDEN, '').replace(/\r\n?/g, '\n') : text
}

/** The text cleaned and on one line: for titles, names and summaries, whose line breaks readers show in odd ways. */
export function cleanLine(text: string): string {
  return clean(text.replace(LINE_BREAK, ' '))
}

/**
 * Character data. `&` and `<` are hexadecimal references: readers that unescape twice know the named ones by heart and let
 * these stand (RSS Advisory Board, Best Practices Profile, "Character Data"). `>` is escaped for the sake of `]]>`.
 */
export function escapeText(text: string): string {
  return clean(text).replaceAll('&', '&#x26;').replaceAll('<', '&#x3C;').replaceAll('>', '&#x3E;')
}

/** A CDATA section; `]]>` is cut in two sections, since nothing inside one can be escaped (XML 1.0 §2.7). */
export function cdata(text: string): string {
  return `<![CDATA[${clean(text).replaceAll(']]>', ']]]]><![CDATA[>')}]]>`
}

/** An element with text: `<name a="b">text</name>`. */
export function textElement(name: string, text: string, attributes: Attributes = {}): string {
  return `<${name}${writeAttributes(attributes)}>${escapeText(text)}</${name}>`
}

/** An element with HTML in a CDATA section: smaller than escaped markup, and a person can read it. */
export function htmlElement(name: string, html: string, attributes: Attributes = {}): string {
  return `<${name}${writeAttributes(attributes)}>${cdata(html)}</${name}>`
}

/** An element without content: `<name a="b"/>`. */
export function emptyElement(name: string, attributes: Attributes): string {
  return `<${name}${writeAttributes(attributes)}/>`
}

/** An element around elements: `<name a="b"><child/></name>`. */
export function parentElement(name: string, children: readonly string[], attributes: Attributes = {}): string {
  return `<${name}${writeAttributes(attributes)}>${children.join('')}</${name}>`
}

/** Elements on lines of their own, indented; what is not there leaves no line. */
export function markupLines(elements: readonly (string | false | undefined)[], spaces: number): readonly string[] {
  return elements.filter(element => typeof element === 'string' && element !== '').map(element => ' '.repeat(spaces) + element)
}

/** The attributes as they stand in a start tag, each with a space in front. */
export function writeAttributes(attributes: Attributes): string {
  return Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${name}="${escapeAttribute(String(value))}"`)
    .join('')
}

/** A parser turns bare line breaks and tabs in an attribute into spaces (XML 1.0 §3.3.3): references keep them. */
function escapeAttribute(value: string): string {
  return escapeText(value).replaceAll('"', '&#x22;').replaceAll('\t', '&#x9;').replaceAll('\n', '&#xA;')
}

/** XML 1.0 in UTF-8, the only encoding that every reader takes. */
export const XML_DECLARATION = '<?xml version="1.0" encoding="utf-8"?>'

/** Names the CSS by which a browser shows the document (Associating Style Sheets with XML documents 1.0). */
export function stylesheet(href: string): string {
  return `<?xml-stylesheet type="text/css"${writeAttributes({ href })}?>`
}
