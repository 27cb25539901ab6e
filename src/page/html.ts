import { html as template, raw as trusted } from 'hono/html'

/** HTML that is safe to place in a page: escaped by `html`, or vouched for through `raw`. */
export type Html = Exclude<ReturnType<typeof template>, Promise<unknown>>

/** What a template may hold. Strings are escaped; `undefined` and `false` leave nothing. */
type HtmlValue = Html | string | number | false | undefined | readonly HtmlValue[]

/**
 * The tagged template of all pages: escapes every value that is not itself `Html`, in text and in quoted attributes.
 * @throws TypeError when a value is a promise, which the types already forbid
 */
export function html(strings: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  const rendered = template(strings, ...values)
  if (rendered instanceof Promise) {
    // What becomes of it is nobody's: rejected, it would end the thread.
    rendered.catch(() => undefined)
    throw new TypeError('A page template was given a promise; pages are rendered at once.')
  }
  return rendered
}

/** HTML that was made safe elsewhere: a rendered body, an escaped data block. */
export function raw(safe: string): Html {
  return trusted(safe)
}

/** Text as it stands in a quoted attribute of HTML that is edited as a string; `$` is written so that no replacement reads it. */
export function attributeText(text: string): string {
  return String(html`${text}`).replaceAll('$', '&#36;')
}

/** Whether a value is HTML that `html` or `raw` made. */
export function isHtml(value: unknown): value is Html {
  return value instanceof String && 'isEscaped' in value && value.isEscaped === true
}
