import { Parser } from 'htmlparser2'
import { languageProblem, urlProblem } from './value-rules.ts'

/** Elements that readers strip or that run something; an iframe becomes a link before it gets here. */
const FORBIDDEN_ELEMENTS = new Set(
  'script style iframe object embed form input button textarea select applet frame frameset noscript template link meta base title html head body label'.split(
    ' ',
  ),
)

const URL_ATTRIBUTES = new Set(
  'href src poster cite action formaction data background longdesc usemap ping manifest xlink:href'.split(' '),
)

const VOID_ELEMENTS = new Set('area base br col embed hr img input link meta param source track wbr'.split(' '))

/** Elements whose end tag HTML lets one leave out. */
const OPTIONAL_END = new Set('p li dt dd tr td th thead tbody tfoot colgroup caption option optgroup rt rp'.split(' '))

/**
 * What is wrong with the HTML of an item's body: anything that a reader would have to resolve, refuse or repair. Empty
 * when the body is right.
 */
export function problemsOfBody(html: string): string[] {
  const problems: string[] = []
  let shows = false
  new Parser({
    onopentag(name, attributes) {
      if (FORBIDDEN_ELEMENTS.has(name)) problems.push(`<${name}> does not belong in a body`)
      for (const [attribute, value] of Object.entries(attributes))
        problems.push(...problemsOfAttribute({ element: name, attribute, value }))
      shows ||= /^(?:img|picture|video|audio)$/.test(name)
    },
    ontext(text) {
      shows ||= text.trim() !== ''
    },
    onclosetag(name, implied) {
      if (implied && !VOID_ELEMENTS.has(name) && !OPTIONAL_END.has(name)) problems.push(`<${name}> is never closed`)
    },
  }).end(html)
  return shows ? problems : [...problems, 'the body shows nothing']
}

function problemsOfAttribute(found: {
  readonly element: string
  readonly attribute: string
  readonly value: string
}): string[] {
  const { element, attribute, value } = found
  const where = `<${element} ${attribute}>`
  if (/^on/.test(attribute)) return [`${where} is an event handler`]
  if (attribute === 'class' || attribute === 'tabindex') return [`${where} is for the page alone`]
  if (attribute === 'style') return [`${where} is a style, which readers strip`]
  if (attribute === 'srcdoc') return [`${where} is a document of its own`]
  if (attribute === 'lang' || attribute === 'hreflang') return stated(where, languageProblem(value))
  if (attribute === 'srcset' || attribute === 'imagesrcset')
    return candidatesOf(value).flatMap(url => stated(where, urlProblem(url)))
  return URL_ATTRIBUTES.has(attribute) ? stated(where, urlProblem(value)) : []
}

/** The addresses of an image candidate string (HTML, "srcset attributes"). */
function candidatesOf(srcset: string): string[] {
  return srcset
    .split(/,\s+|,$/)
    .map(candidate => candidate.trim().split(/\s+/)[0] ?? '')
    .filter(url => url !== '')
}

function stated(where: string, problem: string | undefined): string[] {
  return problem === undefined ? [] : [`${where}: ${problem}`]
}
