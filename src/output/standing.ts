import { statSync } from 'node:fs'
import type { PlanInputs, Standing } from '../plan/plan-publish.ts'

/** How a file stands in `out/`. */
export function standingIn(root: string): PlanInputs['standing'] {
  // Not `join`, which goes through every letter: there are tens of thousands of files.
  return path => standingAt(`${root}/${path}`)
}

/** How a file stands on disk; undefined when it does not. */
function standingAt(file: string): Standing | undefined {
  const now = statSync(file, { throwIfNoEntry: false })
  return now?.isFile() ? { size: now.size, mtimeMs: now.mtimeMs } : undefined
}

/** How a file stands, in short. */
export function standingMark({ size, mtimeMs }: Standing): string {
  return `${size}-${mtimeMs}`
}

/** How the file stands of which that was said. */
export function markedStanding(mark: string): Standing {
  const [size, mtimeMs] = mark.split('-').map(Number)
  return { size: size ?? 0, mtimeMs: mtimeMs ?? 0 }
}
