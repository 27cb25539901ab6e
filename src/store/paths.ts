import { hash } from 'node:crypto'
import { lstatSync, readlinkSync, realpathSync } from 'node:fs'
import { basename, dirname, join, resolve, sep } from 'node:path'
import { ifThere } from './if-there.ts'

/** Where a newsroom's things stand on this disk; all absolute. */
export interface Paths {
  readonly articles: string
  /** The operator's own templates, where there are any. */
  readonly theme: string
  /** Whether the operator named the folder of the theme, so that there must be one. */
  readonly isThemeNamed: boolean
  readonly out: string
  /** Courant's own folder for this `out`: private, safe to lose but for `state/`. */
  readonly own: string
  readonly cache: string
  /** The store of entries, a part of the cache. */
  readonly entries: string
  /** Images as they are published, a part of the cache. */
  readonly images: string
  readonly state: string
  /** Where what is due next is kept ready: private, as what is not public yet must be. */
  readonly ahead: string
  /** Where files are made before they are put in place: on the disk of `out`, so that a rename is one step. */
  readonly stage: string
}

/** Name of the folder in `out/` where files are made before they are put in place. */
export const STAGE_FOLDER = '.courant-stage'

/** Works out the paths. Each `out` has state of its own, so that a preview elsewhere never touches the live one. */
export function pathsOf({
  articles,
  out,
  theme,
}: {
  readonly articles: string
  readonly out: string
  /** Beside the articles, unless it is named. */
  readonly theme?: string | undefined
}): Paths {
  const root = dirname(resolve(articles))
  const name = hash('sha256', resolve(out), 'hex').slice(0, 12)
  const own = join(root, '.courant', name)
  return {
    articles: resolve(articles),
    theme: theme === undefined ? join(root, 'theme') : resolve(theme),
    isThemeNamed: theme !== undefined,
    out: resolve(out),
    own,
    cache: join(own, 'cache'),
    entries: join(own, 'cache', 'entries'),
    images: join(own, 'cache', 'images'),
    state: join(own, 'state'),
    ahead: join(own, 'state', 'ahead'),
    stage: join(resolve(out), STAGE_FOLDER),
  }
}

/** Whether a path is a folder, or leads into it; both absolute. */
export function isWithin(path: string, folder: string): boolean {
  return `${path}${sep}`.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`)
}

/** Where a path leads by the links on its way, as far as there is anything. */
export function realPath(path: string): string {
  const real = ifThere(() => realpathSync(path))
  if (real !== undefined) return real
  const parent = dirname(path)
  // To what is not there yet.
  const isLink = ifThere(() => lstatSync(path))?.isSymbolicLink()
  return isLink ? realPath(resolve(parent, readlinkSync(path))) : join(realPath(parent), basename(path))
}

/** A file as a person finds it, of a newsroom that they know as `root`. A theme's stands beside that. */
export function shownPath(root: string, path: string): string {
  return path.startsWith('../') ? join(root, path) : `${root}/${path}`
}
