import type { Template } from '../../../src/page/templates/types.ts'
import { box } from './parts/box.ts'

const template: Template<'article'> = context => {
  const { html, title, page, date, parts } = context
  return box(
    context,
    'article',
    html`<article class="story">
<h1>${title}</h1>
<p class="date">${date(page.article.date)}</p>
${parts.notices}${parts.disclaimer}${parts.figure}${parts.body}${parts.afterword}
</article>`,
    parts.neighbours,
  )
}

export default template
