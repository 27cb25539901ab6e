/** An object as it is put. */
export interface StoredObject {
  /** Its bytes, or the file that has them, where it is too large to be read whole. */
  readonly body: Buffer | { readonly file: string; readonly size: number }
  readonly type: string
  readonly cacheControl: string
  /** Where a site that is served from the bucket sends who asks for it. */
  readonly redirect?: string
  readonly metadata?: Readonly<Record<string, string>>
}

/** An object as it is found. */
export interface FoundObject {
  readonly bytes: Buffer
  readonly metadata: Readonly<Record<string, string>>
}

/** A bucket below a prefix, which no key here has. Everything throws an EnvironmentError where the bucket fails for good. */
export interface Bucket {
  readonly put: (key: string, object: StoredObject) => Promise<void>
  /** Puts an object where there is none; false where there is one. */
  readonly create: (key: string, object: StoredObject) => Promise<boolean>
  readonly get: (key: string) => Promise<FoundObject | undefined>
  /** Keys that begin so, in order, after another. */
  readonly keys: (start: string, after?: string) => Promise<readonly string[]>
  readonly remove: (key: string) => Promise<void>
}
