import { mkdirSync, readdirSync, readlinkSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { Instant } from '../model/instant.ts'
import { EnvironmentError, isSystemError } from '../platform/environment-error.ts'
import { flushNow } from '../platform/flush-files.ts'
import { ifThere } from '../platform/if-there.ts'

/** A whole release, in a folder of its own. */
export interface Release {
  readonly number: number
  readonly name: string
  /** Its folder. */
  readonly root: string
  /** The number of the release that somebody went back to with it; until somebody says otherwise, nothing newer follows it. */
  readonly as: number | undefined
}

/** What stands in a folder of releases. */
export interface ReleaseFolder {
  readonly folder: string
  /** From the oldest. */
  readonly releases: readonly Release[]
  /** The one that is served. */
  readonly current: Release | undefined
}

// `000012-20261125T192000123Z`, and `000013-20261125T193000456Z-as-000011`, in which number 11 is served again. Two of one number are one release,
// with another index of the search.
const NAME = /^(\d{6,})-\d{8}T\d{9}Z(?:-as-(\d{6,}))?$/
const CURRENT = 'current'

/** Looks at a folder of releases. @throws EnvironmentError when its link is something else */
export function openReleases(folder: string): ReleaseFolder {
  const names = ifThere(() => readdirSync(join(folder, 'releases'))) ?? []
  const releases = names
    .sort()
    .flatMap(name => releaseOf(folder, name) ?? [])
    .sort((a, b) => a.number - b.number)
  const target = linkIn(folder)
  const current = releases.find(({ name }) => target === join('releases', name))
  if (target !== undefined && !current) throw foreignLink(folder)
  return { folder, releases, current }
}

function releaseOf(folder: string, name: string): Release | undefined {
  const [, number, as] = NAME.exec(name) ?? []
  if (number === undefined) return undefined
  return { number: Number(number), name, root: join(folder, 'releases', name), as: as === undefined ? undefined : Number(as) }
}

function linkIn(folder: string): string | undefined {
  try {
    return readlinkSync(join(folder, CURRENT))
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return undefined
    if (isSystemError(error, 'EINVAL')) throw foreignLink(folder, error)
    throw error
  }
}

function foreignLink(folder: string, cause?: unknown): EnvironmentError {
  return new EnvironmentError('foreign-files', `${join(folder, CURRENT)} is no link to one of its releases`, {
    remedy: 'move it away, or name another folder in courant.yaml',
    cause,
  })
}

/** An empty folder in which the next release is made; what killed deliveries left is gone. Disposing removes it, unless it became a release. */
export function openMaking(folder: string): Disposable & { readonly path: string } {
  const within = join(folder, 'releases')
  mkdirSync(within, { recursive: true })
  for (const name of readdirSync(within)) if (name.startsWith('.')) rmSync(join(within, name), { recursive: true })
  const path = join(within, '.making')
  mkdirSync(path)
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) }
}

/** Makes a release of what was made. */
export function finishRelease(
  folder: string,
  { making, at, number, as }: Pick<Release, 'number' | 'as'> & { readonly making: string; readonly at: Instant },
): Release {
  const name = `${padded(number)}-${stampOf(at)}${as === undefined ? '' : `-as-${padded(as)}`}`
  const root = join(folder, 'releases', name)
  renameSync(making, root)
  flushNow(dirname(root))
  return { number, name, root, as }
}

function padded(number: number): string {
  return String(number).padStart(6, '0')
}

function stampOf(at: Instant): string {
  return new Date(at).toISOString().replaceAll(/[-:.]/g, '')
}

/** Serves a release from now on: one rename, so that every reader sees the one or the other. */
export function serve(folder: string, { root }: Release): void {
  const next = join(folder, `.${CURRENT}`)
  rmSync(next, { force: true })
  symlinkSync(join('releases', basename(root)), next)
  renameSync(next, join(folder, CURRENT))
  flushNow(folder)
}

/** Removes releases, each of which is none from the first moment on. */
export function removeReleases(releases: readonly Release[]): void {
  for (const { root } of releases) {
    const going = join(dirname(root), `.${basename(root)}`)
    renameSync(root, going)
    rmSync(going, { recursive: true })
  }
}
