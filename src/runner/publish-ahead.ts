import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { SITE_FILE } from '../config/read-site.ts'
import { finish, makeReady, type PublishResult, type ReadyPublish, staged } from '../engine/publish.ts'
import { marksNow } from '../engine/publish-inputs.ts'
import type { PublishRequest } from '../engine/publish-request.ts'
import { openStage } from '../engine/publish-stage.ts'
import type { SourcePath } from '../model/address.ts'
import type { Instant } from '../model/instant.ts'
import type { Fence } from '../output/fence.ts'
import { takeOut } from '../output/take-out.ts'
import { EnvironmentError, isSystemError } from '../platform/environment-error.ts'
import { listFile } from '../sources/list-files.ts'
import { readSiteFile } from '../sources/read-site-file.ts'
import { rememberFailures } from '../state/remembered-failures.ts'
import { readTheme } from '../theme/read-theme.ts'

/** What is due at an instant, made before it and kept ready in private. Disposing throws it away. */
export interface PublishAhead extends Disposable {
  readonly due: Instant
  /** When the next story expires or is withdrawn: from then on it would show what is over. */
  readonly until: Instant | undefined
  /**
   * Puts it in place; undefined, with nothing touched, where `out/` or the stories concerned changed since: then a whole publish is to do it.
   * Whoever calls has made sure that it is due. `fence` is by which it publishes now.
   */
  readonly release: (fence?: Fence) => Promise<PublishResult | undefined>
}

/**
 * Makes what will be due, so that at its instant it need only be put in place. Undefined where it cannot be kept ready: `site.yaml` has
 * errors, or the private folder is on another disk or mount, from which putting in place would be copying.
 * `concerned` are the files of the stories that something is due for. @throws EnvironmentError as `publish` does
 */
export async function publishAhead(
  request: PublishRequest,
  concerned: readonly SourcePath[],
): Promise<PublishAhead | undefined> {
  const { ahead } = request.paths
  const paths = { ...request.paths, stage: join(ahead, randomBytes(9).toString('hex')) }
  const { site, diagnostics } = readSiteFile(paths.articles)
  if (!site) return undefined
  await using _taken = await takeOut(paths, request.fence)
  // What a process left that was killed; another's that still runs finds its own gone, and publishes whole.
  rmSync(ahead, { recursive: true, force: true })
  mkdirSync(ahead, { recursive: true, mode: 0o700 })
  const stage = openStage(paths.stage)
  try {
    if (!canPutInPlace(paths.stage, request.paths.stage)) {
      stage[Symbol.dispose]()
      return undefined
    }
    const ready = staged(await makeReady({ ...request, paths }, { site, diagnostics }))
    // A text that was not ready in time is not tried again before it is due.
    rememberFailures(ready.prepared.failed, paths)
    const marks = marksNow(request)
    return {
      due: request.asOf,
      until: ready.prepared.built.edition.upcoming.find(({ kind }) => kind === 'expiry' || kind === 'withdrawal')?.at,
      release: async fence => {
        await using _taken = await takeOut(paths, fence)
        const stands = themeStands(request) && sourcesStand(ready, concerned)
        return marksNow(request) === marks && stands && existsSync(paths.stage)
          ? finish({ ...ready, request: { ...ready.request, fence } })
          : undefined
      },
      [Symbol.dispose]: () => stage[Symbol.dispose](),
    }
  } catch (error) {
    stage[Symbol.dispose]()
    throw error
  }
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

/** Whether the theme is the one that it was made with. One that is away keeps no story waiting. */
function themeStands({ paths, theme }: PublishRequest): boolean {
  try {
    return readTheme(paths)?.version === theme?.version
  } catch (error) {
    if (error instanceof EnvironmentError && error.code === 'no-theme') return true
    throw error
  }
}

/** Whether the files of what goes out are those that it was made from: the last word on a story is its author's, up to its instant. */
function sourcesStand({ prepared: { made, read } }: ReadyPublish, concerned: readonly SourcePath[]): boolean {
  const sources = made.flatMap(({ artifact }) => (artifact.kind === 'page' && artifact.source ? [artifact.source.path] : []))
  return [SITE_FILE, ...sources, ...concerned].every(path => {
    const file = read.files.get(path)
    return file?.settled === true && listFile(path, file.onDisk)?.mark === file.mark
  })
}
