import type { Template } from '../../../src/page/templates/types.ts'
import { box } from './parts/box.ts'

const template: Template<'footer'> = context =>
  box(context, 'footer', context.html`<p>${context.site.title}, ${context.site.url}</p>`, context.parts.lines)

export default template
