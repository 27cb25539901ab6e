import type { FileOrigin, SourceStory } from './source.ts'
import { folderOf, nameOf, pathWithin, type SourceFolder } from './source-folder.ts'

/** Where files of a site stand. */
export interface LocalSite {
  readonly story: SourceStory
  readonly folder: SourceFolder
  readonly home: string
  /** Folders whose files are published from the top of the site, in the order in which they are looked through. */
  readonly roots: readonly string[]
}

/** The file that an address in a page means: beside the page's own file, or below the folder that the site publishes. */
export function localFile(address: string, { story, folder, home, roots }: LocalSite): FileOrigin | undefined {
  const url = URL.parse(address, story.address ?? home)
  if (!url) return undefined
  const base = new URL(home)
  const isOwn = url.origin === base.origin
  const isRelative = !/^[a-z][a-z\d+.-]*:|^\//i.test(address)
  const below = isOwn && url.pathname.startsWith(base.pathname) ? url.pathname.slice(base.pathname.length) : undefined
  const candidates = [
    ...(isRelative ? [pathWithin(folderOf(story.from), decoded(address))] : []),
    ...[below, address.startsWith('/') ? address : undefined].flatMap(path =>
      path === undefined ? [] : roots.map(root => pathWithin(root, decoded(path))),
    ),
    // Themes look for what front matter names from the top.
    ...(isRelative ? roots.map(root => pathWithin(root, decoded(address))) : []),
  ]
  const found = candidates.find(candidate => candidate !== undefined && folder.paths.has(candidate))
  if (found !== undefined) return { kind: 'file', path: found }
  return /^https?:$/.test(url.protocol) && !isOwn ? { kind: 'url', url: url.href } : undefined
}

/**
 * Finds the stories whose own files links name, `../posts/other.md`: as seen from the file of the story that links, else from one of
 * the `roots`; that of the same language first, where file names say it.
 */
export function storyFiles(
  stories: readonly SourceStory[],
  roots: readonly string[],
): (link: string, story: SourceStory) => string | undefined {
  const addresses = new Map(stories.map(({ from, address }) => [from, address]))
  return (link, { from }) => {
    const path = decoded(link)
    if (!/\.(md|markdown|mdown|mkdn?)$/i.test(path) || /^[a-z][a-z\d+.-]*:|^\/\//i.test(link)) return undefined
    const lang = nameOf(nameOf(from).name).extension
    const folders = path.startsWith('/') ? roots : [folderOf(from), ...roots]
    return folders
      .flatMap(folder => [path.replace(/\.\w+$/, `.${lang}$&`), path].map(name => pathWithin(folder, name) ?? ''))
      .map(file => addresses.get(file))
      .find(address => address !== undefined)
  }
}

function decoded(path: string): string {
  const bare = path.replace(/[?#].*$/, '')
  try {
    return decodeURIComponent(bare)
  } catch {
    return bare
  }
}
