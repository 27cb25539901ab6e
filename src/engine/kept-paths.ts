import { isAmong, type OutPath, outPathOf, type SourcePath } from '../model/address.ts'
import type { OutFolder } from '../output/out-folder.ts'
import type { ReadNewsroom } from '../sources/read-newsroom.ts'
import { isFault } from '../theme/theme-fault.ts'
import type { Build } from './build.ts'
import { heldBack } from './held-back.ts'
import type { Prepared } from './prepare-publish.ts'

/** Files of an earlier publish that stay though they are no part of this one. */
export function keptPaths({ built, read, files }: Prepared, out: OutFolder): ReadonlySet<OutPath> {
  return new Set([...unreadablePaths({ ...built, read }, out), ...stylesInUse(files, out)])
}

/** Of these, the files of stories and pages that are gone, cannot be read, or cannot be seen now. */
export function unreadablePaths(
  { site, record, missing, read }: Pick<Build, 'site' | 'record' | 'missing'> & { readonly read: ReadNewsroom },
  out: Pick<OutFolder, 'manifest'>,
): readonly OutPath[] {
  return [
    ...heldBack(read, { record, lang: site.lang }),
    ...missing.map(({ permalink }) => outPathOf(permalink)),
    ...publishedFrom(read.newsroom.unseen, out),
  ]
}

/** What stands in `out/` from where nobody can look now, beside pages and static files alike. */
function publishedFrom(unseen: ReadonlySet<SourcePath>, { manifest }: Pick<OutFolder, 'manifest'>): readonly OutPath[] {
  if (unseen.size === 0) return []
  return [...(manifest?.keys() ?? [])].filter(path => isAmong(path, unseen) || isAmong(`static/${path}`, unseen))
}

/** Pages that stand because the theme fails are shown in the style that they were made with. */
function stylesInUse({ diagnostics }: Prepared['files'], { manifest }: OutFolder): readonly OutPath[] {
  if (!diagnostics.some(isFault)) return []
  return [...(manifest?.keys() ?? [])].filter(path => path.startsWith(STYLE_PREFIX))
}

const STYLE_PREFIX = 'assets/style.'
