import type { Template } from './types.ts'

/** The search: a form that its script brings to life, and the lists that lead to the same stories. */
const search: Template<'search'> = ({ html, title, parts }) => html`<div class="page-head">
<h1>${title}</h1>
${parts.languages}
</div>
${parts.form}
${parts.results}
${parts.ways}`

export default search
