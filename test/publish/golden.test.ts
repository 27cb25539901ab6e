import { rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { isPicture } from '../../src/images/media-types.ts'
import { auditOut } from '../../src/review/audit-out.ts'
import { picturesDiffer } from '../support/images.ts'
import { AS_OF, differingPaths, fixture, newsroomFrom, treeOf, writeFiles } from '../support/newsroom.ts'
import { problemsOfEdition } from './edition-problems.ts'

const NEWSROOMS = ['minimal', 'everything', 'hard-text', 'base-path'] as const

/** `UPDATE_GOLDEN=1` writes down what is published now; look at the difference before it is committed. */
const UPDATE = process.env.UPDATE_GOLDEN === '1'

function goldenFolder(name: string): string {
  return fileURLToPath(new URL(`../golden/${name}`, import.meta.url))
}

/** Without what follows from the bytes of images: lengths in feeds, and the manifest's hashes. That they are right is held elsewhere. */
function withoutLengths(file: Buffer): string {
  const text = file.toString().replace(/(<media:content [^>]*fileSize=)"\d+"/g, '$1"…"')
  return text.replace(/^(\{"path":"[^"]*"),"sha256":"[0-9a-f]*","size":\d+/gm, '$1')
}

/** The manifest's first line, but for a length that follows from the lengths of images. */
function manifestHeader(edition: ReadonlyMap<string, Buffer>): string {
  const [header = ''] = edition.get('manifest.jsonl')?.toString().split('\n') ?? []
  return header.replace(/"sorted":\d+/, '"sorted":…')
}

describe.each(NEWSROOMS)('%s', name => {
  test(`publish: ${name} is published as its golden edition, byte for byte but for its images, and every feed and link in it is right`, async () => {
    const newsroom = newsroomFrom(fixture(name))
    const { diagnostics, site } = await newsroom.publish()
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
    const out = newsroom.out()
    if (UPDATE) {
      rmSync(goldenFolder(name), { recursive: true, force: true })
      writeFiles(goldenFolder(name), Object.fromEntries(out))
    }
    const golden = treeOf(goldenFolder(name))
    expect([...out.keys()]).toEqual([...golden.keys()])
    expect(manifestHeader(out)).toBe(manifestHeader(golden))
    for (const path of differingPaths(out, golden)) {
      const [now, before] = [out.get(path) ?? Buffer.alloc(0), golden.get(path) ?? Buffer.alloc(0)]
      // What sharp makes may come out otherwise on another machine (the second law): it has to show the same.
      if (isPicture(path)) expect.soft(await picturesDiffer(now, before), path).toBe(false)
      else expect.soft(withoutLengths(now), path).toBe(withoutLengths(before))
    }
    expect(await problemsOfEdition(out, { site, asOf: AS_OF })).toEqual([])
    expect(await auditOut({ paths: newsroom.paths, asOf: () => AS_OF, byClock: false, record: undefined })).toMatchObject({
      leaks: [],
    })
  })
})
