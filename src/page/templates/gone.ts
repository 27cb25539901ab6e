import type { Template } from './types.ts'

/** What stands at the address of a story that is public no more: says so, says nothing of the story, and leads on. */
const gone: Template<'gone'> = ({ html, page, title, words, link }) => html`<div class="page-head">
<h1>${title}</h1>
</div>
<div class="prose">
<p>${words.gone}</p>
<p><a href="${link(page.head.home)}">${words.toFrontPage}</a></p>
</div>`

export default gone
