import { startOfDay } from '../fields/read-date.ts'
import { readYaml } from '../fields/read-yaml.ts'
import { type Fields, group } from '../fields/readers.ts'
import { rootSlot } from '../fields/slot.ts'
import { cleanSegment } from '../model/address.ts'
import { byPlace, type Diagnostic } from '../model/diagnostic.ts'
import type { Instant } from '../model/instant.ts'
import type { Author, Site, SiteImage, TopicInfo, Wording } from '../model/site.ts'
import { SITE_FIELDS } from './site-fields.ts'

/** Name of the newsroom's own file. */
export const SITE_FILE = 'site.yaml'

const readFields = group(SITE_FIELDS)

/** The size of an image file below `articles/static/`, or undefined when there is none. */
export type MeasureStatic = (path: string) => { readonly width: number; readonly height: number } | undefined

/** Reads `site.yaml`. Undefined with an error in it: a newsroom that is only half described is not published. */
export function readSite(
  source: string,
  measure: MeasureStatic,
): { readonly site: Site | undefined; readonly diagnostics: readonly Diagnostic[] } {
  const yaml = readYaml(source.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n'))
  if ('message' in yaml)
    return { site: undefined, diagnostics: [{ severity: 'error', code: 'yaml', path: SITE_FILE, ...yaml }] }
  const diagnostics: Diagnostic[] = []
  const slot = rootSlot(yaml.value ?? new Map(), { path: SITE_FILE, placeOf: yaml.placeOf, diagnostics })
  const fields = readFields(slot)
  const image = fields?.image && siteImage(fields.image, measure)
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
  const failed = diagnostics.some(({ severity }) => severity === 'error')
  return { site: failed || !fields ? undefined : siteOf(fields, image), diagnostics: diagnostics.sort(byPlace) }
}

type SiteFields = Fields<typeof SITE_FIELDS>

function siteImage({ src, alt }: NonNullable<SiteFields['image']>, measure: MeasureStatic): SiteImage | undefined {
  const size = src && measure(src.slice(1))
  return size && { path: src, alt: alt ?? '', ...size }
}

function siteOf(fields: SiteFields, image: SiteImage | undefined): Site {
  const url = new URL(required(fields.url))
  const title = required(fields.title)
  return {
    title,
    description: required(fields.description),
    origin: url.origin,
    basePath: url.pathname.replace(/\/+$/, ''),
    idPrefix: required(fields.idPrefix),
    timezone: required(fields.timezone),
    lang: required(fields.lang),
    languages: [...new Set(fields.languages ?? [])],
    rights: fields.rights,
    publisher: { name: fields.publisher?.name ?? title, url: fields.publisher?.url },
    email: fields.email,
    image,
    disclaimers: disclaimersOf(fields.disclaimers, required(fields.timezone)),
    topics: topicsOf(fields.topics),
    authors: authorsOf(fields.authors),
    navigation: (fields.navigation ?? []).flatMap(({ label, href }) => (label && href ? [{ label, href }] : [])),
    footer: (fields.footer ?? []).map(({ text, label, href }) => ({ text: text ?? '', label, href })),
    pageSize: fields.pageSize ?? 20,
    redirects: fields.redirects ?? new Map(),
    archives: fields.archives ?? 'site',
  }
}

// `group` yields nothing when a required field is missing: to be here without one is a bug.
function required<T>(value: T | undefined): T {
  if (value === undefined) throw new TypeError('a required field of site.yaml passed unread')
  return value
}

// Before any story: the first instant of ECMAScript's time values.
const ALWAYS: Instant = -8_640_000_000_000_000

function disclaimersOf(fields: SiteFields['disclaimers'], timezone: string): Site['disclaimers'] {
  const disclaimers = new Map<string, readonly Wording[]>()
  for (const [name, given] of fields ?? []) {
    const wordings = given.map(
      ({ from, text }): Wording => ({ from: from === undefined ? ALWAYS : startOfDay(from, timezone), text }),
    )
    disclaimers.set(
      name,
      wordings.sort((a, b) => b.from - a.from),
    )
  }
  return disclaimers
}

function topicsOf(fields: SiteFields['topics']): Site['topics'] {
  const topics = new Map<string, TopicInfo>()
  for (const [name, { title, description }] of fields ?? [])
    topics.set(cleanSegment(name), { title: title ?? name, description })
  return topics
}

function authorsOf(fields: SiteFields['authors']): Site['authors'] {
  const authors = new Map<string, Author>()
  for (const [key, { name, type, email, url }] of fields ?? []) {
    const slug = cleanSegment(key)
    authors.set(slug, { slug, name: name ?? key, type: type ?? 'person', email, url })
  }
  return authors
}
