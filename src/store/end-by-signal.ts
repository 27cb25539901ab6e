/** Ends the process by SIGTERM, as if nobody had listened: one that exits waits for what a disk keeps, for ever. */
export function endBySignal(): void {
  process.removeAllListeners('SIGTERM')
  process.kill(process.pid, 'SIGTERM')
}
