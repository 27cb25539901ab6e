import { readdirSync, readFileSync } from 'node:fs'

/** A process that another started: its number, its program, and its state (`Z`: it ended, and nobody waited for it). */
export interface ChildOf {
  readonly pid: number
  readonly program: string
  readonly state: string
}

/** The processes that a process started and that are on the system's list still. Linux alone tells them. */
export function childrenOf(pid: number): readonly ChildOf[] {
  const tasks = readdirSync(`/proc/${pid}/task`)
  const children = tasks.flatMap(task => readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' ').filter(Boolean))
  return children.flatMap(child => {
    try {
      const [, program = '', state = ''] = /\((.*)\) (\S)/.exec(readFileSync(`/proc/${child}/stat`, 'utf8')) ?? []
      return [{ pid: Number(child), program, state }]
    } catch {
      // It ended, and somebody waited for it.
      return []
    }
  })
}
