import { type Fields, type FieldTable, flag, group, integer, list, text, url } from '../fields/readers.ts'
import { type Reader, reader, type Slot } from '../fields/slot.ts'
import type { Delivery } from '../model/delivery.ts'

const KEEP = 5

/** The fields of one delivery: those of a folder of releases, or those of a bucket. */
export const DELIVERY_FIELDS = {
  releases: {
    read: text({ max: 2000 }),
    about:
      'A folder: each release goes into a folder of its own below `releases/` in it, and `current` is a link to the newest.',
    example: 'live',
  },
  keep: {
    read: integer({ min: 2, max: 1000 }),
    about: `With \`releases\`: how many are kept; ${KEEP} when absent.`,
    example: '10',
  },
  s3: { read: text({ max: 63 }), about: 'A bucket of S3, by its name.', example: 'example-news' },
  endpoint: {
    read: url,
    about: "With `s3`: the address of whoever keeps the bucket; Amazon's when absent.",
    example: 'https://s3.example.net',
  },
  region: {
    read: text({ max: 63 }),
    about: "With `s3`: the bucket's region; the environment's `AWS_REGION` when absent.",
    example: 'eu-central-1',
  },
  prefix: { read: text({ max: 500 }), about: 'With `s3`: a folder in the bucket; its root when absent.', example: 'news/' },
  feedCopies: {
    read: flag,
    about:
      'Whether feeds are copied to `feed.xml`, `rss.xml`, `index.xml` and `atom.xml`, for a target that cannot redirect; `false` when absent.',
    example: 'true',
  },
} as const satisfies FieldTable

const fields = group(DELIVERY_FIELDS)

const delivery: Reader<Delivery> = reader(fields.schema, slot => {
  const before = fields(slot)
  return before && deliveryOf(before, slot)
})

/** Every delivery of `courant.yaml`. */
export const deliveries: Reader<readonly Delivery[]> = list(delivery)

function deliveryOf(
  { releases, keep, s3, feedCopies = false, ...bucket }: Fields<typeof DELIVERY_FIELDS>,
  slot: Slot,
): Delivery | undefined {
  if ((releases === undefined) === (s3 === undefined))
    return slot.mistake({
      message: s3 === undefined ? 'names no place' : 'names two places at once',
      remedy: 'write releases: and a folder, or s3: and a bucket; two places are two items of the list',
    })
  const foreign = Object.entries(releases === undefined ? { keep } : bucket).find(([, value]) => value !== undefined)
  if (foreign)
    return slot.at(foreign[0], foreign[1]).mistake({
      message: `does not go with ${releases === undefined ? 's3' : 'releases'}`,
      remedy: 'remove the line, or see to which item of the list it belongs',
    })
  if (releases !== undefined) return { kind: 'releases', folder: releases, keep: keep ?? KEEP, feedCopies }
  return s3 === undefined ? undefined : { kind: 's3', bucket: s3, ...bucket, prefix: folderOf(bucket.prefix ?? ''), feedCopies }
}

/** Neither a slash at the beginning nor none at the end. */
function folderOf(prefix: string): string {
  const parts = prefix.split('/').filter(part => part !== '')
  return parts.map(part => `${part}/`).join('')
}
