import { validateXML } from 'xmllint-wasm'

/**
 * The document in canonical form (W3C Canonical XML), in which text has exactly one spelling. Throws what libxml2 says of
 * a document that is not namespace-well-formed.
 */
export async function canonicalXml(xml: string): Promise<string> {
  const result = await validateXML({ xml: { fileName: 'feed.xml', contents: xml }, normalization: 'c14n' })
  if (!result.valid || result.rawOutput !== '') throw new Error(result.rawOutput || result.errors.map(String).join('\n'))
  return result.normalized
}

/** The text of every element of this name, in document order, of a canonical document. */
export function textsOf(canonical: string, name: string): readonly string[] {
  const elements = canonical.matchAll(new RegExp(`<${name}(?: ${ATTRIBUTE})*>([^<]*)</${name}>`, 'g'))
  return [...elements].map(match => decode(match[1] ?? ''))
}

/** The values of an attribute of every element of this name, in document order, of a canonical document. */
export function attributesOf(canonical: string, name: string, attribute: string): readonly string[] {
  const elements = canonical.matchAll(new RegExp(`<${name}(?: ${ATTRIBUTE})*? ${attribute}="([^"]*)"`, 'g'))
  return [...elements].map(match => decode(match[1] ?? ''))
}

/** In canonical form: quoted twice, `>` as it is. */
const ATTRIBUTE = '[^\\s=]+="[^"]*"'

const REFERENCES: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#xD;': '\r',
  '&#xA;': '\n',
  '&#x9;': '\t',
  '&amp;': '&',
}

function decode(text: string): string {
  return text.replace(/&[#\w]+;/g, reference => REFERENCES[reference] ?? reference)
}
