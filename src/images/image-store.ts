import { hash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import type { SourcePath } from '../model/address.ts'
import { type ImageForms, type ImageSize, sizeProblem } from '../model/image.ts'
import { artifactKey } from '../plan/artifact-key.ts'
import { ifThere } from '../platform/if-there.ts'
import { isObject } from '../platform/json-lines.ts'
import { readWithin } from '../platform/open-within.ts'
import { readJson } from '../platform/read-json.ts'
import { writeFully } from '../platform/write-whole.ts'
import type { ListedFile } from '../sources/list-files.ts'
import { type Read, UNSETTLED } from '../sources/source-memory.ts'
import { ENCODING, encodeImage, encoderVersion, UnusableImage } from './encode-image.ts'
import { measureImage } from './measure-image.ts'
import { mediaType } from './media-types.ts'

/** An image as it was made, or why it cannot be. */
export type StoredImage =
  | {
      /** Follows from the image's bytes, the settings, and what made it. */
      readonly key: string
      readonly forms: ImageForms
      readonly lengthBytes: number
    }
  | { readonly key: string; readonly problem: string }

/** What is known of images by their source; marks say for which version of the file and which settings. */
export type ImageMemory = ReadonlyMap<SourcePath, Read<StoredImage>>

const FACTS_FILE = 'facts.json'

// A photograph takes tens of megabytes while it is made, and a processor. A small picture takes neither for long, but waits for the publishing
// thread again and again: so many are made in place of one photograph.
const PLACES = 8
const SMALL_PIXELS = 250_000

/**
 * The images of a newsroom as they are published, each made once: they stand in a folder by their key, and are found again
 * whatever became of the name or the time of their source.
 */
export class ImageStore {
  readonly #folders: readonly [string, ...string[]]
  readonly #largest: number
  /** Of the last publish: looked up, never copied, since there may be as many as stories. */
  readonly #before: Pick<ImageMemory, 'get'>
  /** Those that were made since; undefined for one that the store has lost. */
  readonly #known = new Map<SourcePath, Read<StoredImage> | undefined>()
  /** Those that are asked for and not known yet, by path and mark. */
  readonly #pending = new Map<string, Promise<StoredImage>>()
  #free = PLACES * availableParallelism()
  readonly #waiting: { readonly places: number; readonly start: () => void }[] = []
  /** Those that are being made, by key: two sources may be the same picture. */
  readonly #running = new Map<string, Promise<StoredImage>>()

  /** New images go into the first folder. */
  constructor({
    folders,
    largest,
    before,
  }: {
    readonly folders: readonly [string, ...string[]]
    readonly largest: number
    readonly before: Pick<ImageMemory, 'get'>
  }) {
    this.#folders = folders
    this.#largest = largest
    this.#before = before
  }

  /** What is known of an image as its file stands. */
  at(file: ListedFile): StoredImage | undefined {
    const known = this.#known.has(file.path) ? this.#known.get(file.path) : this.#before.get(file.path)
    return known && known.mark === this.#markOf(file) ? known.value : undefined
  }

  /** What is known of all images among these files. */
  among(files: ReadonlyMap<SourcePath, ListedFile>): ReadonlyMap<SourcePath, StoredImage> {
    return new Map(
      [...files.values()].flatMap(file => {
        const stored = this.at(file)
        return stored ? [[file.path, stored] as const] : []
      }),
    )
  }

  /** What to remember for the next publish. A file that changed just now is looked at again. */
  memoryOf(files: ReadonlyMap<SourcePath, ListedFile>): ImageMemory {
    return new Map(
      [...this.among(files)].map(([path, value]) => {
        const file = files.get(path)
        return [path, { mark: file?.settled ? this.#markOf(file) : UNSETTLED, value }]
      }),
    )
  }

  /** Sees to it that each of these images is known, and made if it can be. */
  async prepare(
    files: readonly ListedFile[],
    onProgress: (progress: { readonly done: number; readonly total: number }) => void,
  ): Promise<void> {
    const missing = new Map(files.filter(file => !this.at(file)).map(file => [file.path, file]))
    let done = 0
    const work = async (file: ListedFile): Promise<void> => {
      await this.#prepared(file)
      onProgress({ done: ++done, total: missing.size })
    }
    await Promise.all([...missing.values()].map(work))
  }

  /** The bytes of an image's form in this width, or of the image itself; made again where the store has lost them. */
  async read(file: ListedFile, width: number | undefined): Promise<Buffer> {
    const known = this.at(file)
    const standing = known && this.#find(known.key, width)
    if (standing !== undefined) return readFileSync(standing)
    this.#known.set(file.path, undefined)
    await this.prepare([file], () => {})
    const key = this.at(file)?.key ?? ''
    return readFileSync(this.#find(key, width) ?? join(this.#folders[0], key, nameOf(width)))
  }

  async #prepared(file: ListedFile): Promise<void> {
    const mark = this.#markOf(file)
    const asked = `${file.path} ${mark}`
    const pending = this.#pending.get(asked) ?? this.#made(file)
    this.#pending.set(asked, pending)
    try {
      this.#known.set(file.path, { mark, value: await pending })
    } finally {
      this.#pending.delete(asked)
    }
  }

  #made(file: ListedFile): Promise<StoredImage> {
    const size = measureImage(file)
    const isSmall = size !== undefined && size.width * size.height <= SMALL_PIXELS
    return this.#inTurn(isSmall ? 1 : PLACES, () => this.#store(file, size))
  }

  /** As many photographs at once as there are processors. Whoever waits longest is next. */
  async #inTurn<T>(places: number, work: () => Promise<T>): Promise<T> {
    if (this.#waiting.length === 0 && places <= this.#free) this.#free -= places
    else await new Promise<void>(start => this.#waiting.push({ places, start }))
    try {
      return await work()
    } finally {
      this.#free += places
      this.#startWaiting()
    }
  }

  #startWaiting(): void {
    for (let next = this.#waiting[0]; next && next.places <= this.#free; next = this.#waiting[0]) {
      this.#waiting.shift()
      this.#free -= next.places
      next.start()
    }
  }

  #find(key: string, width: number | undefined): string | undefined {
    return this.#folders.map(folder => join(folder, key, nameOf(width))).find(file => existsSync(file))
  }

  #markOf({ mark }: ListedFile): string {
    return `${mark} ${this.#largest} ${ENCODING}`
  }

  async #store({ path, onDisk }: ListedFile, size: ImageSize | undefined): Promise<StoredImage> {
    const bytes = readWithin({ path, onDisk })
    const type = mediaType(path)
    const key = artifactKey(hash('sha256', bytes, 'hex'), type, this.#largest, await encoderVersion())
    const standing = this.#standing(key)
    if (standing) return standing
    const running = this.#running.get(key) ?? this.#make(key, { bytes, type, size })
    this.#running.set(key, running)
    try {
      return await running
    } finally {
      this.#running.delete(key)
    }
  }

  async #make(
    key: string,
    { bytes, type, size }: { readonly bytes: Buffer; readonly type: string; readonly size: ImageSize | undefined },
  ): Promise<StoredImage> {
    const problem = size && sizeProblem(size)
    if (problem !== undefined) return { key, problem }
    try {
      const { forms, files } = await encodeImage(bytes, { type, largest: this.#largest })
      const stored = { key, forms, lengthBytes: files.get(undefined)?.length ?? 0 }
      this.#keep(key, [
        ...[...files].map(([width, content]) => [nameOf(width), content] as const),
        [FACTS_FILE, JSON.stringify(stored)],
      ])
      return stored
    } catch (error) {
      if (!(error instanceof UnusableImage)) throw error
      return { key, problem: error.message }
    }
  }

  /** Puts a folder in place whole, so that one that is there is complete. */
  #keep(key: string, files: readonly (readonly [name: string, content: string | Buffer])[]): void {
    const folder = join(this.#folders[0], key)
    const temporary = `${folder}.tmp`
    for (const left of [temporary, folder]) rmSync(left, { recursive: true, force: true })
    mkdirSync(temporary, { recursive: true, mode: 0o700 })
    for (const [name, content] of files) writeFully(join(temporary, name), content, { mode: 0o600 })
    renameSync(temporary, folder)
  }

  #standing(key: string): StoredImage | undefined {
    for (const folder of this.#folders) {
      const facts = readJson(join(folder, key, FACTS_FILE))
      if (
        isStored(facts, key) &&
        [undefined, ...facts.forms.widths].every(width => existsSync(join(folder, key, nameOf(width))))
      )
        return facts
    }
    return undefined
  }
}

/** Removes images that nothing remembers. */
export function tidyImages(folder: string, live: ImageMemory): void {
  const keys = new Set([...live.values()].map(({ value }) => value.key))
  for (const name of ifThere(() => readdirSync(folder)) ?? [])
    if (!keys.has(name)) rmSync(join(folder, name), { recursive: true, force: true })
}

function nameOf(width: number | undefined): string {
  return width === undefined ? 'whole' : String(width)
}

// Written by Courant alone, into a private folder, and whole or not at all.
function isStored(value: unknown, key: string): value is Extract<StoredImage, { forms: ImageForms }> {
  return isObject(value) && value.key === key && isObject(value.forms) && Array.isArray(value.forms.widths)
}
