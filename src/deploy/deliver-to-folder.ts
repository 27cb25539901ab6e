import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { FolderDelivery } from '../model/delivery.ts'
import { RECORD_FILE } from '../output/record-file.ts'
import { EnvironmentError } from '../platform/environment-error.ts'
import { textIfThere } from '../platform/if-there.ts'
import { lockOut } from '../platform/lock.ts'
import { changesBetween, NO_CHANGES } from './changes.ts'
import type { Delivered } from './delivered.ts'
import { type Generation, generationIn, isSame } from './generation.ts'
import { makeRelease } from './make-release.ts'
import { copiesIn } from './named-feeds.ts'
import { refuseOthers } from './refuse-others.ts'
import {
  finishRelease,
  openMaking,
  openReleases,
  type Release,
  type ReleaseFolder,
  removeReleases,
  serve,
} from './release-folder.ts'

/** Serves a generation in a folder of releases: made whole beside, then put in place of the other by one rename. @throws where the disk fails */
export async function deliverToFolder(generation: Generation, { folder, keep }: FolderDelivery): Promise<Delivered> {
  await using _lock = await lockSoon(folder)
  const standing = openOwn(folder, generation)
  if (standing.current?.as !== undefined) return { kind: 'held', changes: NO_CHANGES }
  return await serveNext(generation, { standing, keep, as: undefined })
}

/** Which release was served, and which is served again. */
export interface RolledBack {
  readonly from: Release
  readonly to: Release
}

/**
 * Goes back to the release before the one that is served; undefined where there is none. It is made anew, so that it is dated anew, and every
 * reader takes it. Nothing newer follows it until `resume`. @throws where the disk fails
 */
export async function rollBack({ folder, keep }: FolderDelivery): Promise<RolledBack | undefined> {
  await using _lock = await lockSoon(folder)
  const standing = openReleases(folder)
  const { current: from, releases } = standing
  const to = from && releases.findLast(({ number }) => number < (from.as ?? from.number))
  if (!to) return undefined
  const generation = generationIn(to.root)
  const done = generation && (await serveNext(generation, { standing, keep, as: to.as ?? to.number }))
  if (done?.kind === 'delivered') return { from, to }
  throw new EnvironmentError('not-delivered', `${to.root} is not whole: somebody changed it`, {
    remedy: 'mend the stories and publish',
  })
}

/** Serves a generation, and lets whatever is published follow it again. @throws where the disk fails */
export async function resume(generation: Generation, { folder, keep }: FolderDelivery): Promise<Delivered> {
  await using _lock = await lockSoon(folder)
  return await serveNext(generation, { standing: openOwn(folder, generation), keep, as: undefined })
}

/** What stands in a folder of releases. @throws EnvironmentError where it is another newsroom's */
function openOwn(folder: string, { root }: Generation): ReleaseFolder {
  const standing = openReleases(folder)
  const recordIn = (release: string): string | undefined => textIfThere(join(release, RECORD_FILE))
  const { current } = standing
  if (current) refuseOthers('folder', { standing: recordIn(current.root), own: recordIn(root) })
  return standing
}

/** Whether a release has the copies of feeds that are wanted, and no others: the setting may have changed since. */
function hasCopies({ root, files }: Generation, { copies = new Map() }: Generation): boolean {
  const possible = copiesIn({ files }).keys()
  return [...possible].every(path => existsSync(join(root, path)) === copies.has(path))
}

async function serveNext(
  generation: Generation,
  { standing, keep, as }: { readonly standing: ReleaseFolder; readonly keep: number; readonly as: number | undefined },
): Promise<Delivered> {
  const { folder, current } = standing
  const before = current && generationIn(current.root)
  if (before && current.as === as && isSame(before, generation) && hasCopies(before, generation))
    return { kind: 'delivered', changes: NO_CHANGES }
  using making = openMaking(folder)
  if (!(await makeRelease(generation, { making: making.path, before }))) return { kind: 'overtaken', changes: NO_CHANGES }
  const releases = withoutUnserved(standing)
  // The same stories, with another index of the search: the same release, which nobody is to go back to from itself.
  const isAgain = current && current.as === as && before?.text === generation.text
  const number = isAgain ? current.number : (releases.at(-1)?.number ?? 0) + 1
  const next = finishRelease(folder, { making: making.path, number, as, at: Date.now() })
  serve(folder, next)
  // Who found the link just before reads what it led to then.
  if (as === undefined) removeReleases(outOfUse([...releases, next], keep).filter(release => release !== current))
  return { kind: 'delivered', changes: changesBetween(before?.files ?? new Map(), generation.files) }
}

/** Without what a delivery made that was killed before it was served: nobody ever saw it, and nobody is to go back to it. */
function withoutUnserved({ releases, current }: ReleaseFolder): readonly Release[] {
  if (!current) return releases
  removeReleases(releases.slice(releases.indexOf(current) + 1))
  return releases.slice(0, releases.indexOf(current) + 1)
}

/** Releases beyond those that are kept, and of each that was made again, all but the last. */
function outOfUse(releases: readonly Release[], keep: number): readonly Release[] {
  const kept = new Set([...new Set(releases.map(({ number }) => number))].slice(-keep))
  return releases.filter(({ number }, index) => !kept.has(number) || releases[index + 1]?.number === number)
}

const TRIES = 100
const PAUSE_MS = 100

/** Takes the one place at a folder of releases, once whoever has it is done: that takes seconds. @throws EnvironmentError where it takes longer */
async function lockSoon(folder: string): Promise<AsyncDisposable> {
  for (let tries = 1; ; tries++) {
    try {
      return await lockOut(folder)
    } catch (error) {
      if (!(error instanceof EnvironmentError) || error.code !== 'locked' || tries === TRIES) throw error
    }
    await pause(PAUSE_MS)
  }
}
