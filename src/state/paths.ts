import { dirname, join, resolve, sep } from 'node:path'
import { type OwnFolder, ownFolderOf } from './own-folder.ts'

/** Where a newsroom's things stand on this disk; all absolute. */
export interface Paths extends OwnFolder {
  readonly articles: string
  /** The operator's own templates, where there are any. */
  readonly theme: string
  /** Whether the operator named the folder of the theme, so that there must be one. */
  readonly isThemeNamed: boolean
  readonly out: string
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

/** Works out the paths, of which Courant's own folder is looked for. Each `out` has state of its own, so that a preview elsewhere never touches the live one. */
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
  const folder = ownFolderOf({ all: join(root, '.courant'), out: resolve(out) })
  const { own } = folder
  return {
    ...folder,
    articles: resolve(articles),
    theme: theme === undefined ? join(root, 'theme') : resolve(theme),
    isThemeNamed: theme !== undefined,
    out: resolve(out),
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

/** A file as a person finds it, of a newsroom that they know as `root`. A theme's stands beside that. */
export function shownPath(root: string, path: string): string {
  return path.startsWith('../') ? join(root, path) : `${root}/${path}`
}
