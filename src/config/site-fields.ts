import { day, timeZone } from '../fields/read-date.ts'
import {
  choice,
  email,
  type FieldTable,
  flag,
  group,
  integer,
  language,
  languages,
  list,
  mapOf,
  text,
  textByLanguage,
  url,
} from '../fields/readers.ts'
import { patternSchema } from '../fields/schema.ts'
import { quote, reader } from '../fields/slot.ts'
import { noteWildcard } from '../fields/wildcard.ts'
import type { SitePath } from '../model/address.ts'
import { FEED_ITEMS } from '../model/site.ts'
import { labels } from './label-fields.ts'
import { COLOURS_FIELDS, FONTS_FIELDS, LOGO_FIELDS } from './look-fields.ts'
import { PATH, staticPath } from './static-path.ts'

const ID_PREFIX = /^[tT][aA][gG]:[a-zA-Z0-9.@-]+,\d{4}(-\d\d){0,2}:([\w./~-]*[:/])?$/
const ID_PREFIX_REMEDY = 'write a domain of yours and a year in which you held it: tag:news.example.org,2026:'

/** A `tag:` URI (RFC 4151) that a path can follow. */
const idPrefix = reader<string>(patternSchema(ID_PREFIX, ID_PREFIX_REMEDY), slot => {
  const value = String(slot.value)
  if (ID_PREFIX.test(value)) return value
  return slot.mistake({ message: `cannot read ${quote(value)} as a tag: prefix`, remedy: ID_PREFIX_REMEDY })
})

