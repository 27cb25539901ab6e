import type { Template } from '../../../src/page/templates/types.ts'
import { box } from './parts/box.ts'

const template: Template<'body'> = context =>
  box(
    context,
    'body',
    context.parts.skip,
    context.parts.masthead,
    context.html`<main id="content" tabindex="-1">${context.parts.main}</main>`,
    context.parts.footer,
  )

export default template
