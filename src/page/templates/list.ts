import type { Template } from './types.ts'

/** A list of stories: the front page with its lead and cards, or the plain list of a topic, an author or older news. */
const list: Template<'list'> = ({ html, front, parts }) => html`${
  !front &&
  html`<div class="page-head">
${parts.kicker}<h1>${parts.heading}</h1>
${parts.description}${parts.follow}${parts.languages}
</div>`
}
${parts.lead}
${parts.cards.length > 0 && html`<div class="${front ? 'cards' : 'entries'}">\n${parts.cards}</div>`}
${parts.empty}
${parts.pages}`

export default list
