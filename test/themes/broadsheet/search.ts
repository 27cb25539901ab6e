import type { Template } from '../../../src/page/templates/types.ts'
import { box } from './parts/box.ts'

const template: Template<'search'> = context => box(context, 'search', context.parts.form, context.parts.results)

export default template
