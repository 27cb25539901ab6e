import type { Diagnostic } from '../model/diagnostic.ts'
import type { Page } from '../model/page.ts'
import type { TemplateName } from '../model/theme.ts'
import { TemplateFault } from '../page/drawing.ts'
import { type RenderContext, renderPage } from '../page/render-page.ts'
import { type Broken, type LoadedTheme, without } from './load-theme.ts'
import { themeFault } from './theme-fault.ts'

/** A page rendered with a theme, as far as that does its part; and what it did wrong. */
export interface ThemedPage {
  readonly html: string
  readonly faults: readonly Diagnostic[]
}

/** Renders a page; a template of the theme that fails gives way to ours. */
export function renderThemed(
  page: Page,
  { loaded, ...context }: Omit<RenderContext, 'theme'> & { readonly loaded: LoadedTheme | undefined },
): ThemedPage {
  if (!loaded) return { html: renderPage(page, context), faults: [] }
  const failed: Partial<Record<TemplateName, Diagnostic>> = {}
  for (let { own } = loaded; ; own = without(own, failed)) {
    try {
      const html = renderPage(freezeAll(page), { ...context, theme: { style: loaded.style, own } })
      return { html, faults: [...usedBy(page, loaded.broken), ...Object.values(failed)] }
    } catch (error) {
      if (!(error instanceof TemplateFault)) throw error
      const { template: name, cause } = error
      const doing = `the template ${name} fails on ${page.head.permalink}`
      failed[name] = themeFault(loaded.theme, { file: loaded.theme.templates[name] ?? name, error: cause, doing })
    }
  }
}

const OF_EVERY_PAGE: readonly TemplateName[] = ['body', 'head-end', 'masthead', 'footer']

/** What is broken of that which a page is made with. */
function usedBy({ kind }: Page, broken: Broken): readonly Diagnostic[] {
  const names: readonly TemplateName[] = [...OF_EVERY_PAGE, kind, ...(kind === 'list' ? (['card'] as const) : [])]
  return names.flatMap(name => broken[name] ?? [])
}

/** Feeds are made of the same page: no template may change it. */
function freezeAll<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  for (const part of Object.values(value)) freezeAll(part)
  return Object.freeze(value)
}
