import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { standingIn } from '../../src/output/out-folder.ts'
import { look, looksAhead } from '../../src/render/looks-ahead.ts'
import { RenderPool } from '../../src/render/render-pool.ts'
import { temporaryFolder } from '../support/newsroom.ts'

const PATHS = ['a.html', 'folder', 'é/b.html', 'not-there.html']

function outFolder(): string {
  const root = temporaryFolder()
  for (const folder of ['folder', 'é']) mkdirSync(join(root, folder))
  for (const file of ['a.html', 'é/b.html']) writeFileSync(join(root, file), file)
  return root
}

describe('looksAhead', () => {
  test('tells how files stand, whoever has looked', () => {
    const root = outFolder()
    using ahead = looksAhead(root, PATHS)
    const now = PATHS.map(standingIn(root))
    expect(PATHS.map(ahead.standing)).toEqual(now)
    look(ahead.looks)
    expect(PATHS.map(ahead.standing)).toEqual(now)
    expect(ahead.standing('folder/of-another')).toBeUndefined()
  })

  test('tells what was seen ahead, and looks itself where nobody has', () => {
    const root = outFolder()
    using ahead = looksAhead(root, PATHS)
    look(ahead.looks)
    rmSync(join(root, 'a.html'))
    writeFileSync(join(root, 'c.html'), 'new')
    expect(ahead.standing('a.html')?.size).toBe(6)
    expect(ahead.standing('c.html')?.size).toBe(3)
  })

  test('is over when it is disposed of', () => {
    const root = outFolder()
    const ahead = looksAhead(root, PATHS)
    ahead[Symbol.dispose]()
    look(ahead.looks)
    rmSync(join(root, 'a.html'))
    expect(ahead.standing('a.html')).toBeUndefined()
  })

  test('is done by a thread of the pool, in memory that both have', async () => {
    const root = outFolder()
    await using pool = new RenderPool({ deadlineMs: 30_000 })
    using ahead = looksAhead(root, PATHS)
    pool.warm(1)
    pool.look(ahead.looks)
    await expect.poll(() => Atomics.load(ahead.looks.state, 0)).toBe(PATHS.length)
    expect(PATHS.map(ahead.standing)).toEqual(PATHS.map(standingIn(root)))
  })
})
