import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What a reader finds on a site, counted from its files: enough to notice that a publisher left something out. */
export type SiteCounts = ReadonlyMap<Counted, number>

/** What is counted, as the comparison shows it. */
export const COUNTED = [
  'story pages',
  'list pages',
  'archive pages',
  'other pages',
  'canonical links',
  'feed links',
  'language links',
  'Open Graph',
  'news articles in JSON-LD',
  'headings with ids',
  'tables',
  'main images',
  'disclaimers',
  'neighbours',
  'entries in lists',
  'related and archived stories',
  'RSS feeds',
  'RSS items',
  'Atom feeds',
  'Atom entries',
  'JSON feeds',
  'JSON items',
  'links in feeds that are whole',
  'pictures',
] as const
export type Counted = (typeof COUNTED)[number]

/** Counts a site; the parts of it that `skip` names, by a piece of their path, are left out. */
export function countSite(dir: string, skip: RegExp): SiteCounts {
  const counts = new Map<Counted, number>()
  for (const entry of readdirSync(dir, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    if (!entry.isFile() || skip.test(path.slice(dir.length))) continue
    for (const [what, count] of countFile(entry.name, () => readFileSync(path, 'utf8')))
      counts.set(what, (counts.get(what) ?? 0) + count)
  }
  return counts
}

/** What one file adds, by its name and its text. */
function countFile(name: string, read: () => string): readonly (readonly [Counted, number])[] {
  if (name.endsWith('.png')) return [['pictures', 1]]
  if (name.endsWith('.html')) return countPage(read())
  if (name === 'feed.rss') return countFeed(read(), ['RSS feeds', 'RSS items', /<item>/g])
  if (name === 'feed.atom') return countFeed(read(), ['Atom feeds', 'Atom entries', /<entry[ >]/g])
  if (name === 'feed.json') return countFeed(read(), ['JSON feeds', 'JSON items', /"content_html": ?"./g])
  return []
}

function countPage(html: string): readonly (readonly [Counted, number])[] {
  const story = html.includes('"@type":"NewsArticle"')
  const list = /<div class="(?:cards|entries)">/.test(html)
  const archive = /<ul class="(?:months|headlines)">/.test(html)
  return [
    [story ? 'story pages' : list ? 'list pages' : archive ? 'archive pages' : 'other pages', 1],
    ...PAGE_MARKS.map(([what, mark]) => [what, occurrences(html, mark)] as const),
  ]
}

const PAGE_MARKS: readonly (readonly [Counted, RegExp])[] = [
  ['canonical links', /<link rel="canonical"/g],
  ['feed links', /<link rel="alternate" type="application\//g],
  ['language links', /<link rel="alternate" hreflang=/g],
  ['Open Graph', /<meta property="(?:og|article):/g],
  ['news articles in JSON-LD', /"@type":"NewsArticle"/g],
  ['headings with ids', /<h2 id="/g],
  ['tables', /<table/g],
  ['main images', /<figure class="main-image"/g],
  ['disclaimers', /<aside class="disclaimer"/g],
  ['neighbours', /<li class="(?:prev|next)"/g],
  ['related and archived stories', /<li><a href="[^"]*">[^<]*<\/a>\s*<p class="date">/g],
  ['entries in lists', /<article class="(?:lead|card|entry)[ "]/g],
]

function countFeed(
  text: string,
  [feeds, items, mark]: readonly [Counted, Counted, RegExp],
): readonly (readonly [Counted, number])[] {
  return [
    [feeds, 1],
    [items, occurrences(text, mark)],
    ['links in feeds that are whole', occurrences(text, /<a href=\\?"https:/g)],
  ]
}

function occurrences(text: string, mark: RegExp): number {
  return text.match(mark)?.length ?? 0
}
