import sanitizeHtml from 'sanitize-html'
import { ALLOWED_ELEMENTS, allowedAttributes, DROPPED_WITH_CONTENT } from './allowed-html.ts'
import { takeMarks } from './marks.ts'
import { SwallowWatch } from './swallowed-html.ts'
import { type TagContext, TagGate } from './tag-gate.ts'

/**
 * The second wall: whatever our own rules let through, sanitize-html holds against this list again. `iframe` is in it
 * only so that its content is not read as HTML; `TagGate.frameLink` renames every one.
 */
const POLICY = {
  allowedTags: [...ALLOWED_ELEMENTS, 'iframe'],
  allowedAttributes: Object.fromEntries(ALLOWED_ELEMENTS.map(element => [element, allowedAttributes(element)])),
  allowedSchemes: ['http', 'https', 'mailto', 'tel'],
  allowProtocolRelative: false,
  nonTextTags: [...DROPPED_WITH_CONTENT],
  // XHTML's form, which HTML reads as well: every attribute has a value, every void element ends in a slash.
  allowedEmptyAttributes: [
    'alt',
    'checked',
    'controls',
    'default',
    'disabled',
    'loop',
    'muted',
    'open',
    'playsinline',
    'reversed',
  ],
  selfClosing: ['img', 'br', 'hr', 'col', 'input', 'source', 'track', 'wbr'],
}

/**
 * Makes a whole body safe: only allowed elements, attributes and addresses, well-formed, without marks. Throws
 * `OversizedBody` for elements nested too deep.
 */
export function sanitise(html: string, context: TagContext): string {
  const watch = new SwallowWatch(context.marks, context.report)
  const gate = new TagGate(context, () => watch.current)
  const came = (index: number) => watch.came(index)
  const safe = sanitizeHtml(html, {
    ...POLICY,
    onOpenTag: name => watch.opened(name),
    onCloseTag: (_, implied) => watch.closed(implied),
    textFilter: (marked, element) => {
      // What stands in a frame is for browsers without frames, and no HTML to this parser. The frame's link has its own text.
      if (element === 'iframe') return ''
      const text = takeMarks(marked, came)
      gate.wrote(text)
      return text
    },
    transformTags: { iframe: (_, written) => gate.frameLink(written), '*': (name, written) => gate.admit(name, written) },
    exclusiveFilter: frame => gate.fateOf(frame.tag, frame.attribs),
  })
  watch.finished()
  return safe
}

/** Character references decoded as HTML decodes them. Everything else in the text stays, `<` too. */
export function decodeReferences(text: string): string {
  if (!text.includes('&')) return text
  const decoded = sanitizeHtml(text.replaceAll('<', '&lt;'), { allowedTags: [], allowedAttributes: {} })
  return decoded.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}
