import { join } from 'node:path'
import { type OutPath, outPathOf } from '../model/address.ts'
import type { ManifestEntry } from '../output/manifest-file.ts'
import { RECORD_FILE, readRecord } from '../output/record-file.ts'
import { EnvironmentError } from '../platform/environment-error.ts'
import { textIfThere } from '../platform/if-there.ts'
import { inParallel } from '../platform/in-parallel.ts'
import type { Bucket } from './bucket.ts'
import { BucketManifest } from './bucket-manifest.ts'
import { type Changes, changesBetween, NO_CHANGES, together } from './changes.ts'
import type { Delivered } from './delivered.ts'
import type { Generation } from './generation.ts'
import { batchesOf, batchSize, removalsOf } from './order.ts'
import { refuseOthers } from './refuse-others.ts'
import { objectOf } from './stored-object.ts'

/** What a delivery to a bucket is made with. */
export interface BucketRequest {
  readonly bucket: Bucket
  /** What paths of the site begin with, where redirects lead. */
  readonly basePath: string
  /** The number of who delivers, a fencing token: nobody with a smaller one delivers after it. Undefined for who is alone. */
  readonly fence: number | undefined
}

// Each time somebody else delivered as well.
const ROUNDS = 5
const AT_ONCE = 16

/**
 * Brings a bucket to a generation. What is about to change is noted in it before anything does, and what did is noted on the way, so that a
 * delivery that was killed is resumed by whoever delivers next, and of two at once the later mends what the other did. Only what differs is sent,
 * in an order in which nothing names what is not there; what is gone is removed at last.
 */
export async function deliverToBucket(generation: Generation, request: BucketRequest): Promise<Delivered> {
  let doubtful: readonly OutPath[] = []
  let changes = NO_CHANGES
  for (let round = 0; round < ROUNDS; round++) {
    const attempt = new Attempt(generation, request)
    const ended = await attempt.carryOut(doubtful)
    changes = together(changes, attempt.changes)
    if (ended.kind !== 'conflict') return { ...ended, changes }
    doubtful = [...doubtful, ...attempt.touched]
  }
  return { kind: 'overtaken', changes }
}

type Ended =
  /** Somebody else delivered meanwhile. */
  | { readonly kind: 'conflict' }
  | { readonly kind: 'delivered' }
  /** Something else was published meanwhile. */
  | { readonly kind: 'overtaken' }
  | { readonly kind: 'failed'; readonly error: unknown }

class Interrupted extends Error {
  readonly kind: 'conflict' | 'overtaken'

  constructor(kind: Interrupted['kind']) {
    super(kind)
    this.kind = kind
  }
}

/** One attempt to deliver, from what is noted in the bucket to what is noted then. */
class Attempt {
  readonly #generation: Generation
  readonly #request: BucketRequest
  readonly #done: Record<keyof Changes, OutPath[]> = { added: [], changed: [], removed: [] }
  #touched: readonly OutPath[] = []

  constructor(generation: Generation, request: BucketRequest) {
    this.#generation = generation
    this.#request = request
  }

  /** What differs in the bucket now. */
  get changes(): Changes {
    return this.#done
  }

  /** What it may have changed. */
  get touched(): readonly OutPath[] {
    return this.#touched
  }

  /** `doubtful` is what may be otherwise than it is noted. */
  async carryOut(doubtful: readonly OutPath[]): Promise<Ended> {
    try {
      await this.#deliver(await BucketManifest.read(this.#request.bucket), doubtful)
      return { kind: 'delivered' }
    } catch (error) {
      return error instanceof Interrupted ? { kind: error.kind } : { kind: 'failed', error }
    }
  }

  async #deliver(manifest: BucketManifest, doubtful: readonly OutPath[]): Promise<void> {
    manifest.doubt(doubtful)
    try {
      this.#refuseOvertaken(manifest)
      await this.#refuseOthers(manifest)
    } catch (error) {
      // Whoever delivers there mends what was done here since.
      if (doubtful.length > 0) await manifest.save(this.#request.fence ?? 0)
      throw error
    }
    const plan = changesBetween(manifest.files, this.#generation.files)
    const differing = [...plan.added, ...plan.changed, ...plan.removed]
    if (differing.length > 0) {
      manifest.doubt(differing)
      await this.#save(manifest)
      this.#touched = differing
      await this.#send(plan, manifest)
      await this.#save(manifest)
      await this.#remove(plan.removed, manifest)
    }
    await manifest.dropOlder()
  }

  #refuseOvertaken(manifest: BucketManifest): void {
    const { fence = manifest.fence } = this.#request
    if (manifest.fence <= fence) return
    const words = `another Courant has taken over the delivery (${manifest.fence} after ${fence})`
    throw new EnvironmentError('not-delivered', words, { remedy: 'nothing is to be done: that one delivers' })
  }

  /** Looks at the record in the bucket where none of the stories stands there as it does here. */
  async #refuseOthers({ files: standing }: BucketManifest): Promise<void> {
    const { root, files } = this.#generation
    const isThere = (path: OutPath): boolean => standing.has(path) && standing.get(path)?.sha256 === files.get(path)?.sha256
    if (!standing.has(RECORD_FILE) || isThere(RECORD_FILE) || [...storiesIn(this.#generation)].some(isThere)) return
    const record = await this.#request.bucket.get(RECORD_FILE)
    refuseOthers('bucket or prefix', { standing: record?.bytes.toString('utf8'), own: textIfThere(join(root, RECORD_FILE)) })
  }

  async #save(manifest: BucketManifest): Promise<void> {
    if (!(await manifest.save(this.#request.fence ?? 0))) throw new Interrupted('conflict')
  }

  async #send({ added, changed }: Changes, manifest: BucketManifest): Promise<void> {
    const isAdded = new Set(added)
    const size = batchSize(added.length + changed.length)
    let unsaved = 0
    try {
      for (const { step, paths } of batchesOf([...added, ...changed], { stories: storiesIn(this.#generation), size })) {
        if (step === 'feeds' && !(await manifest.isNewest())) throw new Interrupted('conflict')
        await inParallel(paths, AT_ONCE, async path => {
          manifest.know(await this.#put(path))
          this.#done[isAdded.has(path) ? 'added' : 'changed'].push(path)
        })
        unsaved += paths.length
        if (unsaved < size) continue
        await this.#save(manifest)
        unsaved = 0
      }
    } catch (error) {
      // What is there by now need not be sent again; where not even that can be noted, it is.
      await manifest.save(this.#request.fence ?? 0).catch(() => {})
      throw error
    }
  }

  async #put(path: OutPath): Promise<ManifestEntry> {
    const { bucket, basePath } = this.#request
    const { root, files, copies } = this.#generation
    const entry = files.get(path)
    const object = entry && objectOf(entry, { root, basePath, copyOf: copies?.get(path) })
    if (!object) throw new Interrupted('overtaken')
    await bucket.put(path, object)
    return entry
  }

  async #remove(removed: readonly OutPath[], manifest: BucketManifest): Promise<void> {
    if (removed.length === 0) return
    for (const paths of removalsOf(removed))
      await inParallel(paths, AT_ONCE, async path => {
        await this.#request.bucket.remove(path)
        manifest.forget(path)
        this.#done.removed.push(path)
      })
    await this.#save(manifest)
  }
}

/** The pages of stories, which others name. */
function storiesIn({ root }: Generation): ReadonlySet<OutPath> {
  const file = join(root, RECORD_FILE)
  const text = textIfThere(file)
  if (text === undefined) throw new Interrupted('overtaken')
  return new Set([...readRecord(text, file).values()].map(({ permalink }) => outPathOf(permalink)))
}
