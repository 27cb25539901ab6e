import { stat } from 'node:fs/promises'
import { atMost } from '../platform/at-most.ts'

const LONGEST_MS = 1000

/**
 * Returns to the folder that the process was started in, whenever it is called: where that was restored from a backup, or another disk was mounted
 * over it, the process would stay in the one that is gone, and with it whatever `courant.yaml` names from there. Never throws, and waits no longer
 * than a second: a disk that does not answer is for whoever asks it next to tell of.
 */
export function workingFolder(): () => Promise<void> {
  const home = process.cwd()
  let returning: Promise<void> | undefined
  return () => {
    returning ??= stat(home)
      .then(() => process.chdir(home))
      .catch(() => {})
      .finally(() => {
        returning = undefined
      })
    return atMost(LONGEST_MS, returning)
  }
}
