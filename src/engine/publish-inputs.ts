import { CACHE_VERSION } from '../db/cache-database.ts'
import { GENERATOR } from '../feed/generator.ts'
import type { Theme } from '../model/theme.ts'
import { marksOf } from '../output/out-folder.ts'
import { isAddress } from '../output/starting-record.ts'
import { artifactKey } from '../plan/artifact-key.ts'
import { markAt } from '../sources/list-files.ts'
import type { Paths } from '../state/paths.ts'

/** What a publish follows from beside the newsroom's files. */
export interface PublishInputs {
  readonly paths: Paths
  /** Where else the record is kept or comes from: a file, or an address (`startingRecord`). */
  readonly record: string | undefined
  /** The WebSub hub that the feeds name: its address, or `OWN_HUB`; undefined when there is none. */
  readonly hub: string | undefined
  /** The operator's templates as they stand (`readTheme`). */
  readonly theme: Theme | undefined
  /** What to do about a feed that turns over, unless that is accepted: publish nothing, or all but the stories in question. */
  readonly onTurnover: 'stop' | 'hold'
}

/** A file outside `out/` that the record is kept in. */
function recordFileOf({ record }: Pick<PublishInputs, 'record'>): string | undefined {
  return record === undefined || isAddress(record) ? undefined : record
}

/**
 * Marks of what another publisher, a pull of the record's file, another theme, another version of Courant or a move of the newsroom would change. While they
 * are the same, what the last publish remembered holds.
 */
export function marksNow(inputs: PublishInputs): string {
  const { paths, hub, record, theme } = inputs
  const file = recordFileOf(inputs)
  const kept = file === undefined ? undefined : markAt(file)
  // What was remembered names the files of the newsroom by where they stood.
  return `${marksOf(paths.out)} ${kept} ${artifactKey(GENERATOR, CACHE_VERSION, hub, record, theme?.version, paths.articles)}`
}
