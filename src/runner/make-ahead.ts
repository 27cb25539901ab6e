import { randomBytes } from 'node:crypto'
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { MadeAhead } from '../engine/made-ahead.ts'
import { makeDue } from '../engine/publish-changes.ts'
import type { PublishRequest, ResidentMemory } from '../engine/publish-request.ts'
import { openStage } from '../engine/publish-stage.ts'
import { isSystemError } from '../platform/environment-error.ts'

/**
 * Makes what will be due, so that at its instant little is left to do. Undefined where nothing can be kept ready: the whole is to be published then, or
 * the private folder is on another disk or mount, from which putting in place would be copying. @throws EnvironmentError as `publish` does
 */
export async function makeAhead(request: PublishRequest & { readonly memory: ResidentMemory }): Promise<MadeAhead | undefined> {
  const { ahead, stage } = request.paths
  // What a process left that was killed; another's that still runs finds its own gone, and renders it then.
  rmSync(ahead, { recursive: true, force: true })
  mkdirSync(ahead, { recursive: true, mode: 0o700 })
  const own = join(ahead, randomBytes(9).toString('hex'))
  const folder = openStage(own)
  try {
    const made = canPutInPlace(own, stage) ? await makeDue(request, own) : undefined
    if (made) return new MadeAhead(request.asOf, { ...made, folder })
  } catch (error) {
    folder[Symbol.dispose]()
    throw error
  }
  folder[Symbol.dispose]()
  return undefined
}

/** Whether a file can be renamed from here to where `out/` stands. Two mounts of one disk look like one, and are not. */
function canPutInPlace(ahead: string, stage: string): boolean {
  using _stage = openStage(stage)
  writeFileSync(join(ahead, PROBE), '')
  try {
    renameSync(join(ahead, PROBE), join(stage, PROBE))
    return true
  } catch (error) {
    if (isSystemError(error, 'EXDEV')) return false
    throw error
  }
}

const PROBE = 'probe'
