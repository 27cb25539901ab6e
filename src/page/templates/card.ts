import type { Template } from './types.ts'

/** A story in a list: leading the front page, as a card there, or as an entry of a plain list. */
const card: Template<'card'> = ({
  html,
  story,
  style,
  parts,
  link,
  day,
}) => html`<article class="${style}${parts.image && ' illustrated'}"${parts.foreign}>
<div class="words">
${parts.ahead}${parts.kicker}<h2><a href="${link(story.permalink)}">${story.title}</a></h2>
<p class="summary">${story.summary}</p>
<p class="date">${day(story.date, story.lang)}</p>
</div>
${parts.image}</article>
`

export default card
