import type { Context, Html, Value } from '../../../../src/page/templates/types.ts'

/** A box with a name, which every template of this theme stands in. */
export function box({ html }: Pick<Context, 'html'>, name: string, ...content: readonly Value[]): Html {
  return html`<div data-broadsheet="${name}">
${content}
</div>`
}
