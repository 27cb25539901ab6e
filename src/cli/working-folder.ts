import { stat } from 'node:fs/promises'

/**
 * Returns to the folder that the process was started in, whenever it is called: where that was restored from a backup, or another disk was mounted
 * over it, the process would stay in the one that is gone, and with it whatever `courant.yaml` names from there. Never throws.
 */
export function workingFolder(): () => Promise<void> {
  const home = process.cwd()
  let returning: Promise<void> | undefined
  // A disk that does not answer is waited for beside.
  return () => {
    returning ??= stat(home)
      .then(() => process.chdir(home))
      .catch(() => {})
      .finally(() => {
        returning = undefined
      })
    return returning
  }
}
