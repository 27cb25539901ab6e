import type { Template } from './types.ts'

/** A story, in the order in which the press reads one: what, when, by whom, under which reservation, and the text. */
const article: Template<'article'> = ({ html, title, parts }) => html`<article class="story">
<header>
${parts.ahead}${parts.kicker}<h1>${title}</h1>
</header>
<div class="about">
${parts.dates}${parts.byline}${parts.languages}${parts.lacking}</div>
<div class="text">
${parts.notices}${parts.disclaimer}${parts.figure}${parts.dateline}${parts.body}${parts.afterword}${parts.origins}</div>
</article>
${parts.related}${parts.neighbours}`

export default article
