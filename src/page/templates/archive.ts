import type { Template } from './types.ts'

/** Every story by year and month: a calendar, or the headlines of a year or a month. */
const archive: Template<'archive'> = ({ html, title, parts }) => html`<div class="page-head">
${parts.kicker}<h1>${title}</h1>
${parts.languages}
</div>
${parts.years}${parts.months}${parts.empty}${parts.pages}`

export default archive
