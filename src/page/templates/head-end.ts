import type { Template } from './types.ts'

/** What stands at the end of the head: nothing, unless a theme has it. */
const headEnd: Template<'head-end'> = ({ html }) => html``

export default headEnd
