import { setTimeout as pause } from 'node:timers/promises'
import type { OutPath } from '../model/address.ts'
import { type Delivery, shownDelivery } from '../model/delivery.ts'
import { wordsAndRemedy } from '../platform/words-of.ts'
import type { Paths } from '../state/paths.ts'
import { type Changes, NO_CHANGES, together } from './changes.ts'
import { deliverToBucket } from './deliver-to-bucket.ts'
import { deliverToFolder, resume } from './deliver-to-folder.ts'
import type { Delivered } from './delivered.ts'
import { noteDelivered } from './delivered-file.ts'
import { type Generation, generationIn } from './generation.ts'
import { copiesIn, withNamedFeeds } from './named-feeds.ts'

/** What is to be delivered, and where. */
export interface DeliverRequest {
  readonly paths: Pick<Paths, 'out' | 'state'>
  readonly deliveries: readonly Delivery[]
  /** What paths of the site begin with. */
  readonly basePath: string
  /** The number of who delivers, where several may: nobody with a smaller one delivers to a bucket after it. */
  readonly fence?: number | undefined
  /** Whether what is published follows again where somebody went back. */
  readonly resumes?: boolean
}

/** What became of one delivery. */
export interface DeliveryReport {
  /** The place, as people know it. */
  readonly to: string
  readonly kind: 'delivered' | 'held' | 'failed'
  /** What differs there now. */
  readonly changes: Changes
  /** Why it failed, and what to do about it. */
  readonly problem: string | undefined
}

// A publish puts its files in place in a second or two.
const LOOKS = 50
const LOOK_EVERY_MS = 200

const OVERTAKEN =
  'whenever it was to be delivered, a publish or another delivery was at it, or other bytes stood in out/ than were published; the next publish makes it good'

/**
 * Brings what is public in `out/` to every other place. What is to be done follows from `out/` and from what stands there, so that a delivery
 * that failed or was killed is made good by the next, and whoever published does not matter. One place keeps no other waiting.
 */
export async function deliver({ paths, deliveries, ...how }: DeliverRequest): Promise<readonly DeliveryReport[]> {
  let reports = failedAt(deliveries, OVERTAKEN)
  for (let look = 0; look < LOOKS && reports.some(({ problem }) => problem === OVERTAKEN); look++) {
    if (look > 0) await pause(LOOK_EVERY_MS)
    try {
      const generation = generationIn(paths.out)
      if (!generation) continue
      const now = await Promise.all(deliveries.map(delivery => deliverOne(generation, { delivery, ...how })))
      reports = inAll(reports, now)
      if (now.every(({ kind }) => kind === 'delivered')) noteDelivered(paths, generation)
    } catch (error) {
      // The disk of `out/`, or of `.courant/`.
      reports = inAll(reports, failedAt(deliveries, wordsAndRemedy(error)))
    }
  }
  return reports
}

function failedAt(deliveries: readonly Delivery[], problem: string): readonly DeliveryReport[] {
  return deliveries.map(delivery => ({ to: shownDelivery(delivery), kind: 'failed', changes: NO_CHANGES, problem }))
}

/** What came of deliveries that were tried again, with all that changed since before the first time. */
export function inAll(before: readonly DeliveryReport[], now: readonly DeliveryReport[]): readonly DeliveryReport[] {
  return now.map((report, index) => ({ ...report, changes: together(before[index]?.changes ?? NO_CHANGES, report.changes) }))
}

interface Place extends Pick<DeliverRequest, 'basePath' | 'fence' | 'resumes'> {
  readonly delivery: Delivery
}

async function deliverOne(generation: Generation, place: Place): Promise<DeliveryReport> {
  const to = shownDelivery(place.delivery)
  const done = await deliverTo(generation, place).catch((error): Delivered => ({ kind: 'failed', error, changes: NO_CHANGES }))
  const { kind, changes } = done
  if (kind === 'overtaken') return { to, kind: 'failed', changes, problem: OVERTAKEN }
  return { to, kind, changes, problem: kind === 'failed' ? wordsAndRemedy(done.error) : undefined }
}

/** What speaks S3 is loaded where there is a bucket to deliver to. */
async function deliverTo(generation: Generation, { delivery, basePath, fence, resumes = false }: Place): Promise<Delivered> {
  if (delivery.kind === 'releases') {
    const copies = delivery.feedCopies ? copiesIn(generation) : new Map<OutPath, OutPath>()
    return await (resumes ? resume : deliverToFolder)({ ...generation, copies }, delivery)
  }
  const { openBucket } = await import('./s3-bucket.ts')
  using bucket = await openBucket(delivery)
  return await deliverToBucket(withNamedFeeds(generation, delivery), { bucket, basePath, fence })
}
