import type { Template } from '../../../src/page/templates/types.ts'
import { box } from './parts/box.ts'

const template: Template<'masthead'> = context => box(context, 'masthead', context.parts.navigation, context.parts.name)

export default template
