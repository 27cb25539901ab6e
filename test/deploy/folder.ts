import { readdirSync, realpathSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { DeliveryReport } from '../../src/deploy/deliver.ts'
import { deliver } from '../../src/deploy/deliver.ts'
import type { Delivery, FolderDelivery } from '../../src/model/delivery.ts'
import { type TemporaryNewsroom, treeOf } from '../support/newsroom.ts'

/** A folder of releases beside a newsroom. */
export function folderOf({ root }: TemporaryNewsroom, keep = 5): FolderDelivery {
  return { kind: 'releases', folder: join(root, 'live'), keep, feedCopies: false }
}

/** Delivers what a newsroom published there. */
export async function deliverTo(newsroom: TemporaryNewsroom, to: Delivery): Promise<DeliveryReport> {
  const [report] = await deliver({ basePath: '', paths: newsroom.paths, deliveries: [to] })
  if (!report) throw new Error('nothing was reported')
  return report
}

/** The files that are served there, by path. */
export function servedIn({ folder }: FolderDelivery): ReadonlyMap<string, Buffer> {
  return treeOf(realpathSync(join(folder, 'current')))
}

/** The name of the release that is served. */
export function currentIn({ folder }: FolderDelivery): string {
  return basename(realpathSync(join(folder, 'current')))
}

/** The numbers of the releases there, in order. */
export function numbersIn({ folder }: FolderDelivery): readonly number[] {
  return readdirSync(join(folder, 'releases'))
    .sort()
    .map(name => Number.parseInt(name, 10))
}
