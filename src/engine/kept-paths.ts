import { isAmong, type OutPath, outPathOf, type SourcePath } from '../model/address.ts'
import type { OutFolder } from '../output/out-folder.ts'
import type { Known } from '../plan/plan-publish.ts'
import { isFault } from '../theme/theme-fault.ts'
import { heldBack } from './held-back.ts'
import type { Prepared } from './prepare-publish.ts'

/** Files of an earlier publish that stay though they are no part of this one. */
export function keptPaths({ built, read, made, keep }: Prepared, out: OutFolder): ReadonlySet<OutPath> {
  return new Set([
    ...heldBack(read, { record: built.record, lang: built.site.lang }),
    ...built.missing.map(({ permalink }) => outPathOf(permalink)),
    ...publishedFrom(read.newsroom.unseen, out),
    ...stylesInUse([...made, ...keep.values()], out),
  ])
}

/** What stands in `out/` from where nobody can look now, beside pages and static files alike. */
function publishedFrom(unseen: ReadonlySet<SourcePath>, { manifest }: OutFolder): readonly OutPath[] {
  if (unseen.size === 0) return []
  return [...(manifest?.keys() ?? [])].filter(path => isAmong(path, unseen) || isAmong(`static/${path}`, unseen))
}

/** Pages that stand because the theme fails are shown in the style that they were made with. */
function stylesInUse(files: readonly Pick<Known, 'diagnostics'>[], { manifest }: OutFolder): readonly OutPath[] {
  if (!files.some(({ diagnostics }) => diagnostics.some(isFault))) return []
  return [...(manifest?.keys() ?? [])].filter(path => path.startsWith(STYLE_PREFIX))
}

const STYLE_PREFIX = 'assets/style.'
