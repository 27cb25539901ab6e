import { setTimeout as pause } from 'node:timers/promises'
import { gunzipSync, gzipSync } from 'node:zlib'
import type { OutPath } from '../model/address.ts'
import { type Manifest, type ManifestEntry, readManifest, writePlainList } from '../output/manifest-file.ts'
import { EnvironmentError } from '../platform/environment-error.ts'
import { wordsOf } from '../platform/words-of.ts'
import type { Bucket, FoundObject } from './bucket.ts'

const START = '.courant/manifest-'
const FENCE = 'courant-fence'
const AGAIN_MS = 200
const READS = 10

/**
 * What is known of a bucket, and noted in it. A file without a hash may be there, as it was or as it is to be, or may not. Each version is an object
 * of its own, created under the next number and never changed: that is the one conditional write that all have who have any.
 */
export class BucketManifest {
  readonly #bucket: Bucket
  readonly #files: Map<OutPath, ManifestEntry>
  #fence: number
  /** Of the objects of all versions, from the oldest. */
  #keys: readonly string[]

  private constructor(
    bucket: Bucket,
    { keys, files, fence }: { readonly keys: readonly string[]; readonly files: Manifest; readonly fence: number },
  ) {
    this.#bucket = bucket
    this.#keys = keys
    this.#files = new Map(files)
    this.#fence = fence
  }

  /** What the newest version in a bucket says. @throws EnvironmentError where that cannot be read */
  static async read(bucket: Bucket): Promise<BucketManifest> {
    for (let reads = 1; ; reads++) {
      const keys = await bucket.keys(START)
      const newest = keys.at(-1)
      if (newest === undefined) return new BucketManifest(bucket, { keys, files: new Map(), fence: 0 })
      const object = await bucket.get(newest)
      if (object) return new BucketManifest(bucket, { keys, files: filesIn(object, newest), fence: fenceOf(object) })
      if (reads === READS) throw unreadable(newest, 'it is listed, and not there')
      // Who wrote a newer one removed it in between.
      await pause(AGAIN_MS)
    }
  }

  get files(): Manifest {
    return this.#files
  }

  /** The highest number of all who delivered: a fencing token. */
  get fence(): number {
    return this.#fence
  }

  know(entry: ManifestEntry): void {
    this.#files.set(entry.path, entry)
  }

  doubt(paths: Iterable<OutPath>): void {
    for (const path of paths) this.#files.set(path, { path, sha256: '', size: 0 })
  }

  forget(path: OutPath): void {
    this.#files.delete(path)
  }

  /** Notes it in the bucket; false where somebody else noted something since, whose versions may be gone but for the last. */
  async save(fence: number): Promise<boolean> {
    const key = keyOf(numberOf(this.#keys.at(-1)) + 1)
    const highest = Math.max(fence, this.#fence)
    const isSaved = await this.#bucket.create(key, {
      body: gzipSync(writePlainList(this.#files)),
      type: 'application/gzip',
      cacheControl: 'no-store',
      metadata: { [FENCE]: String(highest) },
    })
    if (!isSaved) return false
    const noted = await this.#bucket.keys(START, this.#keys.at(-1))
    // Whoever answers everything with 200 is no S3.
    if (noted.length === 0 && !(await this.#bucket.get(key))?.bytes.length) throw unkept(key)
    if (noted.some(other => other !== key)) return false
    this.#keys = [...this.#keys, key]
    this.#fence = highest
    return true
  }

  /** Whether nobody else noted anything since. */
  async isNewest(): Promise<boolean> {
    return (await this.#bucket.keys(START, this.#keys.at(-1))).length === 0
  }

  /** Removes the versions before this one. */
  async dropOlder(): Promise<void> {
    await Promise.all(this.#keys.slice(0, -1).map(this.#bucket.remove))
    this.#keys = this.#keys.slice(-1)
  }
}

function filesIn({ bytes }: Pick<FoundObject, 'bytes'>, key: string): Manifest {
  try {
    return readManifest(gunzipSync(bytes).toString('utf8')) ?? new Map()
  } catch (error) {
    throw unreadable(key, wordsOf(error))
  }
}

function fenceOf({ metadata }: Pick<FoundObject, 'metadata'>): number {
  return Number(metadata[FENCE] ?? 0)
}

function unreadable(key: string, why: string): EnvironmentError {
  return new EnvironmentError('not-delivered', `what was noted in ${key} cannot be read: ${why}`, {
    remedy: 'remove that object: then everything is sent again',
  })
}

function unkept(key: string): EnvironmentError {
  return new EnvironmentError('not-delivered', `${key} was taken, and is not there`, {
    remedy: 'see to the endpoint in courant.yaml: what answers there is no S3, or keeps nothing',
  })
}

function keyOf(number: number): string {
  return `${START}${String(number).padStart(12, '0')}.jsonl.gz`
}

function numberOf(key: string | undefined): number {
  return key === undefined ? 0 : Number.parseInt(key.slice(START.length), 10)
}
