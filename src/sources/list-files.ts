import { type Dirent, existsSync, lstatSync, readdirSync, type Stats, statSync } from 'node:fs'
import { foldersOf, isStaticFile, type SourcePath } from '../model/address.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import { isSystemError } from '../platform/environment-error.ts'
import { ifThere } from '../platform/if-there.ts'
import { LinkRefused, openWithin, type Within } from '../platform/open-within.ts'

/** A regular file below the newsroom's folder. */
export interface ListedFile {
  /** POSIX, NFC: how the newsroom knows it. */
  readonly path: SourcePath
  /** How this disk knows it: its name may be in another normalisation. */
  readonly onDisk: string
  /** Changes whenever the file's content does: its size and times of change. Costs no read. */
  readonly mark: string
  /** False when the file changed just now: a change in the same instant might leave the same mark. */
  readonly settled: boolean
}

/** What is below a folder. */
export interface Listing {
  readonly files: readonly ListedFile[]
  /** What cannot be used, and why. */
  readonly diagnostics: readonly Diagnostic[]
  /** Folders that may not be looked into, and files that may not be looked at. */
  readonly unseen: ReadonlySet<SourcePath>
}

/** How the system says that one may not look, or that the disk fails. */
const UNSEEN = ['EACCES', 'EPERM', 'EIO'] as const

/**
 * Every regular file below a folder, in order of path, whatever order the disk gives. Names that begin with a dot are passed
 * over, except `.well-known`. Links are never followed: two that point at each other would never end, and one that leads
 * out of the newsroom would publish what is not its own. Where nobody may look, the rest is listed; the folder itself must be readable.
 */
export function listFiles(root: string): Listing {
  const files = new Map<SourcePath, ListedFile>()
  const diagnostics: Diagnostic[] = []
  const unseen = new Set<SourcePath>()
  /** What `look` sees; undefined, and noted, where it may not. */
  const seen = <Seen>(path: SourcePath, look: () => Seen): Seen | undefined => {
    try {
      return look()
    } catch (error) {
      if (error instanceof LinkRefused) {
        diagnostics.push(refusedLink(path))
        return undefined
      }
      if (path === '' || !isSystemError(error, ...UNSEEN)) throw error
      unseen.add(path)
      diagnostics.push(unreadable(path, error.code))
      return undefined
    }
  }
  const folders: { readonly onDisk: string; readonly path: string }[] = [{ onDisk: root, path: '' }]
  for (let folder = folders.pop(); folder; folder = folders.pop()) {
    const listed = { path: folder.path.slice(0, -1), onDisk: folder.onDisk }
    for (const entry of seen(listed.path, () => entriesOf(listed)) ?? []) {
      if (isHidden(entry.name)) continue
      const path = `${folder.path}${entry.name.normalize('NFC')}`
      // Not `join`, which goes through every letter: there are tens of thousands of files.
      const onDisk = `${folder.onDisk}/${entry.name}`
      const twin = files.get(path)
      if (entry.name.includes('\uFFFD'))
        diagnostics.push(unsafe(path, { message: 'this file name is not UTF-8 text', remedy: 'rename the file' }))
      else if (entry.isDirectory()) folders.push({ onDisk, path: `${path}/` })
      else if (!entry.isFile()) diagnostics.push(unsafe(path, whatItIs(entry)))
      else if (twin)
        diagnostics.push(
          unsafe(path, {
            message: `this name also stands for ${JSON.stringify(twin.onDisk)}, written with other code points`,
            remedy: 'rename one of the two files',
          }),
        )
      else {
        const file = seen(path, () => listFile(path, onDisk))
        if (file) files.set(path, file)
      }
    }
  }
  return { files: [...files.values()].sort((a, b) => (a.path < b.path ? -1 : 1)), diagnostics, unseen }
}

