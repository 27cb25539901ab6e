import { Temporal } from 'temporal-polyfill'
import type { HugoSite } from './hugo-site.ts'

/** What a page's address follows from. */
export interface HugoPage {
  /** Folders below the content folder. */
  readonly folders: readonly string[]
  /** The file's name without language and extension; of a bundle, its folder's. */
  readonly name: string
  /** Code of its language, as in file names. */
  readonly code: string
  readonly title: string | undefined
  readonly slug: string | undefined
  /** The front matter's own word. */
  readonly url: string | undefined
  /** As `sourceDate` gives it. */
  readonly date: string | undefined
}

/** The address of a page as Hugo makes it, from the first slash below `baseURL`. */
export function hugoAddress(page: HugoPage, site: HugoSite): string {
  const prefix = page.code === site.lang && !site.defaultInFolder ? '' : `/${page.code}`
  if (page.url !== undefined) return page.url.startsWith('/') ? page.url : `${prefix}/${page.url}`
  const pattern = site.permalinks.get(page.folders[0]?.toLowerCase() ?? '') ?? site.permalinks.get('/')
  const path = pattern === undefined ? [...page.folders, page.slug ?? page.name].join('/') : filled(pattern, page, site)
  const clean = asPath(path, site).replace(/^\/+|\/+$/g, '')
  if (clean === '') return `${prefix}/`
  return site.ugly ? `${prefix}/${clean}.html` : `${prefix}/${clean}/`
}

function filled(pattern: string, { folders, name, title, slug, date }: HugoPage, site: HugoSite): string {
  const day = date === undefined ? undefined : dayOf(date)
  const segment = (text: string): string => asPath(text, site).replaceAll('/', '-')
  const values: Readonly<Record<string, string>> = {
    year: pad(day?.year, 4),
    month: pad(day?.month, 2),
    day: pad(day?.day, 2),
    monthname: day?.toLocaleString('en', { month: 'long' }).toLowerCase() ?? '',
    weekdayname: day?.toLocaleString('en', { weekday: 'long' }).toLowerCase() ?? '',
    yearday: String(day?.dayOfYear ?? ''),
    section: folders[0] ?? '',
    sections: folders.join('/'),
    title: segment(title ?? name),
    slug: segment(slug ?? title ?? name),
    slugorfilename: segment(slug ?? name),
    slugorcontentbasename: segment(slug ?? name),
    filename: segment(name),
    contentbasename: segment(name),
  }
  return pattern.replace(/:([a-z]+)/g, (found, token: string) => values[token] ?? found)
}

function dayOf(date: string): Temporal.PlainDate {
  return Temporal.PlainDate.from(date.slice(0, 10))
}

function pad(number: number | undefined, length: number): string {
  return number === undefined ? '' : String(number).padStart(length, '0')
}

/** What Hugo leaves of a path: letters, digits and few signs, white space as hyphens, in lower case. */
function asPath(text: string, { keepsCase }: HugoSite): string {
  const path = text
    .trim()
    .replace(/\s+/g, '-')
    .replace(/[^\p{L}\p{M}\p{N}./\\_#+~@-]/gu, '')
  return keepsCase ? path : path.toLowerCase()
}
