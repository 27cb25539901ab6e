import { labelsFor } from '../language/labels.ts'
import { hrefOf } from '../model/address.ts'
import type { StoryDate } from '../model/instant.ts'
import type { Page } from '../model/page.ts'
import type { Site } from '../model/site.ts'
import type { TemplateName } from '../model/theme.ts'
import { type Html, html, isHtml, raw } from './html.ts'
import { isFrontPage } from './masthead.ts'
import { titleOf } from './page-title.ts'
import archive from './templates/archive.ts'
import article from './templates/article.ts'
import body from './templates/body.ts'
import card from './templates/card.ts'
import feeds from './templates/feeds.ts'
import footer from './templates/footer.ts'
import gone from './templates/gone.ts'
import headEnd from './templates/head-end.ts'
import list from './templates/list.ts'
import masthead from './templates/masthead.ts'
import notFound from './templates/not-found.ts'
import search from './templates/search.ts'
import standing from './templates/standing.ts'
import type { Context, Template, Templates, Site as ThemeSite } from './templates/types.ts'
import { dayElement, timeElement } from './time-element.ts'

type AllTemplates = { readonly [Name in TemplateName]: Template<Name> }

const STANDARD: AllTemplates = {
  archive,
  article,
  body,
  card,
  feeds,
  footer,
  gone,
  'head-end': headEnd,
  list,
  masthead,
  'not-found': notFound,
  search,
  standing,
}

/** A theme's own templates, as they were loaded: whatever their files export. */
export type OwnTemplates = Readonly<Partial<Record<TemplateName, (context: unknown) => unknown>>>

/** A theme's template did not do its part: it threw, or gave back what is no HTML. */
export class TemplateFault extends Error {
  override readonly name = 'TemplateFault'
  readonly template: TemplateName

  constructor(template: TemplateName, cause: unknown) {
    super(wordsOf(cause), { cause })
    this.template = template
  }
}

/** What was thrown, in words: a theme may throw anything. */
export function wordsOf(thrown: unknown): string {
  try {
    return String(thrown instanceof Error ? thrown.message : thrown)
  } catch {
    return 'something that has no words'
  }
}

/** Draws a template: the theme's own, else ours. @throws TemplateFault */
export type Draw = <Name extends TemplateName>(name: Name, given: Templates[Name]) => Html

/** How the templates of a page are drawn. */
export function drawing(page: Page, { site, own }: { readonly site: Site; readonly own: OwnTemplates }): Draw {
  const context = contextOf(page, site)
  return <Name extends TemplateName>(name: Name, given: Templates[Name]) => {
    const common: Context = { ...context, standard: () => STANDARD[name](all) }
    const all = { ...common, ...given }
    const template = own[name]
    return template ? ownResult(name, () => template(all)) : all.standard()
  }
}

function ownResult(name: TemplateName, draw: () => unknown): Html {
  let result: unknown
  try {
    result = draw()
  } catch (error) {
    throw new TemplateFault(name, error)
  }
  if (isHtml(result)) return result
  // What becomes of it is nobody's: rejected, it would end the thread.
  if (result instanceof Promise) result.catch(() => undefined)
  throw new TemplateFault(name, new NoHtml(result))
}

/** What a template gave back in place of HTML. */
class NoHtml extends TypeError {
  constructor(result: unknown) {
    super(`gives back ${whatItIs(result)}, and not what html\`…\` makes`)
  }
}

function whatItIs(result: unknown): string {
  if (result === undefined || result === null) return 'nothing'
  if (result instanceof Promise) return 'a promise'
  if (typeof result === 'object') return 'an object'
  return typeof result === 'string' ? 'text' : `a ${typeof result}`
}

function contextOf(page: Page, site: Site): Omit<Context, 'standard'> {
  const { lang } = page.head
  const view = (own = lang) => ({ lang: own, timezone: site.timezone })
  return {
    html,
    raw,
    title: titleOf(page, site),
    front: isFrontPage(page),
    site: siteFor(site),
    words: labelsFor(lang, site),
    link: path => hrefOf(site, path),
    date: (date: StoryDate, own?: string) => timeElement(date, view(own)),
    day: (date: StoryDate, own?: string) => dayElement(date, view(own)),
  }
}

const shown = new WeakMap<Site, ThemeSite>()

/** What templates know of the newsroom: frozen, since feeds are made of the same afterwards. */
function siteFor(site: Site): ThemeSite {
  const known = shown.get(site)
  if (known) return known
  const { title, description, lang, timezone, email, rights, publisher } = site
  const url = site.origin + site.basePath
  const own = Object.freeze({
    title,
    description,
    url,
    lang,
    timezone,
    email,
    rights,
    publisher: Object.freeze({ ...publisher }),
  })
  shown.set(site, own)
  return own
}
