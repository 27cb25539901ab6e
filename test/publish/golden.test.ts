import { rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { AS_OF, differingPaths, fixture, newsroomFrom, treeOf, writeFiles } from '../support/newsroom.ts'
import { problemsOfEdition } from './edition-problems.ts'

const NEWSROOMS = ['minimal', 'everything', 'hard-text', 'base-path'] as const

/** `UPDATE_GOLDEN=1` writes down what is published now; look at the difference before it is committed. */
const UPDATE = process.env.UPDATE_GOLDEN === '1'

function goldenFolder(name: string): string {
  return fileURLToPath(new URL(`../golden/${name}`, import.meta.url))
}

describe.each(NEWSROOMS)('%s', name => {
  test(`publish: ${name} is published as its golden edition, byte for byte, and every feed and link in it is right`, async () => {
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
    for (const path of differingPaths(out, golden)) expect.soft(String(out.get(path)), path).toBe(String(golden.get(path)))
    expect(await problemsOfEdition(out, { site, asOf: AS_OF })).toEqual([])
  })
})
