import type { Template } from './types.ts'

/** The page that says what a feed is and gives the address of every one, to be read, copied or followed. */
const feeds: Template<'feeds'> = ({ html, title, parts }) => html`<div class="page-head">
<h1>${title}</h1>
${parts.about}
${parts.languages}
</div>
<div class="channels">
${parts.channels}</div>`

export default feeds
