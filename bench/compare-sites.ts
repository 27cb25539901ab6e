import { join } from 'node:path'
import { COUNTED, type Counted, countSite, type SiteCounts } from './count-site.ts'
import type { Newsroom } from './lay-out.ts'

// What no peer has, archives of feeds and the channel of changes, which is empty here; and the page of all feeds, whose head names them all.
const OURS_ALONE = /\/archive\/\d{4}-|\/(?:changes|feeds)\//

/** One kind of thing, and how many of it each site has. */
export interface Comparison {
  readonly what: Counted
  readonly ours: number
  readonly theirs: number
}

/** Counts what stands on two sites. Archives of feeds are left out. */
export function compareSites({ contenders }: Newsroom): ReadonlyMap<string, readonly Comparison[]> {
  const [first, ...peers] = contenders.map(({ publisher, dir }) => ({
    name: publisher.name,
    counts: countSite(join(dir, publisher.out), OURS_ALONE),
  }))
  if (first === undefined) return new Map()
  return new Map(peers.map(({ name, counts }) => [name, compareCounts(first.counts, counts)]))
}

/** Side by side, in the order of the counts. */
export function compareCounts(ours: SiteCounts, theirs: SiteCounts): readonly Comparison[] {
  return COUNTED.map(what => ({ what, ours: ours.get(what) ?? 0, theirs: theirs.get(what) ?? 0 }))
}

// Of stories of one instant each publisher takes others for the last places of a full feed, with more or fewer links in them.
const TIES = 0.003

/** What the other site lacks: whoever does less than the whole work cannot be compared. */
export function lacking(comparisons: readonly Comparison[]): readonly Comparison[] {
  return comparisons.filter(({ ours, theirs }) => theirs < ours * (1 - TIES))
}
