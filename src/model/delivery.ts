/** Where what is published goes beside `out/`. */
export type Delivery = FolderDelivery | BucketDelivery

/*
 * `feedCopies`: whether feeds are there under the other names as well, those that end with `.xml`, at which programs look for them. For a
 * target whose server cannot redirect.
 */

/** A folder of whole releases, of which a link names the one that is served. */
export interface FolderDelivery {
  readonly kind: 'releases'
  readonly folder: string
  /** How many releases are kept, the one that is served among them. */
  readonly keep: number
  readonly feedCopies: boolean
}

/** A bucket of Amazon's S3, or of whatever speaks as it does. */
export interface BucketDelivery {
  readonly kind: 's3'
  readonly bucket: string
  /** Undefined for Amazon's own. */
  readonly endpoint: string | undefined
  /** Undefined for what the environment says. */
  readonly region: string | undefined
  /** What all keys begin with: empty, or ending with a slash. */
  readonly prefix: string
  readonly feedCopies: boolean
}

/** A delivery as people know it. */
export function shownDelivery(delivery: Delivery): string {
  return delivery.kind === 'releases' ? delivery.folder : `s3://${delivery.bucket}/${delivery.prefix}`
}
