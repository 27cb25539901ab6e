import type { RenderResult, RenderTask, Slowness } from './render-task.ts'

/** How the rendering of a body was ended, and how long it may take at most. */
interface TooSlow {
  readonly slowness: Slowness
  readonly reason: 'crash' | 'deadline'
  readonly deadlineMs: number
  readonly ranMs: number
}

/** The result of a task that was not rendered in time, or needed too much memory. */
export function tooSlow(task: RenderTask, how: TooSlow): RenderResult {
  const body = task.kind === 'page' || task.kind === 'inspect' || task.kind === 'show' ? task.body : undefined
  const severity = how.slowness === 'set-aside' ? 'warning' : 'error'
  const at = { path: body?.path ?? '', line: body?.bodyLine ?? 1, column: 1 }
  return {
    kind: 'failed',
    slowness: how.slowness,
    diagnostics: [{ severity, code: 'too-slow', ...at, message: messageOf(how), remedy: PLAINER }],
  }
}

const PLAINER = 'look for very long lines, deep nesting or a huge table, and make it plainer'

// Whoever was ended so shortly before the end of its time had all of it.
const NEARLY = 0.9

function messageOf({ slowness, reason, deadlineMs, ranMs }: TooSlow): string {
  const seconds = `${deadlineMs / 1000} seconds`
  if (reason === 'crash') return 'the text needs more memory than there is to turn into a page'
  if (slowness === 'set-aside')
    return `the text takes long to turn into a page: everything else is published first, then Courant tries this one for up to ${seconds}`
  const hadAll = slowness === 'tried' && ranMs > NEARLY * deadlineMs
  return hadAll
    ? `the text takes longer than ${seconds} to turn into a page`
    : `no time was left to turn the text into a page: all texts that take long share ${seconds} of a publish`
}
