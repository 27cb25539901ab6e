import fc from 'fast-check'
import { expect, test } from 'vitest'
import { changesBetween } from '../../src/deploy/changes.ts'
import { changesSince, generationIn, type Snapshot, snapshotOf } from '../../src/deploy/generation.ts'
import { type ManifestEntry, writeManifest } from '../../src/output/manifest-file.ts'
import { temporaryFolder, writeFiles } from '../support/newsroom.ts'

const ENTRY: fc.Arbitrary<ManifestEntry> = fc.record(
  {
    path: fc.constantFrom('a/index.html', 'b/index.html', 'c/index.html', 'feed.atom', '0.txt'),
    sha256: fc.constantFrom('1', '2'),
    size: fc.constantFrom(1, 2),
    answer: fc.constant({ status: 410 } as const),
  },
  { requiredKeys: ['path', 'sha256', 'size'] },
)
const ENTRIES = fc.uniqueArray(ENTRY, { selector: ({ path }) => path })

function holding(entries: readonly ManifestEntry[]): Snapshot {
  const root = temporaryFolder()
  writeFiles(root, { 'manifest.jsonl': writeManifest(new Map(entries.map(entry => [entry.path, entry]))) })
  return snapshotOf(root)
}

function filesIn({ root }: Snapshot): ReadonlyMap<string, ManifestEntry> {
  return generationIn(root)?.files ?? new Map()
}

test('what changed between two snapshots is what differs between all their files', () => {
  const check = (before: readonly ManifestEntry[], after: readonly ManifestEntry[]): void => {
    const [one, other] = [holding(before), holding(after)]
    expect(changesSince(one, other)).toEqual(changesBetween(filesIn(one), filesIn(other)))
  }
  fc.assert(fc.property(ENTRIES, ENTRIES, check), { numRuns: 100 })
})

test('all is new where nothing stood, and nothing can be said of what is not whole', () => {
  const nothing = snapshotOf(temporaryFolder())
  const whole = holding([{ path: 'a.txt', sha256: '1', size: 1 }])
  expect(changesSince(nothing, whole)).toEqual({ added: ['a.txt'], changed: [], removed: [] })
  expect(changesSince(whole, nothing)).toBeUndefined()
  expect(changesSince(whole, holding([{ path: 'a.txt', sha256: '', size: 0 }]))).toBeUndefined()
})
