import type { Template } from '../../../src/page/templates/types.ts'
import { box } from './parts/box.ts'

const template: Template<'feeds'> = context => {
  const { html, page, link, title } = context
  return box(
    context,
    'feeds',
    html`<h1>${title}</h1><ul>${page.channels.map(channel => html`<li><a href="${link(`${channel.path}feed.rss`)}">${channel.title}</a></li>`)}</ul>`,
  )
}

export default template
