import { hash } from 'node:crypto'
import { dirname, join, resolve } from 'node:path'

/** Where a newsroom's things stand on this disk; all absolute. */
export interface Paths {
  readonly articles: string
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

/** Works out the paths. Each `out` has state of its own, so that a preview elsewhere never touches the live one. */
export function pathsOf({ articles, out }: { readonly articles: string; readonly out: string }): Paths {
  const root = dirname(resolve(articles))
  const name = hash('sha256', resolve(out), 'hex').slice(0, 12)
  const own = join(root, '.courant', name)
  return {
    articles: resolve(articles),
    out: resolve(out),
    own,
    cache: join(own, 'cache'),
    entries: join(own, 'cache', 'entries'),
    images: join(own, 'cache', 'images'),
    state: join(own, 'state'),
    ahead: join(own, 'state', 'ahead'),
    stage: join(resolve(out), '.courant-stage'),
  }
}
