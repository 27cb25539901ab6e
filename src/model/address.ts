/**
 * A path within the site, beginning with a slash, before the site's base path is put in front:
 * `/2015/kazakhstan/`. Unicode stays as it is (NFC); percent-encoding happens where a URL is written.
 */
export type SitePath = `/${string}`

/** A path of a file below `out/`, POSIX, without a leading slash: `2015/kazakhstan/index.html`. */
export type OutPath = string

/** A path of a file below `articles/`, POSIX, NFC, without a leading slash: `2015/kazakhstan.md`. */
export type SourcePath = string

/** Folder of the standing pages, below `articles/`. */
export const PAGES_FOLDER = 'pages/'

/** Folder of what is published as it is, below `articles/`. */
export const STATIC_FOLDER = 'static/'

/** The page in place of what is not there, as hosts of static files know it. */
export const NOT_FOUND_FILE = '404.html'

/** Whether a file tells a standing page, and no story. */
export function isStandingPage(path: SourcePath): boolean {
  return path.startsWith(PAGES_FOLDER)
}

/** Whether a file is published as it is. */
export function isStaticFile(path: SourcePath): boolean {
  return path.startsWith(STATIC_FOLDER)
}

/** Where a page stands in `out/`: `/2015/kazakhstan/` is `2015/kazakhstan/index.html`. */
export function outPathOf(permalink: SitePath): OutPath {
  return permalink.endsWith('/') ? `${permalink.slice(1)}index.html` : permalink.slice(1)
}

/** Where readers find a file of `out/`: `2015/kazakhstan/index.html` at `/2015/kazakhstan/`. */
export function sitePathOf(path: OutPath): SitePath {
  return `/${path.replace(/(^|\/)index\.html$/, '$1')}`
}

/** The permalink as a URL within the site: base path in front, percent-encoded (RFC 3986 §2.1). */
export function hrefOf(site: { readonly basePath: string }, path: SitePath): string {
  return site.basePath + encodePath(path)
}

/** The permalink as an absolute URL, for feeds, canonical links and structured data. */
export function urlOf(site: { readonly origin: string; readonly basePath: string }, path: SitePath): string {
  return site.origin + site.basePath + encodePath(path)
}

/**
 * The part of a path by which somebody means many addresses: `*`, or a placeholder such as `:splat`. Hosts that read a `_redirects`
 * file (Netlify, Cloudflare, GitLab) take it so; Courant knows no such thing.
 */
export function wildcardIn(path: SitePath): string | undefined {
  return path.split('/').find(part => /^(?:[*]+|:[a-z]\w*)$/i.test(part))
}

/** A path of which every character may stand in a URL as it is. */
const PLAIN_PATH = /^[\w./~!*'():@-]*$/

function encodePath(path: string): string {
  if (PLAIN_PATH.test(path)) return path
  // Half a surrogate pair, as an escape in YAML may leave it, has no encoding.
  return path.toWellFormed().split('/').map(encodeURIComponent).join('/').replaceAll('%40', '@').replaceAll('%3A', ':')
}

/**
 * One part of an address: lower case, Unicode kept (NFC), white space as hyphens, and characters that mean something in an
 * address or to a shell left out; empty when nothing is left.
 */
export function cleanSegment(text: string): string {
  return text
    .normalize('NFC')
    .toLowerCase()
    .replace(/\s+/gu, '-')
    .replace(/[\p{C}<>"'`{}|\\^%?#&/:*;=+$,@![\]()]/gu, '')
    .replace(/-{2,}/g, '-')
    .replace(/^[-.]+|[-.]+$/g, '')
}

/** Whether a path is one of these, or below one. */
export function isAmong(path: SourcePath, places: ReadonlySet<SourcePath>): boolean {
  return places.size > 0 && (places.has(path) || foldersOf(path).some(folder => places.has(folder)))
}

/** The folders above a path: `a` and `a/b` of `a/b/index.html`. */
export function foldersOf(path: OutPath): readonly OutPath[] {
  const folders: OutPath[] = []
  for (let end = path.indexOf('/'); end >= 0; end = path.indexOf('/', end + 1)) folders.push(path.slice(0, end))
  return folders
}
