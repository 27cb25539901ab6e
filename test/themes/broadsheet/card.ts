import type { Template } from '../../../src/page/templates/types.ts'
import { box } from './parts/box.ts'

const template: Template<'card'> = context => {
  const { html, story, style, link, day } = context
  return box(
    context,
    'card',
    html`<p class="${style}">${day(story.date, story.lang)} <a href="${link(story.permalink)}">${story.title}</a></p>`,
    context.parts.image,
  )
}

export default template
