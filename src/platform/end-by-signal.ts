/**
 * Ends the process by a signal: one that exits waits for what a disk keeps, for ever. By SIGTERM as if nobody had listened, which is a good
 * end; by SIGKILL where it failed, so that who keeps it running starts it again.
 */
export function endBySignal(): void {
  process.removeAllListeners('SIGTERM')
  process.kill(process.pid, process.exitCode ? 'SIGKILL' : 'SIGTERM')
}
