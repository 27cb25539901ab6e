import { existsSync } from 'node:fs'
import { isUnreadable } from '../db/cache-database.ts'
import type { SourcePath } from '../model/address.ts'
import { byPlace, type Diagnostic } from '../model/diagnostic.ts'
import { type Edition, FORMATS, type Upcoming } from '../model/edition.ts'
import type { Instant } from '../model/instant.ts'
import { areUntidy } from '../render/entry-store.ts'
import type { Listing } from '../sources/list-files.ts'
import { faultsOnce } from '../theme/theme-fault.ts'
import { type NewsroomTables, newsroomTables } from './newsroom-tables.ts'
import { standsIn } from './out-stands.ts'
import { marksNow, type PublishInputs } from './publish-inputs.ts'
import type { PublishRequest } from './publish-request.ts'
import type { ResidentNewsroom } from './resident-newsroom.ts'
import { newsroomIn, type OpenCache, openCache } from './stored-newsroom.ts'

/** What a publish came to, in short. */
export interface LastOutcome {
  readonly asOf: Instant
  /** The latest instant that readers had seen: later than `asOf` where the clock was behind the last publish. */
  readonly reached: Instant
  /** When the passing of time will next change something. */
  readonly until: Instant | undefined
  /** When a text that took too long is tried again; undefined where there is none. */
  readonly retryAt?: Instant | undefined
  readonly timezone: string
  readonly stories: number
  readonly states: Edition['states']
  readonly feeds: number
  readonly upcoming: readonly Upcoming[]
  readonly diagnostics: readonly Diagnostic[]
}

/** The last publish, while all that it left in `out/` is as it left it. Disposing closes the cache. */
export interface LastPublish extends Disposable {
  readonly outcome: LastOutcome
  /** How many files there are in `out/`, the manifest and the record aside. To count them takes longer than most that is asked. */
  readonly fileCount: () => number
  /** Files of the newsroom that came, went or changed since. */
  readonly changed: readonly SourcePath[]
  /** Whether something came due since. */
  readonly isDue: boolean
  /** Whether a publish that nobody waits for should tidy its entries. */
  readonly isUntidy: boolean
  /** The newsroom as it was, with the cache, which its owner closes; undefined where `site.yaml` is another. */
  readonly newsroom: (request: PublishRequest) => ResidentNewsroom | undefined
}

interface LookOptions {
  /** The newsroom as it is now; undefined where it cannot be listed. */
  readonly listing: Listing | undefined
  /** Told as soon as files are seen to have changed: to look at all that was published takes as long again. */
  readonly onChanged?: () => void
  /** Whether every published file is as it was left, found out elsewhere; looked at here where that is undefined. */
  readonly stands?: Promise<boolean | undefined> | undefined
}

/** The last publish; undefined where what it left is not as it was, or another publish would not begin where it ended. */
export async function lastPublish(
  asOf: Instant,
  inputs: PublishInputs,
  { listing, onChanged = () => {}, stands }: LookOptions,
): Promise<LastPublish | undefined> {
  // A stage is of a publish that was killed, or of one that runs now.
  if (!listing || existsSync(inputs.paths.stage)) return undefined
  const open = openCache(inputs, marksNow(inputs))
  if (!open) return undefined
  try {
    const tables = newsroomTables(open.cache, { isNew: false, kinds: [], languages: [] })
    const changed = goesOn(open, { asOf, inputs, listing }) ? changedFiles(tables, listing) : undefined
    if (changed && changed.length > 0) onChanged()
    if (changed && ((await stands) ?? standsIn(inputs.paths.out, open.cache)))
      return lookedAt(open, { tables, changed, asOf, paths: inputs.paths })
  } catch (error) {
    if (!isUnreadable(error)) throw error
  }
  open[Symbol.dispose]()
  return undefined
}

/** Whether a publish now begins where the last one ended. */
function goesOn(
  { facts, edition }: OpenCache,
  { asOf, inputs, listing }: { readonly asOf: Instant; readonly inputs: PublishInputs; readonly listing: Listing },
): boolean {
  if (asOf < edition.asOf || (facts.retryAt !== undefined && asOf >= facts.retryAt)) return false
  // What was held is to be asked about, or the other way round.
  if (facts.onTurnover !== inputs.onTurnover && facts.obstacles.length > 0) return false
  return JSON.stringify(facts.listed) === JSON.stringify(listing.diagnostics)
}

/** The files that have another mark than they had, or had none, or have none any more. What had just been saved when it was read is read again. */
function changedFiles(tables: NewsroomTables, { files }: Listing): readonly SourcePath[] {
  const now = new Map(files.map(({ path, mark }) => [path, mark]))
  const changed: SourcePath[] = []
  for (const [path, was] of tables.files) {
    if (!(was.settled && was.mark === now.get(path))) changed.push(path)
    now.delete(path)
  }
  return [...changed, ...now.keys()]
}

function lookedAt(
  open: OpenCache,
  {
    tables: { inOut, faults },
    changed,
    asOf,
    paths,
  }: {
    readonly tables: NewsroomTables
    readonly changed: readonly SourcePath[]
    readonly asOf: Instant
    readonly paths: PublishInputs['paths']
  },
): LastPublish {
  const { facts, edition } = open
  let isOwned = false
  const { until, retryAt, timezone, siteDiagnostics, diagnostics } = facts
  const { reached, states, upcoming, channels } = edition
  return {
    outcome: {
      asOf: edition.asOf,
      reached,
      until,
      ...(retryAt !== undefined && { retryAt }),
      timezone,
      stories: states.released + states.withdrawn,
      states,
      feeds: channels.length * FORMATS.length,
      upcoming,
      diagnostics: [...siteDiagnostics, ...diagnostics, ...faultsOnce([...faults.values()].flat())].sort(byPlace),
    },
    fileCount: () => inOut.size,
    changed,
    isDue: until !== undefined && asOf >= until,
    isUntidy: areUntidy(paths.entries, facts.entryBytes),
    newsroom: request => {
      isOwned = true
      return newsroomIn(open, request)
    },
    [Symbol.dispose]: () => {
      if (!isOwned) open[Symbol.dispose]()
    },
  }
}
