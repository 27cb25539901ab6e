import { pathToFileURL } from 'node:url'
import type { Diagnostic } from '../model/diagnostic.ts'
import { TEMPLATE_NAMES, type TemplateName, type Theme } from '../model/theme.ts'
import type { OwnTemplates } from '../page/drawing.ts'
import type { PageTheme } from '../page/render-page.ts'
import { themeFile } from './read-theme.ts'
import { themeFault } from './theme-fault.ts'

type Own = (context: unknown) => unknown

/** Templates of a theme that are not to be tried, each with why. */
export type Broken = Readonly<Partial<Record<TemplateName, Diagnostic>>>

/** Told which template is at work, by its place among all plus one; 0 for none. */
export type MarkTemplate = (place: number) => void

/** A theme whose modules a thread has loaded. */
export interface LoadedTheme extends PageTheme {
  readonly theme: Theme
  /** Templates that could not be loaded, each with why. */
  readonly broken: Broken
}

/** Loads a theme's templates, but for those known to be broken. What is wrong with one stops no other. */
export async function loadTheme(
  theme: Theme,
  { broken, mark }: { readonly broken: Broken; readonly mark: MarkTemplate },
): Promise<LoadedTheme> {
  const own: Partial<Record<TemplateName, Own>> = {}
  const failed: Partial<Record<TemplateName, Diagnostic>> = { ...broken }
  for (const [index, name] of TEMPLATE_NAMES.entries()) {
    const file = theme.templates[name]
    if (file === undefined || failed[name]) continue
    mark(index + 1)
    try {
      own[name] = marked(await exported(themeFile(theme, file)), { mark, place: index + 1 })
    } catch (error) {
      failed[name] = themeFault(theme, { file, error, doing: `the template ${name} cannot be loaded` })
    }
    mark(0)
  }
  return { theme, own, broken: failed, style: theme }
}

/** The same without templates that turned out broken since. */
export function withoutBroken(loaded: LoadedTheme, broken: Broken): LoadedTheme {
  if (Object.keys(broken).length === 0) return loaded
  return { ...loaded, own: without(loaded.own, broken), broken: { ...loaded.broken, ...broken } }
}

/** @throws TypeError where a module exports no template */
async function exported(file: string): Promise<Own> {
  const module: { readonly default?: unknown } = await import(pathToFileURL(file).href)
  if (!isFunction(module.default)) throw new TypeError('its default export is no function')
  return module.default
}

function isFunction(value: unknown): value is Own {
  return typeof value === 'function'
}

function marked(template: Own, { mark, place }: { readonly mark: MarkTemplate; readonly place: number }): Own {
  return context => {
    mark(place)
    try {
      return template(context)
    } finally {
      mark(0)
    }
  }
}

/** Templates but for those that are named. */
export function without(own: OwnTemplates, failed: Broken): OwnTemplates {
  return Object.fromEntries(Object.entries(own).filter(([name]) => !(name in failed)))
}
