import type { OutPath, SourcePath } from '../model/address.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { Hidden } from './public-text.ts'

/** Where something that is not public was found. */
export interface Trace {
  /** The published file. */
  readonly found: OutPath
  /** The byte of the file, unpacked, at which it begins; undefined where the file's name tells it. */
  readonly offset: number | undefined
  /** The words, as their author wrote them, and their line in the author's file. */
  readonly words: string
  readonly line: number
}

const HIDDEN_WORDS: Readonly<Record<Hidden, string>> = {
  draft: 'of this draft',
  'to come': 'of this story to come',
  waiting: 'of this story, which is held back',
  expired: 'of this story, which expired',
  withdrawn: 'of this story, which is withdrawn',
  'changes to come': 'of a change to come',
  unreadable: 'of this file, which cannot be published as it stands',
}

const REMEDY =
  'publish again, in case out/ is older than the articles; if it stays, take that file out of out/ and report it as SECURITY.md says'

/** What an audit says of a file's words that are public. `traces`: at least one. */
export function leakOf(
  { path, why }: { readonly path: SourcePath; readonly why: Hidden },
  traces: readonly Trace[],
): Diagnostic {
  const [first] = traces
  const place = first?.offset === undefined ? `in the name of ${first?.found}` : `in ${first.found} at byte ${first.offset}`
  const message = `"${first?.words}" ${HIDDEN_WORDS[why]} stands ${place}${others(traces.length - 1)}`
  return leak(path, first?.line ?? 1, message)
}

/** What it says of a file beside the articles that nothing public names, and that stands in `out/` all the same. */
export function fileLeakOf(path: SourcePath, found: OutPath): Diagnostic {
  return leak(path, 1, `no public story names this file, and it stands in ${found}`)
}

function others(count: number): string {
  return count === 0 ? '' : `, and in ${count} more ${count === 1 ? 'file' : 'files'}`
}

function leak(path: SourcePath, line: number, message: string): Diagnostic {
  return { severity: 'error', code: 'leak', path, line, column: 1, message, remedy: REMEDY }
}
