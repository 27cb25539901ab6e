import { hash } from 'node:crypto'
import type { Article, Correction } from '../model/article.ts'
import { type PublicationRecord, type RecordEntry, recordOf } from '../model/record.ts'

/** The corrections of a story that subscribers have; undefined where there are none. */
export type ToldCorrections = (id: string) => RecordEntry['corrections']

/**
 * Each correction's number among those of its instant, from 1: the one that it was told under, wherever the file has it now; else the
 * first that is free.
 */
export function numbersOf(corrections: readonly Correction[], told: RecordEntry['corrections']): readonly number[] {
  const taken = new Set<string>()
  const numberOf = (correction: Correction, isIts: (name: string) => boolean): number | undefined => {
    for (let number = 1; number <= corrections.length + Object.keys(told ?? {}).length; number++) {
      const name = nameOf(correction, number)
      if (taken.has(name) || !isIts(name)) continue
      taken.add(name)
      return number
    }
    return undefined
  }
  const known = corrections.map(correction => numberOf(correction, name => told?.[name] === noteHash(correction)))
  return corrections.map((correction, index) => known[index] ?? numberOf(correction, () => true) ?? 0)
}

/**
 * The record, with a hash of each correction's note that this edition tells, by number and instant. So a correction is known by what it
 * was told under when another one of its instant is written above it.
 */
export function withTold(
  record: PublicationRecord,
  { released, toldOf }: { readonly released: readonly Article[]; readonly toldOf: ToldCorrections },
): PublicationRecord {
  const next = recordOf(record, record.since)
  for (const { id, corrections } of released) {
    const [entry, told] = [record.get(id), toldOf(id)]
    if (!entry || (corrections.length === 0 && !told)) continue
    const numbers = numbersOf(corrections, told)
    const now = corrections.map((each, index) => [nameOf(each, numbers[index] ?? 0), noteHash(each)])
    next.set(id, { ...entry, corrections: { ...told, ...Object.fromEntries(now) } })
  }
  return next
}

function nameOf({ date }: Correction, number: number): string {
  return `${number}-${new Date(date.at).toISOString()}`
}

function noteHash({ note }: Correction): string {
  return hash('sha256', note, 'base64url').slice(0, 16)
}
