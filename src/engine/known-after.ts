import { randomBytes } from 'node:crypto'
import type { OutPath } from '../model/address.ts'
import type { Artifact } from '../model/artifact.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { standingIn } from '../output/standing.ts'
import { withoutLook } from '../plan/artifact-key.ts'
import type { Known } from '../plan/plan-publish.ts'
import { tidyEntries } from '../render/entry-store.ts'
import type { Paths } from '../state/paths.ts'
import type { Prepared } from './prepare-publish.ts'

/** What is remembered of files once they are in place. */
export function knownAfter(
  { made, keep }: Pick<Prepared, 'made' | 'keep'>,
  standing: ReturnType<typeof standingIn>,
): Map<OutPath, Known> {
  const known = new Map(keep)
  for (const { artifact, made: file, links, diagnostics, entry } of made) {
    const now = standing(artifact.path)
    if (now)
      known.set(artifact.path, {
        key: keyAfter(artifact, diagnostics),
        sha256: file.sha256,
        ...now,
        links,
        diagnostics,
        ...(entry && { entry }),
      })
  }
  return known
}

/** A page of which a template was too slow is tried again: it may have been the machine. What it says is known all the same. */
function keyAfter({ key }: Artifact, diagnostics: readonly Diagnostic[]): string {
  return diagnostics.some(({ code }) => code === 'slow-theme') ? withoutLook(key) : key
}

/** Packs of entries that nothing remembers are removed; what is remembered may move into a new one. */
export function tidied(known: Map<OutPath, Known>, { entries }: Paths): Map<OutPath, Known> {
  const live = [...known.values()].flatMap(({ entry }) => entry ?? [])
  const place = tidyEntries(entries, { live, tidy: randomBytes(9).toString('hex') })
  for (const [path, one] of known) {
    const entry = one.entry && place(one.entry)
    if (entry !== one.entry) known.set(path, { ...one, ...(entry && { entry }) })
  }
  return known
}
