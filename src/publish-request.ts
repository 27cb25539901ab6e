import type { Build } from './build.ts'
import type { Entries } from './describe-feeds.ts'
import type { Diagnostic } from './model/diagnostic.ts'
import type { Instant } from './model/instant.ts'
import type { PublishMemory } from './store/cache-file.ts'
import type { OutFolder } from './store/out-folder.ts'
import type { Paths } from './store/paths.ts'
import type { ReadNewsroom } from './store/read-newsroom.ts'
import type { RenderPool } from './store/render-pool.ts'
import type { Targets } from './store/targets.ts'

/** What a process keeps of its publishes. */
export interface ResidentMemory {
  kept?: PublishMemory
  /** The last publish whole, while `out/` is as it left it. */
  last?: LastPublish
}

/** A publish, as an edit may build on it. */
export interface LastPublish {
  readonly built: Build
  readonly read: ReadNewsroom
  readonly out: OutFolder
  readonly entries: Entries
  /** What addresses in bodies lead to. */
  readonly targets: Targets
  readonly diagnostics: readonly Diagnostic[]
  /** Marks of the record and the manifest: another publisher would change them. */
  readonly marks: string
}

/** What a publish needs. */
export interface PublishRequest {
  readonly paths: Paths
  readonly asOf: Instant
  /** Where else the record is kept or comes from: a file, or an address (`startingRecord`). */
  readonly record: string | undefined
  /** Address of the WebSub hub that the feeds name; undefined when there is none. */
  readonly hub: string | undefined
  readonly pool: RenderPool
  /** For a process that makes several publishes; without, what they remember is read from disk each time. */
  readonly memory?: ResidentMemory
  /** Works everything out, and writes nothing. */
  readonly dryRun: boolean
  /** Lets stories go whose files are gone, ids change, and feeds turn over. */
  readonly accept: boolean
  /** What to do about a feed that turns over, unless that is accepted: publish nothing, or all but the stories in question. */
  readonly onTurnover: 'stop' | 'hold'
  readonly onProgress: (progress: { readonly done: number; readonly total: number }) => void
}
