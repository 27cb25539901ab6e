import { GENERATOR } from './feed/generator.ts'
import { artifactKey } from './plan/artifact-key.ts'
import type { PublishRequest } from './publish-request.ts'
import type { StandstillContext } from './store/standstill.ts'
import { isAddress } from './store/starting-record.ts'

/** What a publish follows from beside the newsroom's files. */
export function standstillContext({
  paths,
  hub,
  record,
  theme,
  onTurnover,
}: Pick<PublishRequest, 'paths' | 'hub' | 'record' | 'theme' | 'onTurnover'>): StandstillContext {
  const recordFile = record === undefined || isAddress(record) ? undefined : record
  return { paths, recordFile, key: artifactKey(GENERATOR, hub, record, onTurnover, theme?.version) }
}
