import type { Template } from './types.ts'

/** The newsroom's own lines, who publishes it, and its rights. */
const footer: Template<'footer'> = ({ html, parts }) => html`<div class="inner">
${parts.ways}${parts.lines}${parts.publisher}${parts.rights}</div>`

export default footer
