import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { compareCounts, lacking } from '../../bench/compare-sites.ts'
import { countSite } from '../../bench/count-site.ts'
import { layOut, type Newsroom, storyFile, storyPage } from '../../bench/lay-out.ts'
import { type Measured, measureRounds, type Situation } from '../../bench/measure-rounds.ts'
import { courant } from '../../bench/publishers/courant.ts'
import type { Publisher } from '../../bench/publishers/publisher.ts'
import { linesOf } from '../../bench/report.ts'
import { clearAside } from '../../bench/set-aside.ts'

const STORIES = 8

let folder: string
let newsroom: Newsroom
const measured = new Map<Situation, Measured>()

/** Another publisher of the same newsroom, that always fails. */
function broken(): Publisher {
  return {
    ...courant(),
    name: 'Broken',
    publish: { program: process.execPath, args: ['-e', 'console.error("it broke"); process.exit(7)'] },
  }
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'courant-bench-test-'))
  newsroom = layOut({ count: STORIES, words: [20, 40] }, [courant()], join(folder, 'alone'))
  for (const situation of ['cold', 'unchanged', 'one-edit', 'one-added'] as const) {
    const [ours] = await measureRounds(newsroom, { situation, rounds: 1 })
    if (ours) measured.set(situation, ours)
  }
})

afterAll(() => rmSync(folder, { recursive: true }))

function filesIn(situation: Situation): number {
  const [run] = measured.get(situation)?.runs ?? []
  if (run === undefined) throw new Error(`${situation} was not measured`)
  return run.files
}

test('a cold publish writes the site, an unchanged one nothing, an edit and an addition some of it', () => {
  expect(filesIn('cold')).toBeGreaterThan(STORIES)
  expect(filesIn('unchanged')).toBe(0)
  for (const situation of ['one-edit', 'one-added'] as const) {
    expect(filesIn(situation)).toBeGreaterThan(0)
    expect(filesIn(situation)).toBeLessThan(filesIn('cold'))
  }
})

test('an edit is in the story that it names, and on its page', () => {
  const at = { plan: newsroom.plan, index: STORIES / 2 }
  const [contender] = newsroom.contenders
  if (contender === undefined) throw new Error('nobody publishes')
  expect(readFileSync(storyFile(contender, at), 'utf8')).toMatch(/\nEdited for the measurement, round 1\.\n$/)
  expect(readFileSync(storyPage(contender, at), 'utf8')).toContain('Edited for the measurement, round 1.')
})

test('what stands on the site is counted, the story that was added too', () => {
  const counts = countSite(join(folder, 'alone/courant/out'), /\/archive\//)
  expect(counts.get('story pages')).toBe(STORIES + 1)
  expect(counts.get('canonical links')).toBeGreaterThan(STORIES)
  for (const feeds of ['RSS feeds', 'Atom feeds', 'JSON feeds'] as const) expect(counts.get(feeds)).toBeGreaterThan(1)
  expect(counts.get('RSS items')).toBe(counts.get('JSON items'))
  expect(counts.get('RSS items')).toBe(counts.get('Atom entries'))
})

test('a site that has less than ours is found out, and one that has more is not', () => {
  const ours = new Map([['RSS items', 5] as const, ['tables', 2] as const])
  const theirs = new Map([['RSS items', 4] as const, ['tables', 3] as const])
  expect(lacking(compareCounts(ours, theirs))).toEqual([{ what: 'RSS items', ours: 5, theirs: 4 }])
})

test('who fails is left out of further rounds, with its reason', async () => {
  const two = layOut({ count: 2, words: [20, 40] }, [courant(), broken()], join(folder, 'two'))
  const [ours, theirs] = linesOf(await measureRounds(two, { situation: 'cold', rounds: 2 }))
  expect(ours).toMatchObject({ publisher: 'Courant', rounds: 2, failed: undefined })
  expect(theirs).toMatchObject({ publisher: 'Broken', rounds: 0, failed: 'exit code 7: it broke' })
})

test('a cold publish sets aside what stood there, and deletes it at the end', () => {
  expect(readdirSync(join(folder, 'two'))).toEqual(['aside', 'broken', 'courant'])
  clearAside(join(folder, 'two'))
  expect(readdirSync(join(folder, 'two'))).toEqual(['broken', 'courant'])
})
