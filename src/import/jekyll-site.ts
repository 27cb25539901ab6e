import type { SourceFields } from './front-matter.ts'
import type { Loss } from './source.ts'
import { fieldReader } from './source-fields.ts'
import { type SourceFolder, settingsAt } from './source-folder.ts'
import { addressWithin, webAddress } from './web-address.ts'
import { zoneNamed } from './zone-named.ts'

/** A Jekyll site as its settings describe it. */
export interface JekyllSite {
  /** `url` and `baseurl` with a slash at the end; undefined when they name no host. */
  readonly home: string | undefined
  readonly baseurl: string
  readonly lang: string | undefined
  readonly zone: string | undefined
  readonly permalink: string
  readonly author: string | undefined
  /** Names of authors, by their short names in `_data/authors`. */
  readonly authors: ReadonlyMap<string, string>
  /** Front matter for all files of a folder or a type, the most special last. */
  readonly defaults: readonly { readonly path: string; readonly type: string | undefined; readonly values: SourceFields }[]
  /** What the path of a file, or of a folder above it, matches that is passed over. */
  readonly excluded: readonly RegExp[]
  /** Settings that cannot be read. */
  readonly losses: readonly Loss[]
}

/** Reads a site's settings, from `_config.*`. */
export function jekyllSite(folder: SourceFolder): JekyllSite {
  const losses: Loss[] = []
  const fields = fieldReader(settingsAt(folder, '_config'))
  const baseurl = (fields.text('baseurl') ?? '').replace(/\/+$/, '')
  const home = webAddress(fields.text('url'))
  return {
    home: home === undefined ? undefined : addressWithin(home, `${baseurl}/`),
    baseurl,
    lang: fields.text('lang', 'locale', 'language'),
    zone: zoneNamed(fields.text('timezone'), what => losses.push({ from: 'timezone', what })),
    permalink: fields.text('permalink') ?? 'date',
    author: fields.text('author', 'author.name'),
    authors: authorsIn(settingsAt(folder, '_data/authors')),
    defaults: defaultsIn(fields.value('defaults')),
    excluded: fields.list('exclude').map(excludedBy),
    losses,
  }
}

/** What an entry of `exclude` keeps away: paths that begin with it, and those that it matches, in which `*` takes slashes too. */
function excludedBy(entry: string): RegExp {
  const path = entry.replace(/^\.?\/+/, '').replace(/[\\^$.+(){}|]/g, '\\$&')
  const literal = path.replace(/[*?[\]]/g, '\\$&')
  const pattern = path
    .replace(/\*+/g, '.*')
    .replace(/\?|\[[^\]]+\]/g, '.')
    .replace(/[[\]]/g, '\\$&')
  return new RegExp(`^(?:${literal}|${pattern}(?:/|$))`, 's')
}

function authorsIn(fields: SourceFields): ReadonlyMap<string, string> {
  return new Map(
    [...fields].flatMap(([short, about]) => {
      const name = about instanceof Map ? fieldReader(about).text('name', 'display_name') : undefined
      return name === undefined ? [] : [[short, name] as const]
    }),
  )
}

function defaultsIn(value: unknown): JekyllSite['defaults'] {
  const entries = Array.isArray(value) ? value : []
  return entries.flatMap(entry => {
    if (!(entry instanceof Map)) return []
    const fields = fieldReader(entry)
    const values = fields.value('values')
    const path = (fields.text('scope.path') ?? '').replace(/^\/|\/$/g, '')
    return values instanceof Map ? [{ path, type: fields.text('scope.type'), values }] : []
  })
}
