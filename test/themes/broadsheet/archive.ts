import type { Template } from '../../../src/page/templates/types.ts'
import { box } from './parts/box.ts'

const template: Template<'archive'> = context => box(context, 'archive', context.standard())

export default template
