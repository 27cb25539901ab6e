import { RECORD_FILE } from '../../src/output/record-file.ts'
import { atomWithFeedsmith, jsonWithFeedsmith, rssWithFeedsmith } from '../readers/read-with-feedsmith.ts'
import { plainRecord, type TemporaryNewsroom, treeOf } from '../support/newsroom.ts'

/** Files by path. */
export type Tree = ReadonlyMap<string, Buffer>

const FORMATS = { rss: rssWithFeedsmith, atom: atomWithFeedsmith, json: jsonWithFeedsmith } as const
const ORIGIN = 'https://news.example.org'

/** What Courant is making, and nobody is served. */
export function isLitter(path: string): boolean {
  return path.startsWith('.courant-stage') || /(?:[.]tmp|[.]making|-journal|state[.]sqlite-(?:wal|shm))$/.test(path)
}

/** Such files in Courant's own folder, as problems: the publish after one that failed must remove them. */
export function litterIn({ paths }: TemporaryNewsroom): readonly string[] {
  return [...treeOf(paths.own).keys()].filter(isLitter).map(path => `${path} is left lying about`)
}

/** A story as a feed has it. */
export interface FeedStory {
  readonly id: string
  readonly title: string
}

/** Every story in every feed of a folder, and what is wrong: feeds that cannot be read, and pages that are not there. */
export function readFeeds(tree: Tree): { readonly stories: readonly FeedStory[]; readonly problems: readonly string[] } {
  const stories: FeedStory[] = []
  const problems: string[] = []
  for (const [path, bytes] of tree) {
    const format = /(?:^|\/)feed\.(rss|atom|json)$/.exec(path)?.[1]
    if (isLitter(path) || (format !== 'rss' && format !== 'atom' && format !== 'json')) continue
    try {
      for (const { id = '', title = '', link = '' } of FORMATS[format](bytes.toString())) {
        stories.push({ id, title })
        const page = `${decodeURI(link.slice(ORIGIN.length + 1))}index.html`
        if (!tree.has(page)) problems.push(`${path} names ${page}, which is not there`)
      }
    } catch (error) {
      problems.push(`${path} cannot be read: ${error}`)
    }
  }
  return { stories, problems }
}

/** Files that are neither as they were nor as they are to be. */
export function tornFiles(now: Tree, { before, after }: { readonly before: Tree; readonly after: Tree }): readonly string[] {
  const isWhole = (path: string, bytes: Buffer): boolean =>
    [before, after].some(tree => {
      const whole = tree.get(path)
      return whole !== undefined && (path === RECORD_FILE ? isSameRecord(whole, bytes) : whole.equals(bytes))
    })
  return [...now].flatMap(([path, bytes]) =>
    isLitter(path) || path === 'manifest.jsonl' || isWhole(path, bytes) ? [] : [`${path} is torn, or nobody’s`],
  )
}

/** Whether two records say the same: what is appended to one stands in another place than in one that is written whole, and a torn last line says nothing. */
function isSameRecord(one: Buffer, other: Buffer): boolean {
  return plainRecord(one.toString()) === plainRecord(other.toString())
}
