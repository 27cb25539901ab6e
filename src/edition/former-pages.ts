import { type OutPath, type SitePath, sitePathOf } from '../model/address.ts'
import type { StoryList } from '../model/edition.ts'
import type { Instant } from '../model/instant.ts'
import { spanNamed } from './calendar-spans.ts'
import { pathOf } from './list-pages.ts'
import { type Cutting, cutStories, datesOf, partAt } from './list-periods.ts'

/** Pages of lists that were published, by address, each with the address that it leads to, where it is a redirect already. */
export type FormerPages = ReadonlyMap<SitePath, SitePath | undefined>

/** A list's page that is no more, and where its stories are. */
export interface FormerPage {
  readonly from: SitePath
  readonly to: SitePath
  readonly list: StoryList
}

const LIST_PAGE = /^(.*\/)page\/([^/]+)\/$/

/** The address of a file in `out/`, if it is that of an older page of a list. */
export function listPageAt(path: OutPath): SitePath | undefined {
  // Of tens of thousands of files few are, and a comparison is cheaper than an expression.
  if (!path.includes('page/') || !path.endsWith('/index.html')) return undefined
  const address = sitePathOf(path)
  return LIST_PAGE.test(address) ? address : undefined
}

/** The pages of lists that were published and are no more, of all lists that there still are. */
export function formerPages(
  published: FormerPages,
  { lists, cutting }: { readonly lists: readonly StoryList[]; readonly cutting: Cutting },
): readonly FormerPage[] {
  const byList = Map.groupBy(published, ([address]) => LIST_PAGE.exec(address)?.[1])
  return lists.flatMap(list => {
    const its = byList.get(list.path)
    return its ? formerPagesOf(list, its, cutting) : []
  })
}

function formerPagesOf(
  list: StoryList,
  published: readonly (readonly [SitePath, SitePath | undefined])[],
  cutting: Cutting,
): readonly FormerPage[] {
  const dates = datesOf(list.stories)
  const { older } = cutStories(list.stories, cutting)
  const living = new Set([list.path, ...older.map(part => pathOf(list, part))])
  const oldest = older.at(-1)
  /** The page of the newest story that is older than an instant; where none is, the oldest page. */
  const pageBefore = (end: Instant): SitePath => {
    const at = dates.before(end)
    const part = at === undefined ? oldest : partAt(at, { dates, cutting })
    const address = part && pathOf(list, part)
    return address !== undefined && living.has(address) ? address : list.path
  }
  const leadTo = (name: string, before: SitePath | undefined): SitePath => {
    // The number of a run is not part of a minute's name.
    const span = spanNamed(name.replace(/(\.\d{4})-\d+$/, '$1'), cutting.timezone)
    // A list of tens of thousands had pages whose numbers look like years.
    const isNumber = Number(name) * cutting.pageSize <= list.stories.length
    if (span && !(isNumber && dates.count(span) === 0)) return pageBefore(span.to)
    // A numbered page leads where it led first, as far as that is there: what comes later changes no redirect of the past.
    if (before !== undefined && living.has(before)) return before
    const [, , led] = LIST_PAGE.exec(before ?? '') ?? []
    return before?.startsWith(list.path) && led !== undefined && led !== name
      ? leadTo(led, undefined)
      : pageOfNumber(Number(name))
  }
  /** Before pages were cut by the calendar, they were full and numbered from the oldest. */
  const pageOfNumber = (number: number): SitePath => {
    const first = list.stories[list.stories.length - number * cutting.pageSize]
    return first ? pageBefore(first.date.at + 1) : list.path
  }
  return published
    .filter(([from]) => !living.has(from))
    .map(([from, before]) => ({ from, to: leadTo(LIST_PAGE.exec(from)?.[2] ?? '', before), list }))
}
