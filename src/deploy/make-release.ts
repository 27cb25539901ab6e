import { constants, copyFileSync, linkSync, mkdirSync, statSync, utimesSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { OutPath } from '../model/address.ts'
import { MANIFEST_FILE } from '../output/manifest-file.ts'
import { RECORD_FILE } from '../output/record-file.ts'
import { isSystemError } from '../platform/environment-error.ts'
import { flushFiles } from '../platform/flush-files.ts'
import { ifThere } from '../platform/if-there.ts'
import { writeFully } from '../platform/write-whole.ts'
import { fileHash } from './file-hash.ts'
import { type Generation, isHashed, stands } from './generation.ts'

/** What a release is made into, and the one that is served until then. */
export interface MakeRelease {
  readonly making: string
  readonly before: Generation | undefined
}

/**
 * Makes a release of a generation, by links where the disk has them: a published file is never written to, only replaced, but for the record, to which
 * publishes append. Each file that the
 * release before does not have is held to its hash, and flushed. False where something was published meanwhile.
 */
export async function makeRelease(generation: Generation, { making, before }: MakeRelease): Promise<boolean> {
  const place = placingIn(making)
  const isDated = datedAfter(before)
  const others: string[] = []
  const isWhole = ifThere(() => {
    for (const entry of generation.files.values()) {
      const { path, sha256 } = entry
      const isKept = before?.files.get(path)?.sha256 === sha256
      if (isKept && ifThere(() => place(path, before.root))) continue
      place(path, generation.root, path !== RECORD_FILE && isDated(join(generation.root, path)))
      if (isHashed(entry) && fileHash(join(making, path)) !== sha256) return false
      others.push(join(making, path))
    }
    for (const [path, of] of generation.copies ?? []) {
      place(of, making, true, path)
      others.push(join(making, path))
    }
    return stands(generation)
  })
  if (!isWhole) return false
  writeFully(join(making, MANIFEST_FILE), generation.text, { sync: true })
  await flushFiles(others)
  return true
}

/** Places files by their path, or under another. A dated one keeps its date. */
function placingIn(making: string): (path: OutPath, from: string, isDated?: boolean, as?: OutPath) => true {
  const folders = new Set<string>([making])
  return (path, from, isDated = true, as = path) => {
    const to = join(making, as)
    const folder = dirname(to)
    if (!folders.has(folder)) mkdirSync(folder, { recursive: true })
    folders.add(folder)
    if (isDated) linkOrCopy(join(from, path), to)
    else copyFileSync(join(from, path), to, constants.COPYFILE_FICLONE)
    return true
  }
}

/**
 * Whether a file may keep its date beside a release that was served. One that takes the place of another must be dated later, whatever became
 * public when: readers built on libcurl drop an answer that is no newer than what they have. So a file from before is copied, which dates it anew.
 */
function datedAfter(before: Generation | undefined): (file: string) => boolean {
  if (!before) return () => true
  const servedMs = statSync(join(before.root, MANIFEST_FILE)).mtimeMs
  return file => statSync(file).mtimeMs > servedMs
}

// Another disk or mount; a disk without links, or with no more of them; a file of somebody else.
const NO_LINK = ['EXDEV', 'EPERM', 'EMLINK', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EACCES'] as const

function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to)
  } catch (error) {
    if (!isSystemError(error, ...NO_LINK)) throw error
    copyFileSync(from, to, constants.COPYFILE_FICLONE)
    const { atime, mtime } = statSync(from)
    utimesSync(to, atime, mtime)
  }
}
