import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { type SearchBeside, searchBeside } from '../../src/search/search-beside.ts'
import { until } from '../cli/courant.ts'
import { newsroomOf, story, type TemporaryNewsroom } from '../support/newsroom.ts'
import { indexText } from '../support/search.ts'

interface Beside extends AsyncDisposable {
  readonly search: SearchBeside
  readonly errors: unknown[]
}

function beside({ paths }: TemporaryNewsroom): Beside {
  const errors: unknown[] = []
  const search = searchBeside(paths, { onError: error => errors.push(error), pauseMs: 0 })
  return { search, errors, [Symbol.asyncDispose]: () => search[Symbol.asyncDispose]() }
}

async function turn({ search }: Beside, publish: () => Promise<unknown>): Promise<void> {
  using _turn = await search.turn()
  await publish()
}

function isPlaced({ paths }: TemporaryNewsroom): boolean {
  return existsSync(join(paths.out, 'search/index.json'))
}

function isMade({ paths }: TemporaryNewsroom): boolean {
  const folder = join(paths.cache, 'search')
  return existsSync(folder) && readdirSync(folder).some(made => existsSync(join(folder, made, 'pagefind.js')))
}

describe('searchBeside', () => {
  test('searchBeside: makes an index after a publish, and never makes it public in the middle of one', async () => {
    const newsroom = newsroomOf({ 'a.md': story({}, 'Plainly.\n') })
    await using it = beside(newsroom)
    await turn(it, () => newsroom.publish())
    await until(() => isPlaced(newsroom) || undefined)
    expect(indexText(newsroom)).toContain('Plainly')
    const before = newsroom.read('search/index.json')
    newsroom.write({ 'a.md': story({}, 'Rewritten.\n') })
    await turn(it, () => newsroom.publish())
    await turn(it, async () => {
      await until(() => isMade(newsroom) || undefined)
      expect(newsroom.read('search/index.json')).toBe(before)
    })
    await until(() => newsroom.read('search/index.json') !== before || undefined)
    expect(indexText(newsroom)).toContain('Rewritten')
    expect(it.errors).toEqual([])
  })

  test('searchBeside: an index that holds a story which left meanwhile is made again without it', async () => {
    const newsroom = newsroomOf({ 'a.md': story({}, 'Plainly.\n'), 'b.md': story({}, 'Xyloleaver.\n') })
    await using it = beside(newsroom)
    await turn(it, () => newsroom.publish())
    newsroom.write({ 'b.md': story({ withdrawn: { date: '2026-05-20', reason: 'In error.' } }, 'Xyloleaver.\n') })
    await turn(it, async () => {
      await until(() => isMade(newsroom) || undefined)
      await newsroom.publish()
    })
    await until(() => isPlaced(newsroom) || undefined)
    expect(indexText(newsroom)).toContain('Plainly')
    expect(indexText(newsroom)).not.toContain('Xyloleaver')
  })

  test('searchBeside: what could not be made is tried again, though nothing is published, and told once', async () => {
    const newsroom = newsroomOf({ 'a.md': story({}, 'Plainly.\n') })
    await newsroom.publish()
    // Where it is made there is a file.
    const folder = join(newsroom.paths.cache, 'search')
    rmSync(folder, { recursive: true, force: true })
    writeFileSync(folder, '')
    await using it = beside(newsroom)
    await turn(it, async () => {})
    await until(() => it.errors.length > 0 || undefined)
    await pause(500)
    expect(it.errors).toHaveLength(1)
    rmSync(folder)
    await until(() => isPlaced(newsroom) || undefined)
    expect(indexText(newsroom)).toContain('Plainly')
  })

  test('searchBeside: ends in the middle of a making, and leaves nothing public', async () => {
    const newsroom = newsroomOf({ 'a.md': story() })
    const it = beside(newsroom)
    await turn(it, () => newsroom.publish())
    await it[Symbol.asyncDispose]()
    expect(isPlaced(newsroom)).toBe(false)
    expect(it.errors).toEqual([])
  })
})
