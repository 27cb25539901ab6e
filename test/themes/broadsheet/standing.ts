import type { Template } from '../../../src/page/templates/types.ts'
import { box } from './parts/box.ts'

const template: Template<'standing'> = context => box(context, 'standing', context.standard())

export default template
