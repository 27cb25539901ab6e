import type { Instant } from './model/instant.ts'
import type { Paths } from './store/paths.ts'
import type { RenderPool } from './store/render-pool.ts'

/** What a publish needs. */
export interface PublishRequest {
  readonly paths: Paths
  readonly asOf: Instant
  /** Where else the record is kept or comes from: a file, or an address (`startingRecord`). */
  readonly record: string | undefined
  /** Address of the WebSub hub that the feeds name; undefined when there is none. */
  readonly hub: string | undefined
  readonly pool: RenderPool
  /** Works everything out, and writes nothing. */
  readonly dryRun: boolean
  /** Lets stories go whose files are gone, ids change, and feeds turn over. */
  readonly accept: boolean
  /** What to do about a feed that turns over, unless that is accepted: publish nothing, or all but the stories in question. */
  readonly onTurnover: 'stop' | 'hold'
  readonly onProgress: (progress: { readonly done: number; readonly total: number }) => void
}
