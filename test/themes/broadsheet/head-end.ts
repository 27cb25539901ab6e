import type { Template } from '../../../src/page/templates/types.ts'

const template: Template<'head-end'> = ({ html, page }) => html`<meta name="theme" content="broadsheet ${page.kind}">\n`

export default template
