import { canonicalLanguage } from '../fields/readers.ts'
import type { SourceFields } from './front-matter.ts'
import { ImportMistake } from './import-mistake.ts'
import type { Loss } from './source.ts'
import { fieldReader } from './source-fields.ts'
import { folderOf, nameOf, type SourceFolder, settingsAt } from './source-folder.ts'
import { webAddress } from './web-address.ts'
import { zoneNamed } from './zone-named.ts'

interface HugoLanguage {
  readonly tag: string
  /** The folder of its content. */
  readonly content: string | undefined
  /** Nothing in it is published. */
  readonly isDisabled: boolean
}

/** A Hugo site as its settings describe it. */
export interface HugoSite {
  readonly title: string | undefined
  /** `baseURL` with a slash at the end; undefined when it names no host. */
  readonly home: string | undefined
  readonly lang: string | undefined
  /** By the code that stands in file names and addresses. */
  readonly languages: ReadonlyMap<string, HugoLanguage>
  /** The default language has a folder of its own in addresses too. */
  readonly defaultInFolder: boolean
  readonly content: string
  readonly statics: readonly string[]
  /** Address patterns by section. */
  readonly permalinks: ReadonlyMap<string, string>
  readonly ugly: boolean
  readonly keepsCase: boolean
  readonly zone: string
  /** What the absolute path of a content file matches that is passed over. */
  readonly ignored: readonly RegExp[]
  /** What the settings hand down to pages, as it is written. */
  readonly cascade: unknown
  /** Settings that cannot be read. */
  readonly losses: readonly Loss[]
}

/** Reads a site's settings, from `hugo.*`, `config.*` or `config/_default/`. */
export function hugoSite(folder: SourceFolder): HugoSite {
  const losses: Loss[] = []
  const fields = fieldReader(mergedSettings(folder))
  const lang = fields.text('defaultcontentlanguage') ?? 'en'
  const disabled = new Set(fields.list('disablelanguages'))
  return {
    title: fields.text('title'),
    home: slashed(webAddress(fields.text('baseurl'))),
    lang,
    languages: languagesIn(fields.value('languages'), { lang, disabled, locale: fields.text('locale', 'languagecode') }),
    defaultInFolder: fields.flag('defaultcontentlanguageinsubdir') ?? false,
    content: fields.text('contentdir') ?? 'content',
    statics: fields.list('staticdir').length > 0 ? fields.list('staticdir') : ['static'],
    permalinks: permalinksIn(fields.value('permalinks')),
    ugly: fields.flag('uglyurls') ?? false,
    keepsCase: fields.flag('disablepathtolower') ?? false,
    zone: zoneNamed(fields.text('timezone'), what => losses.push({ from: 'timeZone', what })) ?? 'UTC',
    ignored: fields.list('ignorefiles').map(patternIn),
    cascade: fields.value('cascade'),
    losses,
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
  {
    lang,
    disabled,
    locale,
  }: { readonly lang: string; readonly disabled: ReadonlySet<string>; readonly locale: string | undefined },
): HugoSite['languages'] {
  const languages = new Map<string, HugoLanguage>()
  for (const [code, settings] of value instanceof Map ? value : []) {
    if (!(settings instanceof Map)) continue
    const fields = fieldReader(settings)
    const tag = canonicalLanguage(fields.text('locale', 'languagecode') ?? code) ?? canonicalLanguage(code)
    const isDisabled = disabled.has(code) || fields.flag('disabled') === true || fields.isUnclear('disabled')
    if (tag !== undefined) languages.set(code, { tag, content: fields.text('contentdir'), isDisabled })
  }
  if (!languages.has(lang))
    languages.set(lang, { tag: canonicalLanguage(locale ?? lang) ?? lang, content: undefined, isDisabled: false })
  return languages
}

function patternIn(source: string): RegExp {
  try {
    return new RegExp(source)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw new ImportMistake(
      `ignoreFiles: "${source}" cannot be read as a pattern`,
      'write it as JavaScript has patterns, for the import: what it keeps from the public would come along',
    )
  }
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