const MAIL = /^mailto:[^\s<>"\\]+$/
const HREF_REMEDY = 'write a path within the site, /about/, or an address in full: https://www.example.org/'

const href = reader<string>(patternSchema(/^\s*(\/|mailto:|[hH][tT]{2}[pP][sS]?:)/, HREF_REMEDY), slot => {
  const value = String(slot.value)
  if (PATH.test(value) || MAIL.test(value)) return value
  if (/^\s*https?:/i.test(value)) return url(slot)
  return slot.mistake({ message: `cannot read ${quote(value)} as an address`, remedy: HREF_REMEDY })
})

const ARCHIVES_REMEDY = "write site, for the whole newsroom's feed, or all, for every feed"

const archives = reader<'site' | 'all'>(patternSchema(/^(site|all)$/, ARCHIVES_REMEDY), slot => {
  if (slot.value === 'site' || slot.value === 'all') return slot.value
  return slot.mistake({ message: `${quote(String(slot.value))} is no choice of archives`, remedy: ARCHIVES_REMEDY })
})

const SITE_PATH_REMEDY = 'write it from the first slash: /feed.rss'

const sitePath = reader<SitePath>(patternSchema(/^\//, SITE_PATH_REMEDY), slot => {
  const value = String(slot.value).normalize('NFC')
  if (isSitePath(value)) return noteWildcard(slot, value)
  return slot.mistake({ message: `${quote(slot.value)} is no address within this site`, remedy: SITE_PATH_REMEDY })
})

function isSitePath(value: string): value is SitePath {
  const parts = value.split('/').slice(1, value.endsWith('/') ? -1 : undefined)
  const isPlain = parts.length > 0 && parts.every(part => part !== '' && part !== '.' && part !== '..')
  return value.startsWith('/') && isPlain && !/[\p{C}?#\\]/u.test(value)
}

/** Where an old address leads: the front page too. */
const target = reader<SitePath>(sitePath.schema, slot => (slot.value === '/' ? '/' : sitePath(slot)))

/** Old addresses and where each leads; an old one is held to the same form. */
const redirects = reader<ReadonlyMap<SitePath, SitePath>>(mapOf(target).schema, slot => {
  const read = mapOf(target)(slot)
  const led = [...(read ?? [])].flatMap(([from, to]) => {
    const at = slot.at(from, from)
    const path = sitePath(at)
    if (path === to)
      at.mistake({ message: 'this address leads to itself', remedy: 'write where it leads now, or remove the line' })
    return path === undefined ? [] : [[path, to] as const]
  })
  return read && new Map(led)
})

const IMAGE_FIELDS = {
  src: { read: staticPath, required: true, about: 'A PNG, JPEG or GIF in static/.', example: '/logo.png' },
  alt: { read: text(), emptyMeans: 'if it only decorates', about: 'What it shows.', example: 'The newsroom' },
} as const satisfies FieldTable

const IMAGES_FIELDS = {
  largest: {
    read: integer({ min: 480, max: 10_000 }),
    about: 'Pixels of the longer side, at most; 2400 when absent. Larger ones are made smaller.',
    example: '3600',
  },
} as const satisfies FieldTable

const FEEDS_FIELDS = {
  items: {
    read: integer({ min: FEED_ITEMS.least, max: FEED_ITEMS.most }),
    about: 'How many stories a feed carries, 30 to 500; 50 when absent.',
    example: '100',
  },
} as const satisfies FieldTable

const PUBLISHER_FIELDS = {
  name: { read: text(), required: true, about: 'Who publishes.', example: 'Example Newsroom' },
  url: { read: url, about: 'Their site.', example: 'https://www.example.org/' },
} as const satisfies FieldTable

const TOPIC_FIELDS = {
  title: {
    read: textByLanguage(),
    required: true,
    about: 'How the topic is shown; or how in each language, by its code.',
    example: 'Accessions',
  },
  description: {
    read: textByLanguage(),
    about: 'What it holds; or in each language.',
    example: 'How governments join.',
  },
} as const satisfies FieldTable

const AUTHOR_FIELDS = {
  name: {
    read: textByLanguage(),
    required: true,
    about: 'How the author is shown; or how in each language, by its code.',
    example: 'Newsroom',
  },
  type: {
    read: choice(['person', 'organization']),
    about: 'Whether it is a person or an organization, a desk say; a person when absent.',
    example: 'organization',
  },
  email: { read: email, about: 'Their address, published in feeds.', example: 'newsroom@example.org' },
  url: { read: url, about: 'Their own page.', example: 'https://www.example.org/' },
} as const satisfies FieldTable

const NAVIGATION_FIELDS = {
  label: { read: text(), required: true, about: 'The words of the link.', example: 'About' },
  href: { read: href, required: true, about: 'A path within the site, or a web address.', example: '/about/' },
} as const satisfies FieldTable

const FOOTER_FIELDS = {
  text: {
    read: text(),
    about: 'Words of the line; the label is linked where it stands in them, else after them.',
    example: 'Please contact newsroom@example.org.',
  },
  label: { read: text(), about: 'The words of the link.', example: 'newsroom@example.org' },
  href: { read: href, about: 'Where the link leads.', example: 'mailto:newsroom@example.org' },
} as const satisfies FieldTable

const SECTION_FIELDS = {
  title: {
    read: textByLanguage(),
    about: 'How the section is shown, if not by its name; or how in each language, by its code.',
    example: 'Accessions',
  },
  disclaimer: { read: text({ max: 100 }), about: 'The name of the disclaimer that its stories bear.', example: 'news-story' },
  boilerplate: { read: text({ max: 100 }), about: 'The name of the boilerplate that they bear.', example: 'about-us' },
} as const satisfies FieldTable

const WORDING_FIELDS = {
  lang: { read: language, about: "Its language, if not the newsroom's.", example: 'fr' },
  from: { read: day, about: 'The day of the first story that bears it.', example: '2026-05-03' },
  text: { read: text({ max: 5000 }), required: true, about: 'What it says.', example: 'This story is …' },
} as const satisfies FieldTable

const onlyWording = text({ max: 5000 })
const eachWording = list(group(WORDING_FIELDS))

/** A wording as it is written. */
interface WrittenWording {
  readonly from: string | undefined
  readonly lang: string | undefined
  readonly text: string
}

/** A text alone holds always; in a list each wording holds in its language, from its day on. */
const wordings = reader<readonly WrittenWording[]>({ anyOf: [onlyWording.schema, eachWording.schema] }, slot => {
  if (Array.isArray(slot.value))
    return eachWording(slot)?.flatMap(({ from, lang, text }) => (text === undefined ? [] : [{ from, lang, text }]))
  const only = onlyWording(slot)
  return only === undefined ? undefined : [{ from: undefined, lang: undefined, text: only }]
})

/** Every field of `site.yaml`. */
export const SITE_FIELDS = {
  title: { read: text(), required: true, about: 'The name of the newsroom.', example: 'Example Newsroom' },
  description: { read: text(), required: true, about: 'What it publishes, in a sentence.', example: 'News of the example.' },
  url: { read: url, required: true, about: 'Where it is published; may have a path.', example: 'https://news.example.org' },
  idPrefix: {
    read: idPrefix,
    required: true,
    about: 'Begins the ids of stories. Never change it, not even with the address.',
    example: '"tag:news.example.org,2026:"',
  },
  demonstration: {
    read: flag,
    about: 'True: the newsroom is only for show, and `courant check` accepts `example.org` in its address and ids.',
    example: 'true',
  },
  timezone: { read: timeZone, required: true, about: 'The zone of dates without one.', example: 'Europe/Zurich' },
  lang: { read: language, required: true, about: "The newsroom's own language.", example: 'en' },
  languages: {
    read: languages,
    about: 'The languages that stories are to have; a story says which of them it lacks.',
    example: '[en, fr]',
  },
  rights: { read: text(), about: 'The copyright line.', example: '© Example Newsroom' },
  publisher: {
    read: group(PUBLISHER_FIELDS),
    about: 'Who publishes; the title when absent.',
    example: '{ name: Example Newsroom }',
  },
  email: { read: email, about: "The desk's address.", example: 'newsroom@example.org' },
  image: { read: group(IMAGE_FIELDS), about: 'The image of the feeds.', example: '{ src: /logo.png, alt: Logo }' },
  disclaimers: {
    read: mapOf(wordings),
    about: 'Standing disclaimers by name: a text, or wordings with their language and the day from which each holds.',
    example: '{ news-story: This story is … }',
  },
  boilerplates: {
    read: mapOf(wordings),
    about: 'Texts on who publishes, by name, in the same form.',
    example: '{ about-us: Example Newsroom is … }',
  },
  sections: {
    read: mapOf(group(SECTION_FIELDS)),
    about: 'What all stories of a section bear: disclaimer and boilerplate, by their names. And how it is shown: title.',
    example: '{ Accessions: { disclaimer: news-story } }',
  },
  topics: {
    read: mapOf(group(TOPIC_FIELDS)),
    about: 'Topics by short name.',
    example: '{ accessions: { title: Accessions } }',
  },
  authors: { read: mapOf(group(AUTHOR_FIELDS)), about: 'Authors by short name.', example: '{ newsroom: { name: Newsroom } }' },
  navigation: {
    read: list(group(NAVIGATION_FIELDS)),
    about: 'Links on top of every page.',
    example: '[{ label: About, href: /about/ }]',
  },
  footer: {
    read: list(group(FOOTER_FIELDS)),
    about: 'Lines at the foot of every page.',
    example: '[{ label: RSS news feeds, href: /feeds/ }]',
  },
  pageSize: { read: integer({ min: 1, max: 500 }), about: 'Stories on one page of a list; 20 when absent.', example: '20' },
  redirects: {
    read: redirects,
    about: 'Addresses that something had before, a feed above all, and where each leads now.',
    example: '{ /feed/: /feed.rss }',
  },
  archives: {
    read: archives,
    about: "Which feeds lead back to their first story: the site's (`site`, also when absent), or every one (`all`).",
    example: 'all',
  },
  feeds: {
    read: group(FEEDS_FIELDS),
    about: 'What the feeds carry.',
    example: '{ items: 100 }',
  },
  images: {
    read: group(IMAGES_FIELDS),
    about: 'How the images of articles are published.',
    example: '{ largest: 3600 }',
  },
  typography: {
    read: flag,
    about: 'Sets texts with the quotation marks, apostrophes and dashes of their language.',
    example: 'true',
  },
  search: {
    read: flag,
    about: 'Whether readers can search the stories: `true`, also when absent, or `false`.',
    example: 'false',
  },
  logo: {
    read: group(LOGO_FIELDS),
    about: "An image in static/ in place of the newsroom's name on top of every page.",
    example: '{ src: /logo.svg, dark: /logo-dark.svg }',
  },
  colours: {
    read: group(COLOURS_FIELDS),
    about: 'Colours of the pages on light and on dark screens.',
    example: '{ light: { accent: "#7a1020" }, dark: { accent: "#f0a3a8" } }',
  },
  fonts: {
    read: group(FONTS_FIELDS),
    about: 'Typefaces: what every device has, by its kind, or woff2 files in static/.',
    example: '{ text: sans }',
  },
  labels: {
    read: labels,
    about: "Words of the interface in place of Courant's, by language.",
    example: '{ en: { feeds: Follow us } }',
  },
} as const satisfies FieldTable
