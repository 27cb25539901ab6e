import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { EnvironmentError, isSystemError, isSystemFault } from '../platform/environment-error.ts'
import type { RenderPool } from '../render/render-pool.ts'
import { isWithin, type Paths } from '../state/paths.ts'

/** An empty staging folder, whatever a killed publish left in it. Disposing removes it, however the publish went. */
export function openStage(stage: string): Disposable {
  rmSync(stage, { recursive: true, force: true })
  // Not with the folders above it: on a read-only disk Node would then say that they are missing.
  mkdirSync(stage, { mode: 0o700 })
  return { [Symbol.dispose]: () => removeStage(stage) }
}

/** What cannot be removed is left to the next publish: how this one went is known without it. */
function removeStage(stage: string): void {
  try {
    rmSync(stage, { recursive: true, force: true })
  } catch (error) {
    if (!isSystemFault(error)) throw error
  }
}

/**
 * The same for a publish. Where the process has no descriptor left to look into the folder with, the threads of the publish are ended, which
 * hold some each.
 */
export function openPublishStage(stage: string, pool: RenderPool): AsyncDisposable {
  const opened = openStage(stage)
  return {
    [Symbol.asyncDispose]: async () => {
      opened[Symbol.dispose]()
      if (!existsSync(stage)) return
      await pool[Symbol.asyncDispose]()
      opened[Symbol.dispose]()
    },
  }
}

/**
 * What stands behind a staged file that is gone: another process began with an empty stage. The lock of one machine does not reach every
 * path to a folder, nor another machine. Undefined for every other error.
 */
export function stageTaken(error: unknown, { out, stage }: Pick<Paths, 'out' | 'stage'>): EnvironmentError | undefined {
  const cause = error instanceof EnvironmentError ? error.cause : error
  if (!isSystemError(cause, 'ENOENT') || cause.path === undefined || !isWithin(cause.path, stage)) return undefined
  return new EnvironmentError(
    'locked',
    `the files in ${stage} were taken away while Courant published: another Courant seems to publish into ${out}, by another path or on another machine`,
    {
      remedy: 'let one process publish into a folder, or give all of them a Redis; then publish again',
      cause: error,
    },
  )
}
