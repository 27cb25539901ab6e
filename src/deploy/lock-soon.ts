import { setTimeout as pause } from 'node:timers/promises'
import { EnvironmentError } from '../platform/environment-error.ts'
import { lockOut } from '../platform/lock.ts'

const TRIES = 100
const PAUSE_MS = 100

/** Takes the one place at a folder of releases, once whoever has it is done: that takes seconds. @throws EnvironmentError where it takes longer */
export async function lockSoon(folder: string): Promise<AsyncDisposable> {
  for (let tries = 1; ; tries++) {
    try {
      return await lockOut(folder)
    } catch (error) {
      if (!(error instanceof EnvironmentError) || error.code !== 'locked' || tries === TRIES) throw error
    }
    await pause(PAUSE_MS)
  }
}
