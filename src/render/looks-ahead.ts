import type { OutPath } from '../model/address.ts'
import { standingIn } from '../output/out-folder.ts'
import type { Standing } from '../plan/plan-publish.ts'

// To look at every file in `out/` takes a publish that changes little a tenth of its time, and needs nothing of what it reads and
// settles meanwhile: so a thread looks, and notes what it sees in memory that both have.

/** What a thread is asked to look at. Plain data, and shared memory. */
export interface Looks {
  readonly root: string
  /** Separated by zeros: one text passes between threads at a fraction of the cost of ten thousand. */
  readonly paths: string
  /** Two numbers a file, in the order of the paths: size and time of change; 0 and 0 for what does not stand. */
  readonly seen: Float64Array
  /** How many files were looked at, and whether that is enough. */
  readonly state: Int32Array
}

const COUNT = 0
const OVER = 1

/** Looks, until all is seen or nobody wants to know any more. For the thread. */
export function look({ root, paths, seen, state }: Looks): void {
  const standing = standingIn(root)
  for (const [index, path] of paths.split('\0').entries()) {
    if (Atomics.load(state, OVER) !== 0) return
    const now = standing(path)
    seen[2 * index] = now?.size ?? 0
    seen[2 * index + 1] = now?.mtimeMs ?? 0
    // What was noted before it is visible to who reads it.
    Atomics.store(state, COUNT, index + 1)
  }
}

/** Files that are looked at ahead. Disposing ends that. */
export interface LooksAhead extends Disposable {
  readonly looks: Looks
  /** How a file stands: as the thread saw it, or looked at now where it has not come to it. */
  readonly standing: (path: OutPath) => Standing | undefined
}

/** Prepares looks at files in a folder, for a thread to begin with. */
export function looksAhead(root: string, paths: Iterable<OutPath>): LooksAhead {
  const all = [...paths]
  const standingNow = standingIn(root)
  const places = new Map(all.map((path, index) => [path, index]))
  const seen = new Float64Array(new SharedArrayBuffer(all.length * 16))
  const state = new Int32Array(new SharedArrayBuffer(8))
  return {
    looks: { root, paths: all.join('\0'), seen, state },
    standing: path => {
      const place = places.get(path)
      if (place === undefined || place >= Atomics.load(state, COUNT)) return standingNow(path)
      const [size = 0, mtimeMs = 0] = [seen[2 * place], seen[2 * place + 1]]
      return mtimeMs === 0 ? undefined : { size, mtimeMs }
    },
    [Symbol.dispose]: () => void Atomics.store(state, OVER, 1),
  }
}
