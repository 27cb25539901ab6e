import { styleText } from 'node:util'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { Instant } from '../model/instant.ts'
import { REASONS } from '../model/reasons.ts'
import { shownPath } from '../state/paths.ts'
import { oneLine, visible, type Write } from './print.ts'

/** Where a command speaks to people: standard error, so that standard output stays for machines. */
export interface Terminal {
  readonly say: (line: string) => void
  /** Mistakes, at their places, with their remedies and, where wanted, why they matter. */
  readonly complain: (diagnostics: readonly Diagnostic[], root: string, also?: { readonly reasons: boolean }) => void
  /** Shows how far long work is; on a terminal only. */
  readonly progress: (progress: { readonly done: number; readonly total: number }) => void
}

// A bar that is gone before one has read it is noise.
const WORTH_A_BAR = 200
const BAR_WIDTH = 30
const REDRAW_EVERY_MS = 80

/**
 * The terminal of this process. Colours and the bar only where a terminal looks on (NO_COLOR is heeded). `write` writes lines: all of
 * them, unless it is `writeBounded`.
 */
export function terminal(
  stream: NodeJS.WriteStream = process.stderr,
  write: Write = (stream, text) => void stream.write(text),
): Terminal {
  let drawnAtMs = 0
  let drawn = false
  const clear = (): void => {
    if (drawn) stream.write('\r\u001B[2K')
    drawn = false
  }
  return {
    say: line => {
      clear()
      write(stream, `${visible(line)}\n`)
    },
    complain: (diagnostics, root, { reasons } = { reasons: false }) => {
      clear()
      for (const diagnostic of diagnostics) {
        write(stream, `${formatDiagnostic(diagnostic, { root, stream })}\n`)
        if (reasons) write(stream, `  ${styleText('dim', `why: ${REASONS[diagnostic.code]}`, { stream })}\n`)
      }
    },
    progress: ({ done, total }) => {
      if (!stream.isTTY || total < WORTH_A_BAR) return
      if (done === total) return clear()
      const nowMs = performance.now()
      if (nowMs - drawnAtMs < REDRAW_EVERY_MS) return
      drawnAtMs = nowMs
      drawn = true
      const filled = Math.round((done / total) * BAR_WIDTH)
      stream.write(`\r${'█'.repeat(filled)}${'░'.repeat(BAR_WIDTH - filled)} ${done}/${total}`)
    },
  }
}

/**
 * A mistake as people read it: file:line:column, field, what is wrong; below it, how to mend it. `stream` decides about
 * colours.
 */
function formatDiagnostic(
  { severity, path, line, column, field, message, remedy }: Diagnostic,
  { root, stream }: { readonly root: string; readonly stream: NodeJS.WritableStream },
): string {
  const paint = (style: Parameters<typeof styleText>[0], text: string): string => styleText(style, text, { stream })
  const place = paint('bold', `${oneLine(shownPath(root, path))}:${line}:${column}`)
  const tone = severity === 'error' ? 'red' : 'yellow'
  const what = `${severity === 'error' ? '' : 'warning: '}${oneLine(message)}`
  return `${place}  ${field ? `${paint('cyan', oneLine(field))}  ` : ''}${paint(tone, what)}\n  ${visible(remedy)}`
}

/** "1 story", "2 stories". */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`
}

/** When something happened, before a line of what stays and goes on talking; in a time zone, or in UTC. */
export function stamp(timezone?: string): string {
  return `[${timezone === undefined ? new Date().toISOString() : shortInstant(Date.now(), timezone)}]`
}

/** An instant in a time zone, in a form that sorts: "2026-12-02 01:04:05 CET". */
export function shortInstant(at: Instant, timezone: string): string {
  return new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'long', timeZone: timezone }).format(at)
}
