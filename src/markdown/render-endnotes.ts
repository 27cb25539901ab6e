import type { BodyRenderer } from './body-renderer.ts'
import type { Endnote, Endnotes } from './endnotes.ts'
import { type Renderers, render, type Token } from './gfm.ts'
import { OWN } from './marks.ts'

/** An arrow back, in its form as text: phones show a picture otherwise. */
const BACK = '↩\uFE0E'

/**
 * The HTML of a body with its footnotes: numbers that lead to a list at its end, and arrows that lead back. The numbers are
 * the list's own, so that it reads well where ids and links are taken away.
 */
export function renderWithEndnotes(tokens: readonly Token[], renderer: BodyRenderer, endnotes: Endnotes | undefined): string {
  if (endnotes === undefined) return render([...tokens], renderer)
  return render([...tokens, { type: 'endnotes', raw: '' }], renderer, renderersOf(renderer, endnotes))
}

function renderersOf(renderer: BodyRenderer, { notes, references }: Endnotes): Renderers {
  return {
    footnote: () => '',
    'footnote-reference': token => {
      const reference = references.get(token)
      if (reference === undefined) return ''
      const { id, note } = reference
      return renderer.element('sup', {}, renderer.element('a', { href: `#${note.id}`, id: OWN + id }, String(note.number)))
    },
    'way-back': ({ text }) => text,
    endnotes: () => {
      if (notes.length === 0) return ''
      const items = notes.map(note => endnote(renderer, note))
      const list = renderer.element('ol', { class: `${OWN}footnotes` }, `\n${items.join('')}`)
      return `${renderer.hr({ type: 'hr', raw: '' })}${list}\n`
    },
  }
}

function endnote(renderer: BodyRenderer, { id, tokens, references }: Endnote): string {
  const text = references.map((reference, index) => wayBack(renderer, reference, index + 1)).join(' ')
  const last = tokens.at(-1)
  const blocks: Token[] =
    last?.type === 'paragraph'
      ? [...tokens.slice(0, -1), { ...last, tokens: [...(last.tokens ?? []), { type: 'way-back', raw: '', text: ` ${text}` }] }]
      : [...tokens, { type: 'way-back', raw: '', text: `<p>${text}</p>\n` }]
  return `${renderer.element('li', { id: OWN + id }, `\n${renderer.parser.parse(blocks)}`)}\n`
}

function wayBack(renderer: BodyRenderer, id: string, nth: number): string {
  const which = nth === 1 ? '' : renderer.element('sup', {}, String(nth))
  return renderer.element('a', { href: `#${id}` }, BACK + which)
}
