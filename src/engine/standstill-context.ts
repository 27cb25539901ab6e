import { GENERATOR } from '../feed/generator.ts'
import type { Theme } from '../model/theme.ts'
import { isAddress } from '../output/starting-record.ts'
import { artifactKey } from '../plan/artifact-key.ts'
import type { Paths } from '../state/paths.ts'
import { CACHE_VERSION } from './cache-file.ts'
import type { StandstillContext } from './standstill.ts'

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

/** The same, in short, with the version of Courant and of its cache: what another one left was never looked at by this one. */
export function standstillContext({ paths, hub, record, theme, onTurnover }: PublishInputs): StandstillContext {
  const recordFile = record === undefined || isAddress(record) ? undefined : record
  return { paths, recordFile, key: artifactKey(GENERATOR, CACHE_VERSION, hub, record, onTurnover, theme?.version) }
}
