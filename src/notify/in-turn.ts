/**
 * Runs the same work one time after the other, and once more for all that asked meanwhile. What was asked for is done when its promise is
 * settled; work throws nothing.
 */
export function inTurn(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined
  let next: Promise<void> | undefined
  const start = (): Promise<void> => {
    next = undefined
    running = work().finally(() => {
      if (!next) running = undefined
    })
    return running
  }
  return () => {
    if (!running) return start()
    next ??= running.then(start)
    return next
  }
}
