import type { Template } from '../../../src/page/templates/types.ts'
import { box } from './parts/box.ts'

const template: Template<'not-found'> = context => box(context, 'not-found', context.html`<h1>${context.title}</h1>`)

export default template
