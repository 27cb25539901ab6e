import { holdsDefinitions, markdownImage, markdownLink, outsideCode, withCodeBlocks } from './markdown-parts.ts'
import { withoutComments } from './without-comments.ts'

const PAIRED_CODE =
  /\{\{[<%]\s*highlight\s([^>%]*)[>%]\}\}((?:(?!\{\{[<%]\s*highlight\s)[\s\S])*?)\{\{[<%]\s*\/\s*highlight\s*[>%]\}\}/g
const COMMENT =
  /\{\{[<%]\s*(?:(?<end>\/\s*comment)|(?<begin>comment))(?![\w./-])(?:(?!\{\{)[\s\S])*?(?:(?<alone>\/)\s*)?[>%]\}\}/g
const SHORTCODE = /\{\{([<%])\s*(\/?)\s*(\w[\w./-]*)((?:(?!\{\{)[\s\S])*?)([>%])\}\}/g

/** A shortcode that is shown, not run: between comment marks, as Hugo's own pages have it. */
const SHOWN = /\{\{([<%])\/\*((?:(?!\{\{)[\s\S])*?)\*\/([>%])\}\}/g

/**
 * Text in which the shortcodes that Markdown can say as well are written in it; the others stay as text, and are named.
 * `refer` gives the address of a page that one names.
 */
export function carryShortcodes(
  markdown: string,
  refer: (target: string) => string | undefined,
): { readonly text: string; readonly losses: readonly string[] } {
  const lost = new Set<string>()
  const shown = withoutComments(markdown, COMMENT, what => lost.add(what))
  const withCode = withCodeBlocks(shown, PAIRED_CODE, attributes => shortcodeAttributes(attributes).get('0') ?? '')
  const withShown = (part: string, write: (shortcode: string) => string): string =>
    part.replace(SHOWN, (_, open: string, inner: string, close: string) => write(`{{${open} ${inner.trim()} ${close}}}`))
  const carry = (part: string): string =>
    part
      .replace(/<!--\s*more\s*-->\n?/g, '')
      .replace(/^(#{1,6} .*)\{#[\w-]+[^{}\n]*\}[ \t]*$/gm, (_, heading: string) => {
        lost.add('ids that were given to headings')
        return heading.trimEnd()
      })
      .replace(SHORTCODE, (found, _open, end: string, name: string, attributes: string) => {
        const carried =
          end === '' ? CARRIED.get(name)?.(shortcodeAttributes(attributes.replace(/\/\s*$/, '')), refer) : undefined
        if (carried !== undefined) return carried
        lost.add(`the shortcode ${name} stays as text`)
        return asText(found)
      })
  const text = outsideCode(
    withCode,
    part => withShown(carry(part), asText),
    code => withShown(code, shortcode => shortcode),
  )
  if (holdsDefinitions(text)) lost.add('a list of definitions stays as text')
  return { text, losses: [...lost] }
}

/** A tag in angle brackets would be HTML. */
function asText(shortcode: string): string {
  return shortcode.replace(/</g, '\\<')
}

type Carry = (attributes: ReadonlyMap<string, string>, refer: (target: string) => string | undefined) => string | undefined

const CARRIED: ReadonlyMap<string, Carry> = new Map(
  Object.entries<Carry>({
    figure: attributes => {
      const address = attributes.get('src')
      if (address === undefined) return undefined
      const caption = [attributes.get('title'), attributes.get('caption')].filter(text => text).join(': ')
      const attribution = attributes.get('attr')
      const whole = [caption, attribution].filter(text => text).join(' ')
      const image = markdownImage({ address, alt: attributes.get('alt'), caption: whole })
      const link = attributes.get('link')
      return link === undefined ? image : `[${image}](${link})`
    },
    ref: (attributes, refer) => refer(attributes.get('0') ?? attributes.get('path') ?? ''),
    relref: (attributes, refer) => refer(attributes.get('0') ?? attributes.get('path') ?? ''),
    youtube: attributes => video('YouTube', 'https://www.youtube.com/watch?v=', attributes),
    vimeo: attributes => video('Vimeo', 'https://vimeo.com/', attributes),
  }),
)

function video(name: string, start: string, attributes: ReadonlyMap<string, string>): string | undefined {
  const id = attributes.get('id') ?? attributes.get('0')
  return id === undefined || !/^[\w-]+$/.test(id)
    ? undefined
    : markdownLink(`${name}: ${attributes.get('title') ?? id}`, start + id)
}

/**
 * What stands after the name of a shortcode: values by name, and by their place, from 0, where they have none. Quotation marks that are never
 * closed reach to the end: looked for again behind each one, their end would take minutes.
 */
export function shortcodeAttributes(text: string): ReadonlyMap<string, string> {
  const attributes = new Map<string, string>()
  let place = 0
  for (const [, name, double, back, single, bare] of text.matchAll(
    /(?:([\w-]+)\s*=\s*)?(?:"((?:\\.|[^"\\])*)(?:"|\\?$)|`([^`]*)`|'([^']*)'|([^\s"'`]+))/gs,
  )) {
    const value = double?.replace(/\\(.)/gs, '$1') ?? back ?? single ?? bare ?? ''
    attributes.set(name ?? String(place++), value)
  }
  return attributes
}
