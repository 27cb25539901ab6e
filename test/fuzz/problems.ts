import type { Site } from '../../src/model/site.ts'
import { linkProblems } from '../publish/edition-problems.ts'
import { checkXml } from '../readers/check-xml.ts'
import { characterProblem } from '../readers/value-rules.ts'
import { instantOf, pathOf, publicWords, type Told, type ToldNewsroom, WORD, wordOf } from './told-newsroom.ts'

/** What was published, and of what. */
export interface Judged {
  readonly out: ReadonlyMap<string, Buffer>
  readonly site: Site
  /** The stories as their authors left them, and earlier versions that may stand for those that are broken. */
  readonly told: ToldNewsroom
  readonly before: ReadonlyMap<number, readonly Told[]>
  /** Files that are not published as they stand. */
  readonly broken: ReadonlySet<string>
  /** In hours. */
  readonly at: number
}

/** Everything that is wrong with an edition, by what its stories' own words and dates say: leaks, losses, dates, order, links. */
export function problemsOf(judged: Judged): readonly string[] {
  const links = linkProblems(judged.out, judged.site).filter(problem => !NO_FAULT.test(problem))
  return [...leaks(judged), ...losses(judged), ...feedProblems(judged), ...links]
}

/** A fragment that its author mistook is published, and told by `courant check`; what looks like an address in a feed may be text. */
const NO_FAULT = /names no element$|feed\.(?:rss|atom|json): .* is no address$/s

/** Words that stand in public and should not. */
function leaks({ out, told, before, broken, at }: Judged): readonly string[] {
  const allowed = new Set(
    [...told.values()]
      .flatMap(story => [story, ...(broken.has(pathOf(story)) ? (before.get(story.number) ?? []) : [])])
      .flatMap(story => publicWords(story, at)),
  )
  return [...out].flatMap(([path, bytes]) => {
    const words = new Set(`${path}\n${bytes}`.match(WORD))
    return [...words].filter(word => !allowed.has(word)).map(word => `${path} tells ${word}`)
  })
}

/** Public stories that are not in the feed or have no page. One that waits for others, or has mistakes, may be missing. */
function losses({ out, told, broken, at }: Judged): readonly string[] {
  const all = [...told.values()]
  const feed = String(out.get('feed.json'))
  return (
    all
      .filter(story => publicWords(story, at).length > 0 && !broken.has(pathOf(story)))
      .filter(({ number }) => !all.some(other => other.number === number && other.together))
      // What was taken back before it was out never was.
      .filter(({ withdrawn = Number.POSITIVE_INFINITY, date }) => withdrawn >= date)
      .filter(story => !feed.includes(wordOf(story, 'head')))
      .map(story => `${pathOf(story)} is public and not in the feed`)
  )
}

interface JsonItem {
  readonly id: string
  readonly date_published: string
  readonly date_modified?: string
}

function feedProblems({ out, at }: Judged): readonly string[] {
  return [...out].flatMap(([path, bytes]) => {
    if (/feed\.(rss|atom)$/.test(path)) return characterProblem(bytes.toString()) ?? []
    if (!path.endsWith('feed.json')) return []
    const items: readonly JsonItem[] = JSON.parse(bytes.toString()).items
    const ids = new Set(items.map(({ id }) => id))
    return [
      ...items.flatMap((item, index) => itemProblems(item, { before: items[index - 1], at })),
      ...(ids.size < items.length ? ['an id stands in it twice'] : []),
    ].map(problem => `${path}: ${problem}`)
  })
}

/** A story that returns in the second in which it went is changed later than its tombstone (RFC 6721 §3), by two seconds at most. */
const RETURN_MS = 2000

function itemProblems(
  { id, date_published, date_modified = date_published }: JsonItem,
  { before, at }: { readonly before: JsonItem | undefined; readonly at: number },
): readonly string[] {
  const isEarly = Date.parse(date_published) > instantOf(at) || Date.parse(date_modified) > instantOf(at) + RETURN_MS
  const isBehind = before !== undefined && Date.parse(date_published) > Date.parse(before.date_published)
  return [...(isEarly ? [`${id} is dated later than it is`] : []), ...(isBehind ? [`${id} stands behind an older one`] : [])]
}

const PARSED = ['feed.rss', 'feed.atom', 'changes/feed.rss', 'changes/feed.atom'] as const

/** What an XML parser and our schemas say of the feeds of the site. Slow: for some of many editions. */
export async function xmlProblems({ out, site }: Pick<Judged, 'out' | 'site'>): Promise<readonly string[]> {
  const checks = PARSED.map(path => {
    const document = { name: path, content: String(out.get(path)), url: `${site.origin}${site.basePath}/${path}` }
    return checkXml(document, path.endsWith('rss') ? 'rss' : 'atom')
  })
  return (await Promise.all(checks)).flatMap(({ problems }) => problems)
}

/** What is known of the ids of stories, by their number. */
export interface KnownIds {
  readonly ids: Map<number, string>
  /** Those that were public in the publish before. */
  shown: ReadonlySet<number | undefined>
}

/**
 * Stories whose id is another than it was; those that are new are noted. A story that was renamed while it was not public is a new one:
 * the record, which is public, must not know the name that it has meanwhile.
 */
export function changedIds(
  released: readonly { readonly id: string; readonly path: string }[],
  { told, renamed, known }: { readonly told: ToldNewsroom; readonly renamed: number | undefined; readonly known: KnownIds },
): readonly string[] {
  const numbers = new Map([...told.values()].map(story => [pathOf(story), story.number]))
  const shown = new Set(released.map(({ path }) => numbers.get(path)))
  if (renamed !== undefined && !(shown.has(renamed) && known.shown.has(renamed))) known.ids.delete(renamed)
  known.shown = shown
  return released.flatMap(({ id, path }) => {
    const number = numbers.get(path) ?? -1
    const before = known.ids.get(number) ?? id
    known.ids.set(number, id)
    return before === id ? [] : [`${path} was ${before} and is ${id}`]
  })
}
