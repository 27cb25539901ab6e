import { Temporal } from 'temporal-polyfill'

/** What a post's address follows from. */
export interface JekyllPost {
  readonly slug: string
  /** In lower case, as folders of the address. */
  readonly categories: readonly string[]
  /** As `sourceDate` gives it. */
  readonly date: string | undefined
  /** The front matter's own word, else the site's: a pattern, or the name of one. */
  readonly pattern: string
  /** The zone in which the day of an address is reckoned; the date's own where the site has none. */
  readonly zone: string | undefined
}

const STYLES: ReadonlyMap<string, string> = new Map([
  ['date', '/:categories/:year/:month/:day/:title:output_ext'],
  ['pretty', '/:categories/:year/:month/:day/:title/'],
  ['ordinal', '/:categories/:year/:y_day/:title:output_ext'],
  ['weekdate', '/:categories/:year/W:week/:short_day/:title:output_ext'],
  ['none', '/:categories/:title:output_ext'],
])

/** The address of a post as Jekyll makes it, from the first slash below the site's own. */
export function jekyllAddress({ slug, categories, date, pattern, zone }: JekyllPost): string {
  const day = date === undefined ? undefined : dayOf(date, zone)
  const names = { month: day?.toLocaleString('en', { month: 'long' }), weekday: day?.toLocaleString('en', { weekday: 'long' }) }
  const values: Readonly<Record<string, string>> = {
    categories: categories.map(slugify).join('/'),
    slugified_categories: categories.map(slugify).join('/'),
    year: pad(day?.year, 4),
    short_year: pad(day && day.year % 100, 2),
    month: pad(day?.month, 2),
    i_month: String(day?.month ?? ''),
    long_month: names.month ?? '',
    short_month: names.month?.slice(0, 3) ?? '',
    day: pad(day?.day, 2),
    i_day: String(day?.day ?? ''),
    y_day: pad(day?.dayOfYear, 3),
    week: pad(day?.weekOfYear, 2),
    w_day: String(day?.dayOfWeek ?? ''),
    short_day: names.weekday?.slice(0, 3) ?? '',
    long_day: names.weekday ?? '',
    title: slugify(slug),
    slug: slugify(slug).toLowerCase(),
    name: slugify(slug),
    output_ext: '.html',
  }
  const filled = (STYLES.get(pattern) ?? pattern).replace(
    /:([a-z_]+)/g,
    (found, token: string) => tokenValue(token, values) ?? found,
  )
  return `/${filled}`.replace(/\/{2,}/g, '/').replace(/^\/\.html$/, '/')
}

/** The longest token that the name begins with, since nothing parts a token from letters after it: `:title:output_ext`. */
function tokenValue(name: string, values: Readonly<Record<string, string>>): string | undefined {
  const token = Object.keys(values)
    .filter(key => name.startsWith(key))
    .sort((a, b) => b.length - a.length)[0]
  return token === undefined ? undefined : (values[token] ?? '') + name.slice(token.length)
}

/** Jekyll's "pretty" slugs: letters, digits and what may stand in an address stay, in their case. */
function slugify(text: string): string {
  return text.replace(/[^\p{L}\p{M}\p{N}._~!$&'()+,;=@]+/gu, '-').replace(/^-+|-+$/g, '')
}

function dayOf(date: string, zone: string | undefined): Temporal.PlainDate {
  if (date.length <= 10 || zone === undefined) return Temporal.PlainDate.from(date.slice(0, 10))
  return Temporal.Instant.from(date).toZonedDateTimeISO(zone).toPlainDate()
}

function pad(number: number | undefined, length: number): string {
  return number === undefined ? '' : String(number).padStart(length, '0')
}
