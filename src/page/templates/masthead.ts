import type { Template } from './types.ts'

/** The newsroom's name and its navigation. On the front page the name is the page's heading. */
const masthead: Template<'masthead'> = ({ html, front, parts }) => html`<div class="inner">
${front ? html`<h1>${parts.name}</h1>\n<p class="tagline">${parts.tagline}</p>` : html`<p>${parts.name}</p>`}
${parts.languages}${parts.navigation}
</div>`

export default masthead
