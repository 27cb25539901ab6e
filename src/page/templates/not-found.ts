import type { Template } from './types.ts'

/** What stands at an address that holds nothing: says so, and leads on. */
const notFound: Template<'not-found'> = ({ html, title, words, link }) => html`<div class="page-head">
<h1>${title}</h1>
</div>
<div class="prose">
<p>${words.notFound}</p>
<p><a href="${link('/')}">${words.toFrontPage}</a></p>
</div>`

export default notFound
