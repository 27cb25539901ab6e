import type { Template } from './types.ts'

/** All that stands in the body of a page. */
const body: Template<'body'> = ({ html, parts }) => html`${parts.skip}
${parts.masthead}
<main id="content" tabindex="-1">
${parts.main}
${parts.address}
</main>
${parts.footer}`

export default body
