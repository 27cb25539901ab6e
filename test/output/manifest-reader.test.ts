import { appendFileSync, readFileSync, renameSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { feedsOf } from '../../src/notify/topics.ts'
import { lineOf, type Manifest, type ManifestEntry, readManifest, writeManifest } from '../../src/output/manifest-file.ts'
import { compactManifest } from '../../src/output/manifest-lookup.ts'
import { ManifestReader } from '../../src/output/manifest-reader.ts'
import { appendLines } from '../../src/platform/append-lines.ts'
import { watchedManifest } from '../../src/serve/watched-manifest.ts'
import { bytesRead } from '../support/bytes-read.ts'
import { temporaryFolder } from '../support/newsroom.ts'

function entryOf(path: string, content: number): ManifestEntry {
  return content === 0 ? { path, sha256: '', size: 0 } : { path, sha256: String(content % 10).repeat(64), size: content }
}

function manifestOf(entries: readonly ManifestEntry[], generation = 1): string {
  return writeManifest(new Map(entries.map(entry => [entry.path, entry])), { generation })
}

/** A manifest on the disk, and what a reader of it knows who reads only what is new. */
function followed(text: string) {
  const file = join(temporaryFolder(), 'manifest.jsonl')
  writeFileSync(file, text)
  const reader = new ManifestReader(file, descriptor => readFileSync(descriptor))
  let known: Manifest | undefined
  const look = (): string => {
    const news = reader.look()
    if (news.kind === 'whole') known = readManifest(news.bytes.toString())
    if (news.kind === 'appended') known = new Map([...(known ?? []), ...news.lines])
    return news.kind
  }
  const replace = (bytes: string | Uint8Array): void => {
    writeFileSync(`${file}.new`, bytes)
    renameSync(`${file}.new`, file)
  }
  return { file, look, replace, known: () => known, onDisk: () => readManifest(readFileSync(file, 'utf8')) }
}

const ENTRY = fc
  .tuple(fc.constantFrom('index.html', 'a/index.html', 'b', 'feed.rss', 'é', '\uE000', '\u{1F4F0}'), fc.nat(12))
  .map(([path, content]) => entryOf(path, content))
const STEP = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('append' as const), entries: fc.array(ENTRY, { minLength: 1, maxLength: 4 }) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('torn' as const),
      entry: ENTRY,
      share: fc.double({ min: 0, max: 0.99, noNaN: true }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('compact' as const), entry: ENTRY }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('lost' as const), entries: fc.array(ENTRY, { maxLength: 4 }) }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('full' as const), entries: fc.array(ENTRY, { minLength: 2, maxLength: 2 }) }),
  },
)

describe('ManifestReader', () => {
  test('knows what the file says, whatever was appended, torn, cut off, compacted, or lost and made again', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(STEP, fc.boolean()), { maxLength: 12 }), steps => {
        const { file, look, replace, known, onDisk } = followed(manifestOf([entryOf('index.html', 1)]))
        for (const [step, isLooking] of steps) {
          if (step.kind === 'append') appendLines(file, step.entries.map(lineOf).join(''))
          if (step.kind === 'torn') {
            const line = Buffer.from(lineOf(step.entry))
            appendFileSync(file, line.subarray(0, Math.floor(line.length * step.share)))
          }
          if (step.kind === 'compact')
            replace(Buffer.concat(compactManifest(readFileSync(file), new Map([[step.entry.path, step.entry]])) ?? []))
          if (step.kind === 'lost') {
            rmSync(file)
            writeFileSync(file, manifestOf(step.entries))
          }
          if (step.kind === 'full') {
            // As where the disk is full in the middle of what is appended, and a reader came by.
            const { size } = statSync(file)
            appendFileSync(file, lineOf(step.entries[0] ?? entryOf('b', 0)))
            look()
            truncateSync(file, size)
          }
          if (isLooking) {
            look()
            expect(known()).toEqual(onDisk())
          }
        }
        look()
        expect(known()).toEqual(onDisk())
      }),
      { numRuns: 300 },
    )
  })

  test('reads the tail where lines were appended, and all of it where the file is another', () => {
    const { file, look, replace, known } = followed(manifestOf([entryOf('a', 1), entryOf('b', 2)]))
    expect([look(), look()]).toEqual(['whole', 'same'])
    appendFileSync(file, lineOf(entryOf('a', 0)) + lineOf(entryOf('a', 3)))
    expect([look(), known()?.get('a')?.size]).toEqual(['appended', 3])
    appendFileSync(file, '{"path":"c","sha2')
    expect([look(), known()?.has('c')]).toEqual(['same', false])
    // The same header and the same length of the sorted part, as where a lost manifest was made again.
    replace(manifestOf([entryOf('a', 4), entryOf('b', 5)]))
    expect([look(), known()?.get('b')?.size]).toEqual(['whole', 5])
    rmSync(file)
    expect([look(), known(), look()]).toEqual(['whole', undefined, 'same'])
  })

  test('reads a list of version 1 whole, and one that is not whole at each change', () => {
    const { file, look, replace, known } = followed('{"courant-manifest":1}\n')
    expect(look()).toBe('whole')
    appendFileSync(file, lineOf(entryOf('a', 1)))
    expect(look()).toBe('whole')
    const text = manifestOf([entryOf('a', 1), entryOf('b', 2)])
    replace(text.slice(0, text.indexOf('{"path":"b"')))
    expect(look()).toBe('whole')
    appendFileSync(file, lineOf(entryOf('b', 2)) + lineOf(entryOf('c', 3)))
    expect([look(), known()?.size]).toEqual(['whole', 3])
    appendFileSync(file, lineOf(entryOf('d', 4)))
    expect([look(), known()?.size]).toEqual(['appended', 4])
  })
})

