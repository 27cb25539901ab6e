import { readdirSync, readFileSync } from 'node:fs'

/** What a process and all that descend from it hold and have used. */
export interface TreeUse {
  /** Resident sets, added up: what processes share is counted for each. */
  readonly rssBytes: number
  /** Processor time, user and system, of those that live and of those they have waited for. */
  readonly cpuMs: number
}

const PAGE_BYTES = 4096
const TICK_MS = 10

/** Looks at a process and its descendants; undefined where there is no /proc, or no such process any more. */
export function readTree(pid: number): TreeUse | undefined {
  const own = readProcess(pid)
  if (own === undefined) return undefined
  return childrenOf(pid)
    .map(readTree)
    .filter(child => child !== undefined)
    .reduce((sum, child) => ({ rssBytes: sum.rssBytes + child.rssBytes, cpuMs: sum.cpuMs + child.cpuMs }), own)
}

/** The processes that any of a process's threads has started and that still live. */
export function childrenOf(pid: number): readonly number[] {
  try {
    const threads = readdirSync(`/proc/${pid}/task`)
    return threads.flatMap(tid =>
      readFileSync(`/proc/${pid}/task/${tid}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
    )
  } catch {
    return []
  }
}

// proc(5): the second figure of statm is the resident set in pages; fields 14 to 17 of stat count ticks, 100 a second on Linux.
function readProcess(pid: number): TreeUse | undefined {
  try {
    const pages = Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1])
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const ticks = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .slice(11, 15)
    return { rssBytes: pages * PAGE_BYTES, cpuMs: ticks.reduce((sum, figure) => sum + Number(figure), 0) * TICK_MS }
  } catch {
    return undefined
  }
}
