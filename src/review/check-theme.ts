import { pagesOf } from '../edition/pages-of.ts'
import type { ComputedEdition } from '../engine/build.ts'
import { bodySource } from '../engine/page-jobs.ts'
import { livingIn, pastArtifacts } from '../engine/past-artifacts.ts'
import type { Targets } from '../links/targets.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import { goneEntries } from '../model/record.ts'
import type { Theme } from '../model/theme.ts'
import { MAKES_NOTHING, type ShowTask } from '../render/render-task.ts'
import type { ReadNewsroom } from '../sources/read-newsroom.ts'
import { editionStories } from '../stories/edition-stories.ts'
import { faultsOnce } from '../theme/theme-fault.ts'
import { withEverythingOut } from './check-targets.ts'
import type { Inspection } from './inspect-bodies.ts'

/**
 * What a theme does wrong on any page that the newsroom will have, drafts and stories to come among them, each mistake once; or that a file
 * changed since it was read. Every page is made with it, and none is kept.
 */
export async function checkTheme(
  theme: Theme,
  { computed, read, targets, site, pool, onProgress }: ThemeCheck,
): Promise<readonly Diagnostic[] | 'changed'> {
  if (Object.keys(theme.templates).length === 0) return theme.diagnostics
  const tasks = pagesToTry({ computed, read, site })
  const results = await pool.render(
    { ...MAKES_NOTHING, site, targets, theme },
    { tasks, onProgress: done => onProgress({ done, total: tasks.length }) },
  )
  if (results.some(({ kind }) => kind === 'changed')) return 'changed'
  return [...theme.diagnostics, ...faultsOnce(results.flatMap(result => (result.kind === 'shown' ? result.faults : [])))]
}

interface ThemeCheck extends Inspection {
  readonly computed: ComputedEdition
  readonly read: ReadNewsroom
  readonly targets: Targets
}

/** Pages of what is there and to come, and those that stand where a story is no more. */
function pagesToTry({ computed, read, site }: Pick<ThemeCheck, 'computed' | 'read' | 'site'>): readonly (() => ShowTask)[] {
  const edition = withEverythingOut(computed, site)
  const pages = pagesOf(edition, { site, images: read.newsroom.images, stories: editionStories(edition) })
  // Where all is out nothing is gone: what is gone now is tried beside what will stand there. Keys tell what to make again; nothing is kept.
  const past = pastArtifacts({
    edition,
    stories: edition.released,
    record: computed.record,
    goneEntries: goneEntries(computed.record.values()),
    listPages: new Map(),
    living: livingIn(() => [], edition),
    site,
    siteKey: '',
    lookKey: '',
  }).artifacts
  return [
    ...Array.from(
      pages,
      ({ describe, owner }) =>
        (): ShowTask => ({
          kind: 'show',
          page: describe(),
          body: owner && bodySource(owner, read),
          as: 'page',
        }),
    ),
    ...past.flatMap(artifact =>
      artifact.kind === 'page' ? [(): ShowTask => ({ kind: 'show', page: artifact.page(), body: undefined, as: 'page' })] : [],
    ),
  ]
}
