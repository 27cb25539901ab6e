import type { OutPath, SitePath } from './address.ts'
import { FEED_FORMATS, type FeedFormat } from './edition.ts'

/**
 * Names under which programs and people look for the feed of a site, and the format that each leads to: those of WordPress (`/feed`), of Hugo
 * (`/index.xml`), and what is typed by guess.
 */
const NAMES: Readonly<Record<string, FeedFormat>> = {
  feed: 'rss',
  rss: 'rss',
  'feed.xml': 'rss',
  'rss.xml': 'rss',
  'index.xml': 'rss',
  'atom.xml': 'atom',
}

/** All of these names. */
export const FEED_NAMES: readonly string[] = Object.keys(NAMES)

/** The folder of a language, if any. No other folder at the top has the form of a tag and a feed of Courant's. */
export const LANGUAGE_FOLDER = '(?:[a-z]{2,3}(?:-[a-z0-9]{2,8})*/)?'

const NAMED = new RegExp(`^/(?<folder>${LANGUAGE_FOLDER})(?<name>${FEED_NAMES.join('|').replaceAll('.', '\\.')})$`)

/**
 * The feed that an address leads to where nothing else is there: of the newsroom, or of one of its languages (`/fr/feed`). Whether there is
 * such a feed is for the caller to see.
 */
export function feedNamed(path: string): SitePath | undefined {
  const { folder = '', name = '' } = NAMED.exec(path.replace(/\/(?:feed|rss)\/$/, found => found.slice(0, -1)))?.groups ?? {}
  const format = NAMES[name]
  return format && `/${folder}${FEED_FORMATS[format].file}`
}

/** A name, and the feed that it leads to. */
export interface FeedName {
  readonly from: SitePath
  readonly to: SitePath
}

/** All names that lead to the feeds among these files and have nothing of their own there: neither a file nor a folder. */
export function feedNames(
  files: { readonly has: (path: OutPath) => boolean },
  fronts: readonly SitePath[],
): readonly FeedName[] {
  return fronts.flatMap(front =>
    Object.entries(NAMES).flatMap(([name, format]): readonly FeedName[] => {
      const from: SitePath = `${front}${name}`
      const to: SitePath = `${front}${FEED_FORMATS[format].file}`
      const isTaken = files.has(from.slice(1)) || files.has(`${from.slice(1)}/index.html`)
      return isTaken || !files.has(to.slice(1)) ? [] : [{ from, to }]
    }),
  )
}

const FRONT_FEED = new RegExp(`^(${LANGUAGE_FOLDER})${FEED_FORMATS.rss.file.replace('.', '\\.')}$`)

/** Where the feeds of a newsroom and of its languages are, by all that is published. */
export function frontsIn(paths: Iterable<OutPath>): readonly SitePath[] {
  return [...paths].flatMap((path): readonly SitePath[] => {
    const front = FRONT_FEED.exec(path)?.[1]
    return front === undefined ? [] : [`/${front}`]
  })
}

/** Whether a name is one that a file can have whose type its ending says: the others need a redirect. */
export function isCopyName({ from }: FeedName): boolean {
  return from.endsWith('.xml')
}
