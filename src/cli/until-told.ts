import { onceNpmIsGone } from './npm-gone.ts'
import type { Terminal } from './terminal.ts'

// npm hands a Ctrl-C on to a command that the terminal has told already: what follows at once is the same one.
const SAME_SIGNAL_MS = 1000

/**
 * Waits for Ctrl-C or SIGTERM, and says `words` when it comes. A second one ends the process at once, as if nobody listened: a kill does no
 * harm here. A command that npm started ends with npm too.
 */
export function untilTold(
  screen: Pick<Terminal, 'say'>,
  words: string,
): { readonly promise: Promise<void>; readonly yet: () => boolean } {
  const { promise, resolve } = Promise.withResolvers<void>()
  let toldAtMs: number | undefined
  const tell = (): void => {
    toldAtMs = performance.now()
    screen.say(words)
    resolve()
  }
  const onSignal = (signal: NodeJS.Signals): void => {
    if (toldAtMs === undefined) tell()
    else if (performance.now() - toldAtMs > SAME_SIGNAL_MS) {
      process.off(signal, onSignal)
      process.kill(process.pid, signal)
    }
  }
  onceNpmIsGone(() => {
    if (toldAtMs === undefined) tell()
  })
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal)
  return { promise, yet: () => toldAtMs !== undefined }
}
