import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { OutPath } from '../model/address.ts'
import type { PageArtifact } from '../model/artifact.ts'
import type { Instant } from '../model/instant.ts'
import { Scratch } from '../platform/scratch.ts'
import { GoodWriter } from '../state/last-good.ts'
import { sourcesIn } from '../state/version-one.ts'
import type { MadeArtifact } from './made-artifact.ts'

/** Pages of stories that will be due, rendered ahead of their time and kept in a private folder. Disposing removes them. */
export class MadeAhead implements Disposable {
  readonly due: Instant
  readonly #pages = new Map<OutPath, MadeArtifact>()
  readonly #good: readonly string[]
  readonly #folder: Disposable

  /** `good`: files with the sources of the pages. `folder`: removes the folder of all of these files. */
  constructor(
    due: Instant,
    {
      made,
      good,
      folder,
    }: { readonly made: readonly MadeArtifact[]; readonly good: readonly string[]; readonly folder: Disposable },
  ) {
    this.due = due
    this.#good = good
    this.#folder = folder
    for (const page of made) if (page.artifact.kind === 'page') this.#pages.set(page.artifact.path, page)
  }

  /** A page that was made of the very same inputs, and is not in place yet. */
  pageOf({ path, key }: PageArtifact): MadeArtifact | undefined {
    const page = this.#pages.get(path)
    const staged = page?.made.staged
    return page?.artifact.key === key && staged !== undefined && existsSync(staged) ? page : undefined
  }

  /** Files with the sources of some of the pages, as `rememberGood` reads them. What else was rendered may be another version by now. */
  goodOf(pages: readonly MadeArtifact[], stage: string): string[] {
    if (pages.length === 0) return []
    const used = new Set(pages.map(({ artifact }) => (artifact.kind === 'page' ? artifact.source?.path : undefined)))
    const part = join(stage, 'good-ahead')
    using writer = new GoodWriter(part, new Scratch())
    for (const file of this.#good)
      for (const { path, source } of sourcesIn(file)) if (used.has(path)) writer.add(path, Buffer.from(source))
    return [part]
  }

  [Symbol.dispose](): void {
    this.#folder[Symbol.dispose]()
  }
}
