import { GENERATOR } from './feed/generator.ts'
import { artifactKey } from './plan/artifact-key.ts'
import type { PublishRequest } from './publish-request.ts'
import type { StandstillContext } from './store/standstill.ts'

/** What a publish follows from beside the newsroom's files. */
export function standstillContext({ paths, hub, record, onTurnover }: PublishRequest): StandstillContext {
  const recordFile = record === undefined || isAddress(record) ? undefined : record
  return { paths, recordFile, key: artifactKey(GENERATOR, hub, record, onTurnover) }
}

/** Whether a record is named by an address, not by a file. */
export function isAddress(record: string): boolean {
  return /^https?:\/\//.test(record)
}
