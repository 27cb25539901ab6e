import { textIfThere } from '../platform/if-there.ts'

/** How long npm may be gone before it is noticed. */
const LOOK_MS = 1000

// Read as early as this file is loaded: whoever looks later may have been handed to another parent already.
const startedBy = starters()

/**
 * Calls `onGone` once when npm started this process and has ended. npm hands SIGINT and SIGTERM on, but dies of SIGHUP and SIGKILL without
 * a word: its command would keep the port and the newsroom with nobody left to stop it. Looking keeps no process alive.
 */
export function onceNpmIsGone(onGone: () => void): void {
  if (process.env.npm_lifecycle_event === undefined) return
  const looking = setInterval(() => {
    if (starters() === startedBy) return
    clearInterval(looking)
    onGone()
  }, LOOK_MS).unref()
}

/** The process that started this one. Where that is a shell which npm put between (`sh -c`), npm too, if the system shows it. */
function starters(): string {
  const { ppid } = process
  const isShell = textIfThere(`/proc/${ppid}/cmdline`)?.split('\0')[1] === '-c'
  return isShell ? `${ppid} ${parentOf(ppid)}` : `${ppid}`
}

/** A process's parent, as Linux shows it: the second field behind the name, which may hold anything. */
function parentOf(pid: number): string | undefined {
  return textIfThere(`/proc/${pid}/stat`)
    ?.replace(/^.*\) /s, '')
    .split(' ')[1]
}