describe('bytes that are read after a change', () => {
  /** A newsroom's manifest with so many stories and two feeds. */
  function out(stories: number): string {
    const root = temporaryFolder()
    const pages = Array.from({ length: stories }, (_, index) => entryOf(`2026/story-${index}/index.html`, 1))
    writeFileSync(join(root, 'manifest.jsonl'), manifestOf([...pages, entryOf('feed.rss', 1), entryOf('404.html', 1)]))
    return root
  }

  const CHANGE = ['2026/story-7/index.html', 'feed.rss']

  function publishIn(root: string, content: number): void {
    const lines = [...CHANGE.map(path => entryOf(path, 0)), ...CHANGE.map(path => entryOf(path, content))]
    appendLines(join(root, 'manifest.jsonl'), lines.map(lineOf).join(''))
  }

  test.each([
    [
      'the server',
      (root: string) => {
        const manifest = watchedManifest(root, () => {})
        return () => {
          manifest.refresh()
          return manifest.find('feed.rss')?.sha256
        }
      },
    ],
    [
      'the hub',
      (root: string) => {
        const feeds = feedsOf(root)
        return () => feeds().topics.get('feed.rss')
      },
    ],
  ] as const)('are as many for %s at 20,000 stories as at 100', (_name, following) => {
    const counts = [100, 20_000].map(stories => {
      const root = out(stories)
      const feed = following(root)
      const first = bytesRead(() => expect(feed()).toBe('1'.repeat(64)))
      expect(first).toBeGreaterThan(stories * 100)
      return [2, 3, 4].map(content => {
        publishIn(root, content)
        return bytesRead(() => expect(feed()).toBe(String(content).repeat(64)))
      })
    })
    expect(counts[1]).toEqual(counts[0]?.map(count => expect.closeTo(count, -2)))
    expect(Math.max(...counts.flat())).toBeLessThan(1200)
  })
})

describe('compactManifest', () => {
  const ENTRIES = fc.array(ENTRY, { maxLength: 8 })

  test('has in the sorted part what the manifest said, with the changes, one generation later', () => {
    fc.assert(
      fc.property(ENTRIES, ENTRIES, fc.array(fc.tuple(ENTRY, fc.boolean()), { maxLength: 4 }), (sorted, tail, changes) => {
        const text = manifestOf(sorted, 6) + tail.map(lineOf).join('')
        const changed = new Map(changes.map(([entry, isKept]) => [entry.path, isKept ? entry : undefined]))
        const expected = new Map(readManifest(text))
        for (const [path, entry] of changed) {
          if (entry) expected.set(path, entry)
          else expected.delete(path)
        }
        const compacted = Buffer.concat(compactManifest(Buffer.from(text), changed) ?? []).toString()
        expect(compacted).toBe(writeManifest(expected, { generation: 7 }))
      }),
    )
  })

  test('leaves no name of a path that is removed, be it in the sorted part or in the tail', () => {
    const text = manifestOf([entryOf('a', 1), entryOf('secret', 1)]) + lineOf(entryOf('secret', 0)) + lineOf(entryOf('b', 2))
    const compacted = Buffer.concat(compactManifest(Buffer.from(text), new Map([['secret', undefined]])) ?? []).toString()
    expect([...(readManifest(compacted)?.keys() ?? []), compacted.includes('secret')]).toEqual(['a', 'b', false])
  })

  test('is not made of what was cut short, is damaged or of version 1', () => {
    const text = manifestOf([entryOf('a', 1), entryOf('b', 1)])
    for (const damaged of [
      text.slice(0, -1),
      `${text}\0\n`,
      '{"courant-manifest":1}\n',
      '',
      text.replace('{"path":"b"', '{"path"!"b"'),
    ])
      expect(compactManifest(Buffer.from(damaged), new Map([['c', entryOf('c', 1)]]))).toBeUndefined()
  })
})
