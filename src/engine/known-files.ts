import type { OutPath } from '../model/address.ts'
import { EntriesMap, type MutableMap } from '../model/maps.ts'
import { markedStanding, standingMark } from '../output/standing.ts'
import type { Known } from '../plan/plan-publish.ts'
import type { Remembered } from './made-artifact.ts'

/** What is known of files in `out/`, in two maps: how each was made, which is known before it is in place, and how it was left there. */
export class KnownFiles extends EntriesMap<OutPath, Known> implements MutableMap<OutPath, Known> {
  readonly #made: MutableMap<OutPath, Remembered>
  /** As `standingMark` says. Of some files nothing else is known. */
  readonly #inOut: MutableMap<OutPath, string>

  constructor({
    made,
    inOut,
  }: { readonly made: MutableMap<OutPath, Remembered>; readonly inOut: MutableMap<OutPath, string> }) {
    super()
    this.#made = made
    this.#inOut = inOut
  }

  override get size(): number {
    return this.#made.size
  }

  override get(path: OutPath): Known | undefined {
    const made = this.#made.get(path)
    const mark = made && this.#inOut.get(path)
    return made && mark !== undefined ? { ...made, ...markedStanding(mark) } : undefined
  }

  set(path: OutPath, { size, mtimeMs, ...made }: Known): void {
    this.#made.set(path, made)
    this.#inOut.set(path, standingMark({ size, mtimeMs }))
  }

  delete(path: OutPath): void {
    this.#made.delete(path)
    this.#inOut.delete(path)
  }

  override *entries(): Generator<[OutPath, Known], undefined, unknown> {
    const marks = new Map(this.#inOut)
    for (const [path, made] of this.#made) {
      const mark = marks.get(path)
      if (mark !== undefined) yield [path, { ...made, ...markedStanding(mark) }]
    }
  }
}