/** A listing without what was refused; nothing where there is no such thing, and whoever reads the files lists them as well. */
export function listingWithout(
  refused: ReadonlySet<SourcePath>,
  { root, listing }: { readonly root: string; readonly listing: Listing | undefined },
): { readonly listing?: Listing } {
  if (refused.size > 0) return { listing: withoutRefused(listing ?? listFiles(root), refused) }
  return listing ? { listing } : {}
}

/** Without files and folders that turned out to be links when they were opened. Nobody knows whether a story in there is gone. */
function withoutRefused({ files, diagnostics, unseen }: Listing, refused: ReadonlySet<SourcePath>): Listing {
  const isRefused = ({ path }: { readonly path: SourcePath }): boolean =>
    refused.has(path) || foldersOf(path).some(folder => refused.has(folder))
  return {
    files: files.filter(file => !isRefused(file)),
    diagnostics: [...diagnostics.filter(said => !isRefused(said)), ...[...refused].map(refusedLink)],
    unseen: new Set([...unseen, ...refused]),
  }
}

/** The same; undefined when the folder cannot be listed, which the publish that follows will say. */
export function listingNow(root: string): Listing | undefined {
  try {
    return listFiles(root)
  } catch {
    return undefined
  }
}

/** Names that begin with a dot are nobody's, but for the folder of RFC 8615. */
export function isHidden(name: string): boolean {
  return name.startsWith('.') && name !== '.well-known'
}

// Disks tell times by clocks that tick up to a hundred times a second.
const UNSETTLED_MS = 50

/** A file as it stands now; undefined when it does not, and where a link does: none is ever followed. */
export function listFile(path: SourcePath, onDisk: string): ListedFile | undefined {
  const state = ifThere(() => lstatSync(onDisk))
  if (!state?.isFile()) return undefined
  return { path, onDisk, mark: markOf(state), settled: state.ctimeMs < Date.now() - UNSETTLED_MS }
}

/** The mark of a file that is no part of a newsroom, wherever it stands; undefined when it does not. */
export function markAt(file: string): string | undefined {
  const state = statSync(file, { throwIfNoEntry: false })
  return state?.isFile() ? markOf(state) : undefined
}

function markOf({ size, mtimeMs, ctimeMs }: Stats): string {
  return [size, mtimeMs, ctimeMs].join('-')
}

/** Whether a file of the newsroom is an article or a standing page; below `static/` nothing is. */
export function isArticleFile(path: SourcePath): boolean {
  return path.endsWith('.md') && !isStaticFile(path)
}

/** In order of name, so that of two names for one path the same one wins on every disk. @throws LinkRefused for a folder that is a link by now */
function entriesOf({ path, onDisk }: Within): readonly Dirent[] {
  using opened = path === '' ? undefined : openWithin({ path, onDisk }, 'folder')
  // The folder that was opened is listed, whatever has its name by now; elsewhere than on Linux only its files are looked at so.
  const name = opened && HAS_DESCRIPTORS ? `/proc/self/fd/${opened.descriptor}` : onDisk
  return readdirSync(name, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))
}

const HAS_DESCRIPTORS = existsSync('/proc/self/fd')

const LINK = { message: 'this is a symbolic link, which is never followed', remedy: 'put the file itself here' } as const

function whatItIs(entry: Dirent): Pick<Diagnostic, 'message' | 'remedy'> {
  if (entry.isSymbolicLink()) return LINK
  return { message: 'this is not an ordinary file', remedy: 'move it out of the newsroom' }
}

function unreadable(path: string, code: string | undefined): Diagnostic {
  const [message, remedy] = [`this cannot be looked at (${code})`, 'check who may read it, or move it out of the newsroom']
  return { severity: 'error', code: 'unreadable', path, line: 1, column: 1, message, remedy }
}

/** What is said of a file that turned out to be a link, or below one, as it was opened. */
export function refusedLink(path: SourcePath): Diagnostic {
  return unsafe(path, LINK)
}

function unsafe(path: string, what: Pick<Diagnostic, 'message' | 'remedy'>): Diagnostic {
  return { severity: 'error', code: 'unsafe-file', path, line: 1, column: 1, ...what }
}
