import type { Template } from '../../../src/page/templates/types.ts'
import { box } from './parts/box.ts'

const template: Template<'gone'> = context => box(context, 'gone', context.html`<h1>${context.words.goneTitle}</h1>`)

export default template
