import { startOfDay } from '../fields/read-date.ts'
import { readYaml } from '../fields/read-yaml.ts'
import { type Fields, group } from '../fields/readers.ts'
import { quote, rootSlot, type Slot } from '../fields/slot.ts'
import { cleanSegment } from '../model/address.ts'
import { byPlace, type Diagnostic } from '../model/diagnostic.ts'
import type { Instant } from '../model/instant.ts'
import { FEED_ITEMS, type Site, type SiteImage, type Wording } from '../model/site.ts'
import { noteExampleAddresses } from './example-addresses.ts'
import { lookOf, type StaticFiles } from './read-look.ts'
import { SITE_FIELDS } from './site-fields.ts'
import { noteUnsaid, ownText, translationsOf } from './translations.ts'

/** Name of the newsroom's own file. */
export const SITE_FILE = 'site.yaml'

const readFields = group(SITE_FIELDS)

/** What `site.yaml` says. */
export interface ReadSite {
  /** Undefined with an error in it: a newsroom that is only half described is not published. */
  readonly site: Site | undefined
  readonly diagnostics: readonly Diagnostic[]
  /** What only `courant check` says of it. */
  readonly remarks: readonly Diagnostic[]
}

/** Reads `site.yaml`. */
export function readSite(source: string, statics: StaticFiles): ReadSite {
  const yaml = readYaml(source.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n'))
  if ('message' in yaml)
    return { site: undefined, diagnostics: [{ severity: 'error', code: 'yaml', path: SITE_FILE, ...yaml }], remarks: [] }
  const diagnostics: Diagnostic[] = []
  const remarks: Diagnostic[] = []
  const slotFor = (noted: Diagnostic[]): Slot =>
    rootSlot(yaml.value ?? new Map(), {
      path: SITE_FILE,
      placeOf: yaml.placeOf,
      hiddenOf: yaml.hiddenOf,
      isQuoted: yaml.isQuoted,
      diagnostics: noted,
    })
  const slot = slotFor(diagnostics)
  const fields = readFields(slot)
  const image = fields?.image && siteImage(fields.image, statics)
  if (fields?.image?.src !== undefined && !image) {
    slot
      .at('image', '')
      .at('src', '')
      .mistake({
        code: 'missing-file',
        message: `there is no image static${fields.image.src}`,
        remedy: 'put a PNG, JPEG or GIF there, or remove the field',
      })
  }
  if (fields) noteUnknownTexts(fields, slot)
  if (fields) noteAddressless(fields, slot)
  if (fields) noteUnsaidNames(fields, slot)
  if (fields) noteExampleAddresses(fields, slotFor(remarks))
  const look = fields && lookOf(fields, { title: fields.title ?? '', slot, statics })
  const failed = diagnostics.some(({ severity }) => severity === 'error')
  return {
    site: failed || !fields || !look ? undefined : siteOf(fields, { image, look }),
    diagnostics: diagnostics.sort(byPlace),
    remarks,
  }
}

type SiteFields = Fields<typeof SITE_FIELDS>

function siteImage({ src, alt }: NonNullable<SiteFields['image']>, { measure }: StaticFiles): SiteImage | undefined {
  const size = src && measure(src.slice(1))
  return size && { path: src, alt: alt ?? '', ...size }
}

function siteOf(fields: SiteFields, { image, look }: Pick<Site, 'image' | 'look'>): Site {
  const url = new URL(required(fields.url))
  const title = required(fields.title)
  const lang = required(fields.lang)
  return {
    title,
    description: required(fields.description),
    origin: url.origin,
    basePath: url.pathname.replace(/\/+$/, ''),
    idPrefix: required(fields.idPrefix),
    timezone: required(fields.timezone),
    lang,
    languages: [...new Set(fields.languages ?? [])],
    rights: fields.rights,
    publisher: { name: fields.publisher?.name ?? title, url: fields.publisher?.url },
    email: fields.email,
    image,
    disclaimers: textsOf(fields.disclaimers, fields),
    boilerplates: textsOf(fields.boilerplates, fields),
    sections: sectionsOf(fields.sections, lang),
    topics: topicsOf(fields.topics, lang),
    authors: authorsOf(fields.authors, lang),
    navigation: (fields.navigation ?? []).flatMap(({ label, href }) => (label && href ? [{ label, href }] : [])),
    footer: (fields.footer ?? []).map(({ text, label, href }) => ({ text: text ?? '', label, href })),
    pageSize: fields.pageSize ?? 20,
    redirects: fields.redirects ?? new Map(),
    archives: fields.archives ?? 'site',
    feeds: { items: fields.feeds?.items ?? FEED_ITEMS.usual },
    images: { largest: fields.images?.largest ?? 2400 },
    typography: fields.typography ?? false,
    search: fields.search ?? true,
    look,
    labels: fields.labels ?? {},
  }
}

// `group` yields nothing when a required field is missing: to be here without one is a bug.
function required<T>(value: T | undefined): T {
  if (value === undefined) throw new TypeError('a required field of site.yaml passed unread')
  return value
}

// Before any story: the first instant of ECMAScript's time values.
const ALWAYS: Instant = -8_640_000_000_000_000

/** Standing texts with all their wordings, the latest first; one without a language is in the newsroom's own. */
function textsOf(
  texts: SiteFields['disclaimers'],
  { timezone, lang }: Pick<SiteFields, 'timezone' | 'lang'>,
): Site['disclaimers'] {
  return new Map(
    [...(texts ?? [])].map(([name, given]) => {
      const wordings = given.map(
        (wording): Wording => ({
          from: wording.from === undefined ? ALWAYS : startOfDay(wording.from, required(timezone)),
          lang: wording.lang ?? required(lang),
          text: wording.text,
        }),
      )
      return [name, wordings.sort((a, b) => b.from - a.from)]
    }),
  )
}

function sectionsOf(sections: SiteFields['sections'], lang: string): Site['sections'] {
  return new Map(
    [...(sections ?? [])].map(([name, { title, disclaimer, boilerplate }]) => [
      cleanSegment(name),
      { name, title: ownText(title, lang) ?? name, disclaimer, boilerplate, ...translationsOf({ title }, lang) },
    ]),
  )
}

/** A section that names a text which is not there: its stories would go out without it. */
function noteUnknownTexts({ sections, disclaimers, boilerplates }: SiteFields, slot: Slot): void {
  for (const [section, names] of sections ?? []) {
    for (const [kind, texts] of [
      ['disclaimer', disclaimers],
      ['boilerplate', boilerplates],
    ] as const) {
      const name = names[kind]
      if (name === undefined || texts?.has(name)) continue
      slot
        .at('sections', '')
        .at(section, '')
        .at(kind, name)
        .mistake({
          code: `unknown-${kind}`,
          message: `there is no ${kind} "${name}"`,
          remedy: `add it to ${kind}s, or correct the name`,
        })
    }
  }
}

/** What has an address of its own by its name: a name that leaves none, or another's. */
function noteAddressless(fields: SiteFields, slot: Slot): void {
  for (const kind of ['topics', 'sections', 'authors'] as const) {
    const bySlug = new Map<string, string>()
    for (const name of fields[kind]?.keys() ?? []) {
      const slug = cleanSegment(name)
      const rival = bySlug.get(slug)
      const at = slot.at(kind, '').at(name, '')
      if (slug === '') at.mistake(NO_ADDRESS)
      else if (rival !== undefined) {
        at.mistake({
          message: `/${kind}/${slug}/ is also the address of ${quote(rival)}`,
          remedy: 'give one of them a name that differs in letters or digits',
        })
      } else bySlug.set(slug, name)
    }
  }
}

const NO_ADDRESS = { message: 'this name leaves nothing for an address', remedy: 'use a name with letters or digits' }

/** Names that are given by language, and not in the newsroom's own. */
function noteUnsaidNames({ topics, sections, authors, lang }: SiteFields, slot: Slot): void {
  if (lang === undefined) return
  const at = (kind: string, name: string): Slot => slot.at(kind, '').at(name, '')
  for (const [key, { title, description }] of topics ?? [])
    noteUnsaid({ title, description }, { slot: at('topics', key), lang })
  for (const [key, { title }] of sections ?? []) noteUnsaid({ title }, { slot: at('sections', key), lang })
  for (const [key, { name }] of authors ?? []) noteUnsaid({ name }, { slot: at('authors', key), lang })
}

function topicsOf(topics: SiteFields['topics'], lang: string): Site['topics'] {
  return new Map(
    [...(topics ?? [])].map(([name, { title, description }]) => [
      cleanSegment(name),
      {
        title: ownText(title, lang) ?? name,
        description: ownText(description, lang),
        ...translationsOf({ title, description }, lang),
      },
    ]),
  )
}

function authorsOf(authors: SiteFields['authors'], lang: string): Site['authors'] {
  return new Map(
    [...(authors ?? [])].map(([key, { name, type, email, url }]) => {
      const slug = cleanSegment(key)
      const own = { slug, name: ownText(name, lang) ?? key, type: type ?? 'person', email, url }
      return [slug, { ...own, ...translationsOf({ name }, lang) }]
    }),
  )
}
