import type { OutPath } from '../model/address.ts'
import { type Artifact, rankOf } from '../model/artifact.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { Placed } from '../output/out-folder.ts'
import type { Known } from '../plan/plan-publish.ts'
import type { StoredEntry } from '../plan/stored-entry.ts'
import type { Entries } from './describe-feeds.ts'
import { type MadeArtifact, type Remembered, rememberedOf } from './made-artifact.ts'

/** Gets every artifact of a publish, made or kept, with what is to be remembered of its file. */
export type OnFile = (artifact: Artifact, file: Remembered) => void

/** The files of a publish of the whole. Of each so much is kept as it takes to put it in place: there may be a million. */
export class StagedFiles {
  readonly #byRank: Placed[][] = []
  readonly #kept: Placed[] = []
  readonly #keep = new Map<OutPath, Known>()
  readonly #entries = new Map<OutPath, StoredEntry>()
  readonly #written: OutPath[][] = []
  readonly #diagnostics: Diagnostic[] = []
  readonly #onFile: OnFile | undefined
  readonly #artifacts: MadeArtifact[] | undefined

  constructor({ onFile, keepsArtifacts }: { readonly onFile: OnFile | undefined; readonly keepsArtifacts: boolean }) {
    this.#onFile = onFile
    this.#artifacts = keepsArtifacts ? [] : undefined
  }

  /** Those that stay as they are, with what is known of them. */
  get keep(): ReadonlyMap<OutPath, Known> {
    return this.#keep
  }

  /** The entry of every story: rendered now, or remembered with its page. */
  get entries(): Entries {
    return this.#entries
  }

  /** What is wrong with what was made or kept. */
  get diagnostics(): readonly Diagnostic[] {
    return this.#diagnostics
  }

  /** All that was made, in the order in which to put it in place; none where nobody asked for it. */
  get artifacts(): readonly MadeArtifact[] {
    return (this.#artifacts ?? []).toSorted((a, b) => rankOf(a.artifact) - rankOf(b.artifact))
  }

  /** What was made, in the order in which to put it in place. */
  get made(): readonly Placed[] {
    return this.#byRank.flat()
  }

  /** The files whose bytes changed, in that order. */
  get written(): readonly OutPath[] {
    return this.#written.flat()
  }

  /** All of them, with how each answers. */
  get placed(): readonly Placed[] {
    return [...this.made, ...this.#kept]
  }

  addMade(one: MadeArtifact): void {
    const { artifact, made, diagnostics, entry } = one
    const { path, answer } = artifact
    const { sha256, size, staged } = made
    const rank = rankOf(artifact)
    this.#byRank[rank] ??= []
    this.#byRank[rank].push({ path, sha256, size, staged, ...(answer && { answer }) })
    this.#written[rank] ??= []
    if (made.differs) this.#written[rank].push(path)
    this.#note(path, { diagnostics, entry })
    this.#artifacts?.push(one)
    this.#onFile?.(artifact, rememberedOf(one))
  }

  /** A file that stays as it is. */
  addKept(artifact: Artifact, known: Known): void {
    const { path, answer } = artifact
    const { sha256, size, diagnostics, entry } = known
    this.#kept.push({ path, sha256, size, staged: undefined, ...(answer && { answer }) })
    this.#keep.set(path, known)
    this.#note(path, { diagnostics, entry })
    this.#onFile?.(artifact, known)
  }

  #note(path: OutPath, { diagnostics, entry }: Pick<Known, 'diagnostics'> & { readonly entry: StoredEntry | undefined }): void {
    for (const diagnostic of diagnostics) this.#diagnostics.push(diagnostic)
    if (entry) this.#entries.set(path, entry)
  }
}
