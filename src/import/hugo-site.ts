import { canonicalLanguage } from '../fields/readers.ts'
import type { SourceFields } from './front-matter.ts'
import { fieldReader } from './source-fields.ts'
import { folderOf, nameOf, type SourceFolder, settingsAt } from './source-folder.ts'
import { webAddress } from './web-address.ts'

/** A Hugo site as its settings describe it. */
export interface HugoSite {
  readonly title: string | undefined
  /** `baseURL` with a slash at the end; undefined when it names no host. */
  readonly home: string | undefined
  readonly lang: string | undefined
  /** Languages by the code that stands in file names and addresses: their tag, and the folder of their content. */
  readonly languages: ReadonlyMap<string, { readonly tag: string; readonly content: string | undefined }>
  /** The default language has a folder of its own in addresses too. */
  readonly defaultInFolder: boolean
  readonly content: string
  readonly statics: readonly string[]
  /** Address patterns by section. */
  readonly permalinks: ReadonlyMap<string, string>
  readonly ugly: boolean
  readonly keepsCase: boolean
  readonly zone: string
}

/** Reads a site's settings, from `hugo.*`, `config.*` or `config/_default/`. */
export function hugoSite(folder: SourceFolder): HugoSite {
  const settings = mergedSettings(folder)
  const fields = fieldReader(settings)
  const lang = fields.text('defaultcontentlanguage') ?? 'en'
  return {
    title: fields.text('title'),
    home: slashed(webAddress(fields.text('baseurl'))),
    lang,
    languages: languagesIn(fields.value('languages'), { lang, locale: fields.text('locale', 'languagecode') }),
    defaultInFolder: fields.flag('defaultcontentlanguageinsubdir') ?? false,
    content: fields.text('contentdir') ?? 'content',
    statics: fields.list('staticdir').length > 0 ? fields.list('staticdir') : ['static'],
    permalinks: permalinksIn(fields.value('permalinks')),
    ugly: fields.flag('uglyurls') ?? false,
    keepsCase: fields.flag('disablepathtolower') ?? false,
    zone: fields.text('timezone') ?? 'UTC',
  }
}

function mergedSettings(folder: SourceFolder): SourceFields {
  const merged = new Map<string, unknown>()
  for (const name of ['config', 'hugo', 'config/_default/config', 'config/_default/hugo'])
    for (const [key, value] of settingsAt(folder, name)) merged.set(key, value)
  for (const path of folder.paths) {
    const { name } = nameOf(path)
    if (folderOf(path) !== 'config/_default' || ['config', 'hugo'].includes(name)) continue
    const fields = settingsAt(folder, `config/_default/${name}`)
    if (fields.size > 0 && !merged.has(name)) merged.set(name, fields)
  }
  return merged
}

function languagesIn(
  value: unknown,
  { lang, locale }: { readonly lang: string; readonly locale: string | undefined },
): HugoSite['languages'] {
  const languages = new Map<string, { readonly tag: string; readonly content: string | undefined }>()
  for (const [code, settings] of value instanceof Map ? value : []) {
    if (!(settings instanceof Map)) continue
    const fields = fieldReader(settings)
    const tag = canonicalLanguage(fields.text('locale', 'languagecode') ?? code) ?? canonicalLanguage(code)
    if (tag !== undefined) languages.set(code, { tag, content: fields.text('contentdir') })
  }
  if (!languages.has(lang)) languages.set(lang, { tag: canonicalLanguage(locale ?? lang) ?? lang, content: undefined })
  return languages
}

/** Older sites name patterns by section, newer ones by kind of page and section. */
function permalinksIn(value: unknown): ReadonlyMap<string, string> {
  if (!(value instanceof Map)) return new Map()
  const pages: unknown = value.get('page')
  const entries = [...value, ...(pages instanceof Map ? pages : [])]
  return new Map(entries.flatMap(([section, pattern]) => (typeof pattern === 'string' ? [[section, pattern] as const] : [])))
}

function slashed(address: string | undefined): string | undefined {
  return address === undefined || address.endsWith('/') ? address : `${address}/`
}
