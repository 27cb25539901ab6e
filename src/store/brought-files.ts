import type { Build } from '../build.ts'
import type { OutPath, SourcePath } from '../model/address.ts'
import type { FileArtifact } from '../model/artifact.ts'
import type { Link, Plan } from '../plan/plan-publish.ts'
import type { MadeArtifact } from './made-artifact.ts'
import type { Lead } from './targets.ts'

/** The files that published stories refer to: main images, and what bodies link to and show. */
export function broughtFiles({
  plan,
  pages,
  leads,
  built,
}: {
  readonly plan: Plan
  readonly pages: readonly MadeArtifact[]
  readonly leads: (from: SourcePath, target: string) => Lead
  readonly built: Build
}): readonly FileArtifact[] {
  const files = new Map<OutPath, FileArtifact>()
  const taken = new Set(built.artifacts.map(({ path }) => path))
  const bring = (source: SourcePath, mark: string): void => {
    if (!taken.has(source)) files.set(source, { kind: 'file', path: source, source, key: mark })
  }
  const links = new Map<OutPath, readonly Link[]>(pages.map(page => [page.artifact.path, page.links]))
  for (const artifact of built.artifacts) {
    if (artifact.kind !== 'page' || !artifact.source) continue
    const from = artifact.source.path
    for (const { target } of links.get(artifact.path) ?? plan.keep.get(artifact.path)?.links ?? []) {
      const lead = leads(from, target)
      if (lead.brings !== undefined) bring(lead.brings, lead.mark)
    }
    for (const path of artifact.files) bring(path.slice(1), leads('', path).mark)
  }
  return [...files.values()].sort((a, b) => (a.path < b.path ? -1 : 1))
}
