import type { OutPath, SitePath } from '../model/address.ts'
import { outPathOf } from '../model/address.ts'
import type { Article, StandingPage } from '../model/article.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { PublicationRecord } from '../model/record.ts'

/** What holds an address: a story, a standing page, or a file passed through. */
type Holder = Article | StandingPage

/** Stories and pages that have their address to themselves, and the mistakes of those that do not. */
export interface Claimed {
  readonly articles: readonly Article[]
  readonly standing: readonly StandingPage[]
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * Sees that no two of them share an address, whatever the case of its letters: a disk that folds case would mix them. The
 * one that is recorded there keeps it, else the first by path; the other is an error that names both. Aliases that lead
 * to a living address give way to it.
 */
export function claimAddresses(
  { articles, standing }: { readonly articles: readonly Article[]; readonly standing: readonly StandingPage[] },
  { record, statics }: { readonly record: PublicationRecord; readonly statics: ReadonlySet<OutPath> },
): Claimed {
  const recordedPaths = new Map([...record.values()].map(entry => [entry.permalink, entry.path]))
  const isRecorded = (holder: Holder): boolean => recordedPaths.get(holder.permalink) === holder.path
  const holders = new Map<string, Holder>()
  const diagnostics: Diagnostic[] = []
  const byClaim = [...standing, ...articles].sort(
    (a, b) => Number(isRecorded(b)) - Number(isRecorded(a)) || (a.path < b.path ? -1 : 1),
  )
  for (const holder of byClaim) {
    const rival = holders.get(fold(holder.permalink))
    if (statics.has(outPathOf(holder.permalink))) diagnostics.push(sameAddress(holder, `static/${outPathOf(holder.permalink)}`))
    else if (rival) diagnostics.push(sameAddress(holder, rival.path))
    else holders.set(fold(holder.permalink), holder)
  }
  const kept = new Set(holders.values())
  const withAliases = claimAliases(
    articles.filter(article => kept.has(article)),
    { holders, diagnostics },
  )
  return { articles: withAliases, standing: standing.filter(page => kept.has(page)), diagnostics }
}

function claimAliases(
  articles: readonly Article[],
  { holders, diagnostics }: { readonly holders: ReadonlyMap<string, Holder>; readonly diagnostics: Diagnostic[] },
): readonly Article[] {
  const claimed = new Map<string, Article>()
  const claim = (alias: SitePath, article: Article): boolean => {
    const rival = holders.get(fold(alias)) ?? holders.get(fold(`${alias}/`)) ?? claimed.get(fold(alias))
    if (rival === article) return false
    if (rival) diagnostics.push({ ...sameAddress(article, rival.path, alias), field: 'aliases' })
    else claimed.set(fold(alias), article)
    return !rival
  }
  return articles.map(article =>
    article.aliases.length === 0 ? article : { ...article, aliases: article.aliases.filter(alias => claim(alias, article)) },
  )
}

function fold(path: string): string {
  return path.normalize('NFC').toLowerCase()
}

function sameAddress(holder: Holder, rival: string, address: string = holder.permalink): Diagnostic {
  return {
    severity: 'error',
    code: 'same-address',
    path: holder.path,
    line: 1,
    column: 1,
    message: `the address ${address} is also that of ${rival}`,
    remedy: 'rename one of the two files, or give this one a slug',
  }
}
