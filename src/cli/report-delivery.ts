import type { Changes } from '../deploy/changes.ts'
import type { DeliveryReport } from '../deploy/deliver.ts'
import { type OutPath, sitePathOf, urlOf } from '../model/address.ts'
import type { Site } from '../model/site.ts'
import { count } from './terminal.ts'

/** What a delivery came to, in a line; undefined where there is nothing to tell. */
export function deliveryLine({ to, kind, changes, problem }: DeliveryReport): string | undefined {
  if (kind === 'failed') return `Not delivered to ${to}: ${problem}`
  if (kind === 'held') return `Not delivered to ${to}: somebody went back there. To deliver again: courant rollback --resume`
  const { removed } = changes
  const written = changes.added.length + changes.changed.length
  if (written + removed.length === 0) return undefined
  return `Delivered to ${to}: ${count(written, 'file')} written${removed.length > 0 ? ` and ${removed.length} removed` : ''}.`
}

/** What a delivery came to, for machines: with the addresses that a cache in front of it is to forget. */
export function deliveryJson({ to, kind, changes, problem }: DeliveryReport, site: SiteAddress): object {
  return { to, outcome: kind, ...(problem !== undefined && { problem }), addresses: addressesOf(changes, site) }
}

type SiteAddress = Pick<Site, 'origin' | 'basePath'>

/** The absolute addresses at which something changed. */
export function addressesOf({ added, changed, removed }: Changes, site: SiteAddress): object {
  const addresses = (paths: readonly OutPath[]): readonly string[] => paths.map(path => urlOf(site, sitePathOf(path)))
  return { added: addresses(added), changed: addresses(changed), removed: addresses(removed) }
}
