import type { HugoSite } from './hugo-site.ts'
import { folderOf, nameOf, type SourceFolder } from './source-folder.ts'

/** A content file by its place: which page it is. */
export interface HugoPlace {
  readonly path: string
  /** The content folder that it stands in. */
  readonly root: string
  /** Code of its language, as in file names. */
  readonly code: string
  /** Folders below the content folder; of a bundle or list, those above its own. */
  readonly folders: readonly string[]
  /** The file's name without language and extension; of a bundle or list, its folder's. */
  readonly name: string
  readonly isList: boolean
  readonly isBundle: boolean
}

export const MARKDOWN = /^(md|markdown|mdown)$/
export const OTHER_TEXT = /^(adoc|asciidoc|ad|org|rst|pdc|pandoc)$/

/** Every content file of a site. */
export function hugoPlaces({ paths }: SourceFolder, site: HugoSite): readonly HugoPlace[] {
  return [...paths].flatMap(path => placeOf(path, site) ?? [])
}

/** A page's path below its content folder, without language, extension and `index`. */
export function pageKey({ folders, name }: HugoPlace): string {
  return [...folders, name].filter(part => part !== '').join('/')
}

/** Why Hugo makes no page of a content file, whatever stands in it; undefined where it does. */
export function unmadeReasons(
  places: readonly HugoPlace[],
  { ignored, languages }: HugoSite,
): (place: HugoPlace) => string | undefined {
  const isIgnored = ({ path }: HugoPlace): boolean => ignored.some(pattern => pattern.test(`/${path}`))
  const bundles = new Set(places.filter(place => place.isBundle && !isIgnored(place)).map(({ path }) => folderOf(path)))
  return place => {
    if (/(^|\/)#[^/]*$/.test(place.path)) return 'its name begins with #, which Hugo passes over'
    if (isIgnored(place)) return 'it is among the ignoreFiles of the settings'
    if (languages.get(place.code)?.isDisabled) return `its language, ${place.code}, is disabled in the settings`
    const above = place.isBundle ? folderOf(folderOf(place.path)) : folderOf(place.path)
    const isOfBundle = foldersUpTo(above, place.root).some(folder => bundles.has(folder))
    return isOfBundle ? 'it belongs to the page whose index.md is beside it or above' : undefined
  }
}

/** A folder, and those above it, as far as `root`. */
function foldersUpTo(folder: string, root: string): readonly string[] {
  const within = folder === root || folder.startsWith(`${root}/`)
  return within ? [folder, ...foldersUpTo(folderOf(folder), root)] : []
}

function placeOf(path: string, site: HugoSite): HugoPlace | undefined {
  const { extension } = nameOf(path)
  if (!MARKDOWN.test(extension) && !OTHER_TEXT.test(extension) && extension !== 'html') return undefined
  const root = contentFolders(site).find(({ content }) => path.startsWith(`${content}/`))
  if (!root) return undefined
  const inner = path.slice(root.content.length + 1)
  const { name: full } = nameOf(inner)
  const suffix = nameOf(full).extension
  const code = site.languages.has(suffix) ? suffix : undefined
  const name = code === undefined ? full : full.slice(0, -code.length - 1)
  const folders = folderOf(inner) === '' ? [] : folderOf(inner).split('/')
  const isOfFolder = name === 'index' || name === '_index'
  return {
    path,
    root: root.content,
    code: code ?? root.code,
    folders: isOfFolder ? folders.slice(0, -1) : folders,
    name: isOfFolder ? (folders.at(-1) ?? '') : name,
    isList: name === '_index',
    isBundle: name === 'index',
  }
}

/** Folders of content, the innermost first: languages may have one each. */
function contentFolders({
  languages,
  content,
  lang,
}: HugoSite): readonly { readonly content: string; readonly code: string }[] {
  const own = [...languages].flatMap(([code, language]) =>
    language.content === undefined ? [] : [{ content: language.content, code }],
  )
  return [...own, { content, code: lang ?? '' }].sort((a, b) => b.content.length - a.content.length)
}
