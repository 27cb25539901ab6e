import type { Template } from '../../../src/page/templates/types.ts'
import { box } from './parts/box.ts'

const template: Template<'list'> = context => {
  const { html, parts } = context
  return box(
    context,
    'list',
    html`<h1>${parts.heading}</h1>`,
    parts.lead,
    html`<ol>${parts.cards.map(card => html`<li>${card}</li>`)}</ol>`,
    parts.pages,
  )
}

export default template
