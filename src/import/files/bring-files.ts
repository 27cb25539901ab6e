import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { imageType } from '../../images/image-type.ts'
import { extensionOf, isPublishable } from '../../images/media-types.ts'
import { cleanSegment, type SourcePath } from '../../model/address.ts'
import { DownloadError, type Downloaded, download } from '../../platform/download.ts'
import { isSystemError } from '../../platform/environment-error.ts'
import { readWithin } from '../../platform/open-within.ts'
import { writeNew } from '../../platform/write-new.ts'
import type { FileOrigin } from '../source.ts'
import { nameIn, originKey } from '../story-addresses.ts'

/** What was brought of the files that a story wants. */
export interface BroughtFiles {
  /** By the origin's key: where each stands in the newsroom. */
  readonly files: ReadonlyMap<string, SourcePath>
  readonly losses: readonly string[]
}

/** Brings files of stories into a newsroom, one story after the other. */
export type FileBringer = (folder: string, wanted: readonly FileOrigin[]) => Promise<BroughtFiles>

/** What a bringer needs to know of both sides. */
export interface BringContext {
  /** The newsroom's folder. */
  readonly articles: string
  /** Files of the source's folder: where they stand on disk. */
  readonly onDisk: ReadonlyMap<string, string>
  readonly allowPrivate: boolean
  /** Says what would be brought and fetches nothing. */
  readonly dryRun: boolean
}

/** How much one import may fetch from elsewhere. */
const FETCH_LIMITS = {
  fileBytes: 32 * 1024 * 1024,
  allBytes: 4 * 1024 * 1024 * 1024,
  files: 20_000,
  timeoutMs: 30_000,
  /** A host that failed as often in a row is asked no more. */
  failures: 5,
  atOnce: 4,
} as const

/** A bringer with its own account of what was fetched. */
export function fileBringer(context: BringContext): FileBringer {
  const fetch = fetcher(context.allowPrivate)
  return async (folder, wanted) => {
    const files = new Map<string, SourcePath>()
    const losses: string[] = []
    const names = new Map<string, string>()
    for (let start = 0; start < wanted.length; start += FETCH_LIMITS.atOnce) {
      const some = wanted.slice(start, start + FETCH_LIMITS.atOnce)
      const found = await Promise.all(some.map(origin => contentOf(origin, { ...context, fetch })))
      for (const [index, content] of found.entries()) {
        const origin = some[index]
        if (origin === undefined) continue
        if ('problem' in content) losses.push(content.problem)
        else files.set(originKey(origin), place(content, { origin, folder, names, context }))
      }
    }
    return { files, losses }
  }
}

interface Content {
  readonly bytes: Buffer
  /** Extension that its kind asks for; undefined where its name has a right one. */
  readonly extension: string | undefined
}

type Fetch = (url: string) => Promise<Downloaded>

async function contentOf(
  origin: FileOrigin,
  { onDisk, dryRun, fetch }: BringContext & { readonly fetch: Fetch },
): Promise<Content | { readonly problem: string }> {
  const name = nameIn(origin)
  if (origin.kind === 'file') {
    const file = onDisk.get(origin.path)
    if (file === undefined) return { problem: `there is no file ${origin.path}` }
    if (!isPublishable(name)) return { problem: `${origin.path} is of a kind that is not published with articles` }
    return { bytes: dryRun ? Buffer.alloc(0) : readWithin({ path: origin.path, onDisk: file }), extension: undefined }
  }
  if (dryRun) return { bytes: Buffer.alloc(0), extension: isPublishable(name) ? undefined : 'jpg' }
  try {
    const { bytes, type } = await fetch(origin.url)
    // What says that it is an image has to be one.
    const extension = imageType(bytes) ?? (type && !type.startsWith('image/') ? extensionOf(type) : undefined)
    if (extension === undefined || !isPublishable(`x.${extension}`))
      return { problem: `${origin.url} is of a kind that is not published with articles (${type ?? 'unknown'})` }
    return { bytes, extension }
  } catch (error) {
    if (!(error instanceof DownloadError)) throw error
    return { problem: `${origin.url} could not be fetched: ${error.message}` }
  }
}

/** Fetches within the limits of the whole import. */
function fetcher(allowPrivate: boolean): Fetch {
  let files = 0
  let bytes = 0
  const failures = new Map<string, number>()
  return async url => {
    const { host } = new URL(url)
    if ((failures.get(host) ?? 0) >= FETCH_LIMITS.failures)
      throw new DownloadError(`${host} failed ${FETCH_LIMITS.failures} times and is asked no more`)
    if (files >= FETCH_LIMITS.files) throw new DownloadError(`${FETCH_LIMITS.files} files were fetched already`)
    if (bytes >= FETCH_LIMITS.allBytes) throw new DownloadError(`${FETCH_LIMITS.allBytes / 1024 ** 3} GiB were fetched already`)
    files += 1
    try {
      const found = await download(url, { maxBytes: FETCH_LIMITS.fileBytes, timeoutMs: FETCH_LIMITS.timeoutMs, allowPrivate })
      bytes += found.bytes.length
      failures.delete(host)
      return found
    } catch (error) {
      failures.set(host, (failures.get(host) ?? 0) + 1)
      throw error
    }
  }
}

interface PlaceContext {
  readonly origin: FileOrigin
  readonly folder: string
  /** Names in the folder that are taken by this story, in lower case: what each is of. */
  readonly names: Map<string, string>
  readonly context: BringContext
}

/** Puts a file into a story's folder: under its own name, with a number where that is another file's. */
function place({ bytes, extension }: Content, { origin, folder, names, context }: PlaceContext): SourcePath {
  const { stem, ending } = fileName(nameIn(origin), extension)
  for (let number = 1; ; number++) {
    const name = `${stem}${number > 1 ? `-${number}` : ''}.${ending}`
    if (names.has(name)) continue
    const path = `${folder}/${name}`
    if (!context.dryRun && !isIn(join(context.articles, path), bytes)) continue
    names.set(name, originKey(origin))
    return path
  }
}

const MAX_NAME_LENGTH = 60

/** A name that an address can hold, in lower case, and the ending that its kind asks for. */
function fileName(name: string, extension: string | undefined): { readonly stem: string; readonly ending: string } {
  const clean = cleanSegment(decoded(name))
  const dot = clean.lastIndexOf('.')
  const own = dot < 0 ? '' : clean.slice(dot + 1)
  const isRight = own !== '' && (extension === undefined || own === extension || (own === 'jpeg' && extension === 'jpg'))
  const stem = (dot < 0 || !/^[a-z\d]{1,5}$/.test(own) ? clean : clean.slice(0, dot)).slice(0, MAX_NAME_LENGTH)
  return { stem: stem.toWellFormed().replaceAll('\uFFFD', '') || 'file', ending: isRight ? own : (extension ?? own) }
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}

/** Writes the file, or finds it there with these bytes; false when another is there. */
function isIn(file: string, bytes: Buffer): boolean {
  if (writeNew(file, bytes)) return true
  try {
    return readFileSync(file).equals(bytes)
  } catch (error) {
    if (isSystemError(error, 'EISDIR')) return false
    throw error
  }
}
