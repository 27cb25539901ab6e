import type { WholeReason } from '../model/explanation.ts'
import type { Instant } from '../model/instant.ts'
import type { Fence } from '../output/fence.ts'
import type { Placed } from '../output/out-folder.ts'
import type { Interruptions, RenderPool } from '../render/render-pool.ts'
import type { Listing } from '../sources/list-files.ts'
import type { ArtifactKind } from './artifact-kinds.ts'
import type { MadeAhead } from './made-ahead.ts'
import type { PublishInputs } from './publish-inputs.ts'
import type { ResidentNewsroom } from './resident-newsroom.ts'

/** What a process keeps of its publishes. */
export interface ResidentMemory {
  /** The newsroom as it was last published, while `out/` is as that left it. */
  newsroom?: ResidentNewsroom
  /** Marks of the record and the manifest: another publisher would change them. */
  marks?: string
}

/** What a publish needs. */
export interface PublishRequest extends PublishInputs, Interruptions {
  readonly asOf: Instant
  /** By which this process publishes, where several may; undefined where there is but one. */
  readonly fence?: Fence | undefined
  /** Whether `asOf` is what the clock says, which may be behind the last publish: then time alone takes nothing from readers. */
  readonly byClock?: boolean
  /** Whether what is put in place shows a time to come, or from now on does not; undefined leaves that to `byClock`. */
  readonly preview?: boolean | undefined
  /** Takes the clock for right where it is behind the last publish: the record has no instant after `asOf` then. */
  readonly acceptClock?: boolean
  readonly pool: RenderPool
  /**
   * Whether bodies that may take long are tried: `later` leaves them to another publish, which `retryAt` asks for, so that nothing else waits
   * for them. `now` when absent.
   */
  readonly slow?: 'now' | 'later'
  /** The newsroom's files, for who has just listed them. */
  readonly listing?: Listing | undefined
  /** For a process that makes several publishes; without, what they remember is read from disk each time. */
  readonly memory?: ResidentMemory
  /** What was rendered ahead of its time. */
  readonly ahead?: MadeAhead | undefined
  /** The kinds of artifacts that read stories; `ARTIFACT_KINDS` when absent. */
  readonly kinds?: readonly ArtifactKind[]
  /** Works everything out, and writes nothing. */
  readonly dryRun: boolean
  /** Lets stories go whose files are gone, ids change, and feeds turn over. */
  readonly accept: boolean
  /** Whether the result says of each file that was made why. */
  readonly explain?: boolean
  /** Why the whole is published, where a change alone might have been. */
  readonly whole?: WholeReason | undefined
  /** Told of each document of an edit that is staged, while others are being written: who serves it can make it ready. */
  readonly onStaged?: (files: readonly Placed[]) => void
  /** Told when nothing is remembered of an earlier publish: everything is about to be made. */
  readonly onAnew?: () => void
  /** Told when everything is made, before anything is put in place: the threads have nothing more to do. */
  readonly onMade?: () => void
  /** Told as soon as what was published stands in `out/`; caches are written after it. */
  readonly onPlaced?: () => void
  readonly onProgress: (progress: { readonly done: number; readonly total: number }) => void
}
