import type { OutPath, SitePath } from '../model/address.ts'
import { outPathOf } from '../model/address.ts'
import type { Article, StandingPage } from '../model/article.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import { FEED_FORMATS } from '../model/edition.ts'
import { goneFirst, type PublicationRecord } from '../model/record.ts'
import { aliasPath, type Places, placesTaken } from './places-taken.ts'

/** Everything of a newsroom that wants a place in `out/`. */
export interface Claims {
  readonly articles: readonly Article[]
  readonly standing: readonly StandingPage[]
  /** Where files below `static/` go. */
  readonly statics: ReadonlySet<OutPath>
}

/** What has its place to itself, and the mistakes of what has not. */
export interface Claimed extends Claims {
  readonly diagnostics: readonly Diagnostic[]
}

/** What decides who keeps a place. */
export interface ClaimContext {
  readonly record: PublicationRecord
  /** The newsroom's own language, whose addresses have no language in front. */
  readonly lang: string
  /** First parts of addresses that Courant makes. */
  readonly reserved: ReadonlySet<string>
}

/** Files that Courant makes at the top, and some of them in the folder of each language. */
const MADE_FILES: ReadonlySet<string> = new Set([
  'index.html',
  '404.html',
  'manifest.jsonl',
  'record.jsonl',
  'feeds.opml',
  'sitemap.xml',
  'sitemap-news.xml',
  ...Object.values(FEED_FORMATS).map(({ file }) => file),
])

/**
 * Sees that no two of them want one place, whatever the case of its letters (a disk that folds case would mix them), nor
 * one a file where the other needs a folder, nor a place of what Courant makes itself. Stories and pages come first: the one
 * that is recorded there, then by path; then files passed through; then aliases. Who comes too late is an error that names
 * both.
 */
export function claimAddresses({ articles, standing, statics }: Claims, context: ClaimContext): Claimed {
  const diagnostics: Diagnostic[] = []
  const places = placesTaken()
  const isMade = madePlaces([...articles, ...standing], context)
  const recordedPaths = new Map(goneFirst(context.record).map(entry => [entry.permalink, entry.path]))
  const isRecorded = (holder: Article | StandingPage): boolean => recordedPaths.get(holder.permalink) === holder.path
  const byClaim = [...standing, ...articles].sort(
    (a, b) => Number(isRecorded(b)) - Number(isRecorded(a)) || (a.path < b.path ? -1 : 1),
  )
  const kept = new Set(
    byClaim.filter(({ path, permalink }) => {
      const refusal = claim(outPathOf(permalink), { by: path, address: permalink, places, isMade })
      if (refusal) diagnostics.push({ ...refusal, remedy: 'rename one of the two files, or give this one a slug' })
      return !refusal
    }),
  )
  const keptStatics = [...statics].filter(path => {
    const refusal = claim(path, { by: `static/${path}`, address: `/${path}`, places, isMade })
    if (refusal) diagnostics.push({ ...refusal, remedy: 'rename this file or the other' })
    return !refusal
  })
  const claimAlias = (alias: SitePath, index: number, { path }: Article): boolean => {
    const file = aliasPath(alias)
    if (places.holderOf(file) === path) return false
    const refusal = claim(file, { by: path, address: alias, places, isMade })
    if (refusal) diagnostics.push({ ...refusal, field: `aliases.${index}`, remedy: 'remove this alias, or rename the other' })
    return !refusal
  }
  return {
    articles: articles
      .filter(article => kept.has(article))
      .map(article =>
        article.aliases.length === 0
          ? article
          : { ...article, aliases: article.aliases.filter((alias, index) => claimAlias(alias, index, article)) },
      ),
    standing: standing.filter(page => kept.has(page)),
    statics: new Set(keptStatics),
    diagnostics,
  }
}

interface Claim {
  readonly by: string
  readonly address: string
  readonly places: Places
  readonly isMade: (path: OutPath) => boolean
}

/** Takes the place, or says why not. */
function claim(path: OutPath, { by, address, places, isMade }: Claim): Omit<Diagnostic, 'remedy'> | undefined {
  const refusal = { severity: 'error', path: by, line: 1, column: 1 } as const
  if (isMade(path))
    return { ...refusal, code: 'reserved-name', message: `the address ${address} is one that Courant makes itself` }
  const rival = places.holderOf(path)
  if (rival !== undefined)
    return { ...refusal, code: 'same-address', message: `the address ${address} is also that of ${rival}` }
  places.take(path, by)
  return undefined
}

/** Whether Courant makes what stands at a path or above it, in any language of the newsroom. */
function madePlaces(
  holders: readonly (Article | StandingPage)[],
  { lang: own, reserved }: ClaimContext,
): (path: OutPath) => boolean {
  const others = holders.flatMap(({ lang }) => (lang === own ? [] : [lang.toLowerCase()]))
  // Where there are several languages, the newsroom's own has feeds in a folder too.
  const languages = new Set(others.length > 0 ? [...others, own.toLowerCase()] : [])
  return path => {
    const parts = path.toLowerCase().split('/')
    const [first = ''] = languages.has(parts[0] ?? '') ? parts.slice(1) : parts
    // Our own assets carry a hash in their name: others may stand beside them.
    return MADE_FILES.has(first) || (reserved.has(first) && !(first === 'assets' && parts.length > 1))
  }
}
