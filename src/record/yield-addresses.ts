import type { PublicationRecord } from '../model/record.ts'

/**
 * The record, in which a former address belongs to its last holder: once another story stands there, it is the first one's no more, and
 * leads after the second when that moves on.
 */
export function yieldAddresses(record: PublicationRecord): PublicationRecord {
  const moved = [...record.values()].filter(({ former }) => former.length > 0)
  if (moved.length === 0) return record
  const holders = new Map(
    [...record.values()].flatMap(({ id, permalink, gone }) => (gone === undefined ? [[permalink, id] as const] : [])),
  )
  const next = new Map(record)
  for (const entry of moved) {
    const former = entry.former.filter(address => (holders.get(address) ?? entry.id) === entry.id)
    if (former.length < entry.former.length) next.set(entry.id, { ...entry, former })
  }
  return next
}
