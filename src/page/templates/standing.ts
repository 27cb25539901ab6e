import type { Template } from './types.ts'

/** A page that is no news: its title and its text. */
const standing: Template<'standing'> = ({ html, title, parts }) => html`<div class="page-head">
${parts.ahead}<h1>${title}</h1>
${parts.languages}
</div>
<div class="prose">
${parts.body}
</div>`

export default standing
