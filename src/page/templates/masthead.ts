import type { Template } from './types.ts'

/** The newsroom's name and its navigation. On the front page the name is the page's heading. */
const masthead: Template<'masthead'> = ({ html, front, site, parts }) => html`<div class="inner">
${front ? html`<h1>${parts.name}</h1>\n<p class="tagline">${site.description}</p>` : html`<p>${parts.name}</p>`}
${parts.languages}${parts.navigation}
</div>`

export default masthead
