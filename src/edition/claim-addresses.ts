import type { OutPath, SitePath } from '../model/address.ts'
import { outPathOf } from '../model/address.ts'
import type { Article, StandingPage } from '../model/article.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { Instant } from '../model/instant.ts'
import { isReserved } from '../model/made-files.ts'
import { goneFirst, type PublicationRecord } from '../model/record.ts'
import { publicState } from './edition-at.ts'
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
  readonly asOf: Instant
  /** The newsroom's own language, whose addresses have no language in front. */
  readonly lang: string
  /** Languages that stories are to have: Courant makes their lists, feeds and search page before the first story is there. */
  readonly languages: readonly string[]
}

/**
 * Sees that no two of them want one place, whatever the case of its letters (a disk that folds case would mix them), nor
 * one a file where the other needs a folder, nor a place of what Courant makes itself. Who comes too late is an error that
 * names both. First are stories that are recorded there, then standing pages, stories that are due, files passed through, and
 * aliases of all these; then, since nobody sees them, drafts and what is to come.
 */
export function claimAddresses({ articles, standing, statics }: Claims, context: ClaimContext): Claimed {
  const diagnostics: Diagnostic[] = []
  const places = placesTaken()
  const languages = languageFolders([...articles, ...standing], context)
  const take = (path: OutPath, { remedy, field, ...want }: Want): boolean => {
    const refusal = claim(path, { ...want, places, languages })
    if (refusal) diagnostics.push({ ...refusal, ...(field !== undefined && { field }), remedy })
    return !refusal
  }
  const takePage = ({ path, permalink }: Holder): boolean =>
    take(outPathOf(permalink), { by: path, address: permalink, remedy: 'rename one of the two files, or give this one a slug' })
  const takeAlias = (alias: SitePath, { index, path }: { readonly index: number; readonly path: string }): boolean => {
    const file = aliasPath(alias)
    if (places.holderOf(file) === path) return false
    const remedy = 'remove this alias, or rename the other'
    return take(file, { by: path, address: alias, field: `aliases.${index}`, remedy })
  }
  const withAliases = (holder: Holder): Holder => {
    if (!hasAliases(holder)) return holder
    return { ...holder, aliases: holder.aliases.filter((alias, index) => takeAlias(alias, { index, path: holder.path })) }
  }
  const all = [...standing, ...articles]
  const { shown, unpublished } = inOrder(all, context)
  const first = shown.filter(takePage)
  const keptStatics = [...statics].filter(path =>
    take(path, { by: `static/${path}`, address: `/${path}`, remedy: 'rename this file or the other' }),
  )
  const kept = [...first.map(withAliases), ...unpublished.filter(takePage).map(withAliases)]
  // Mostly each has what it wants, and is as it was.
  if (kept.length === all.length && keptStatics.length === statics.size && !all.some(hasAliases))
    return { articles, standing, statics, diagnostics }
  const byPath = new Map(kept.map(holder => [holder.path, holder]))
  const keptOf = <T extends Holder>(holders: readonly T[]): readonly T[] =>
    holders.flatMap(({ path }) => (byPath.get(path) as T | undefined) ?? [])
  return { articles: keptOf(articles), standing: keptOf(standing), statics: new Set(keptStatics), diagnostics }
}

type Holder = Article | StandingPage

function hasAliases(holder: Holder): holder is Article {
  return holder.kind === 'article' && holder.aliases.length > 0
}

/** What is shown in the order in which it claims, and what is not. */
function inOrder(
  holders: readonly Holder[],
  { record, asOf }: ClaimContext,
): { readonly shown: readonly Holder[]; readonly unpublished: readonly Holder[] } {
  const recordedPaths = new Map(goneFirst(record).map(entry => [entry.permalink, entry.path]))
  const rankOf = (holder: Holder): number => {
    if (holder.kind === 'standing') return holder.draft ? UNPUBLISHED : 1
    if (recordedPaths.get(holder.permalink) === holder.path) return 0
    return publicState(holder, { asOf }) === 'released' ? 2 : UNPUBLISHED
  }
  const ranked = holders
    .map(holder => ({ holder, rank: rankOf(holder) }))
    .sort((a, b) => a.rank - b.rank || (a.holder.path < b.holder.path ? -1 : 1))
  const { true: unpublished = [], false: shown = [] } = Object.groupBy(ranked, ({ rank }) => `${rank === UNPUBLISHED}`)
  return { shown: shown.map(({ holder }) => holder), unpublished: unpublished.map(({ holder }) => holder) }
}

const UNPUBLISHED = 3

/** Who wants a place, and what to do when it is taken. */
interface Want extends Pick<Claim, 'by' | 'address'>, Pick<Diagnostic, 'remedy' | 'field'> {}

interface Claim {
  readonly by: string
  readonly address: string
  readonly places: Places
  readonly languages: ReadonlySet<string>
}

/** Takes the place, or says why not. */
function claim(path: OutPath, { by, address, places, languages }: Claim): Omit<Diagnostic, 'remedy'> | undefined {
  const refusal = { severity: 'error', path: by, line: 1, column: 1 } as const
  if (isReserved(path, languages))
    return { ...refusal, code: 'reserved-name', message: `the address ${address} is one that Courant makes itself` }
  const rival = places.holderOf(path)
  if (rival !== undefined)
    return { ...refusal, code: 'same-address', message: `the address ${address} is also that of ${rival}` }
  places.take(path, by)
  return undefined
}

/** The languages of which stories have a folder. Where there are several, the newsroom's own has feeds in one too. */
function languageFolders(
  holders: readonly (Article | StandingPage)[],
  { lang: own, languages: declared }: ClaimContext,
): ReadonlySet<string> {
  const all = [...holders.map(({ lang }) => lang), ...declared]
  const others = all.flatMap(lang => (lang === own ? [] : [lang.toLowerCase()]))
  return new Set(others.length > 0 ? [...others, own.toLowerCase()] : [])
}
