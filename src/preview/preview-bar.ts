import { visibleDate } from '../language/dates.ts'
import { hrefOf, type SitePath, type SourcePath } from '../model/address.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { Instant } from '../model/instant.ts'
import { REASONS } from '../model/reasons.ts'
import type { Site } from '../model/site.ts'
import { type Html, html } from '../page/html.ts'
import { shownPath } from '../state/paths.ts'
import type { PageMistakes } from './page-mistakes.ts'

/** What the bar over a page is made from. */
export interface BarContext {
  readonly site: Site
  /** The moment that was asked for; undefined for the present and all that is to come. */
  readonly at: Instant | undefined
  /** The newsroom's folder, as the person at the command knows it. */
  readonly root: string
  /** Where a file's page stands. */
  readonly addressOf: (path: SourcePath) => SitePath | undefined
  /** Whether the page is made from a file of its own. */
  readonly hasFile: boolean
}

// Who has more to mend elsewhere is helped better by `check`.
const SHOWN_ELSEWHERE = 10

/**
 * The bar over every page of a preview, and what there is to mend. It is open where something keeps the page from being published,
 * or where a page that belongs to no file is the only one that can tell.
 */
export function previewBar(mistakes: PageMistakes, context: BarContext): Html {
  const { elsewhere } = mistakes
  const own = errorsFirst(mistakes.own)
  const bar = html`<strong>Preview</strong> <span class="moment">${momentOf(context)}</span> ${counts(mistakes)} <span class="lost" role="status">The preview has ended, or is starting again.</span>`
  if (own.length + elsewhere.length === 0)
    return html`<aside class="courant-preview quiet" lang="en" dir="ltr" aria-label="Preview"><p class="bar">${bar}</p></aside>\n`
  const isOpen = own.some(({ severity }) => severity === 'error') || !context.hasFile
  return html`<aside class="courant-preview" lang="en" dir="ltr" aria-label="Preview">
<details${isOpen && html` open`}>
<summary class="bar">${bar}</summary>
<div class="mistakes" tabindex="0" role="region" aria-label="Mistakes">
${own.length > 0 && html`<h2>In this file</h2>\n${listOf(own, { ...context, addressOf: () => undefined })}`}${elsewhere.length > 0 && html`<h2>In other files</h2>\n${listOf(elsewhere.slice(0, SHOWN_ELSEWHERE), context)}`}${
  elsewhere.length > SHOWN_ELSEWHERE &&
  html`<p class="more">And ${elsewhere.length - SHOWN_ELSEWHERE} more: courant check names them all.</p>\n`
}</div>
</details>
</aside>
`
}

function errorsFirst(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const { error = [], warning = [] } = Object.groupBy(diagnostics, ({ severity }) => severity)
  return [...error, ...warning]
}

function momentOf({ at, site: { timezone } }: BarContext): string {
  if (at === undefined) return 'with drafts and stories to come'
  return `of ${visibleDate({ at, dateOnly: false }, { timezone, lang: 'en' })}, with drafts`
}

function counts({ own, elsewhere }: PageMistakes): Html | string {
  const errors = own.filter(({ severity }) => severity === 'error').length
  const warnings = own.length - errors
  if (own.length + elsewhere.length === 0) return 'No mistakes'
  return html`${errors > 0 && html`<span class="errors">${counted(errors, 'error')}</span> `}${warnings > 0 && html`<span class="warnings">${counted(warnings, 'warning')}</span> `}${elsewhere.length > 0 && html`<span class="errors">${counted(elsewhere.length, 'error')} elsewhere</span>`}`
}

function counted(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`
}

function listOf(diagnostics: readonly Diagnostic[], context: BarContext): Html {
  return html`<ul>\n${diagnostics.map(diagnostic => mistake(diagnostic, context))}</ul>\n`
}

function mistake(
  { severity, code, path, line, column, field, message, remedy }: Diagnostic,
  { root, site, addressOf }: BarContext,
): Html {
  const address = addressOf(path)
  const place = `${shownPath(root, path)}:${line}:${column}`
  return html`<li class="${severity}">
<p class="place">${address === undefined ? place : html`<a href="${hrefOf(site, address)}">${place}</a>`}${field !== undefined && html` <span class="field">${field}</span>`}</p>
<p class="what">${message}</p>
<p class="remedy">${remedy}</p>
<p class="why">${REASONS[code]}</p>
</li>
`
}
