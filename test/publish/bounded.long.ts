import { afterAll, expect, test } from 'vitest'
import { HOSTILE_STORIES } from '../../bench/hostile-stories.ts'
import { RenderPool } from '../../src/render/render-pool.ts'
import { newsroomOf, story } from '../support/newsroom.ts'
import { readFeeds } from './published-set.ts'

const GOOD = 100

// Tighter than the command's: what these bounds hold, those hold. A good story takes a thousandth of them.
const pool = new RenderPool({ deadlineMs: 3000, maxHeapMb: 512 })
afterAll(() => pool[Symbol.asyncDispose]())

/** Why a hostile story may be kept back; all else would be an accident. */
const REASONS: ReadonlySet<string> = new Set(['too-large', 'too-slow', 'yaml', 'bad-value', 'raw-html'])

test(`publish: ${HOSTILE_STORIES.size} hostile stories in one newsroom are each published or refused by name, and ${GOOD} others go out with them`, async () => {
  const hostile = [...HOSTILE_STORIES].map(([name, source], index) => ({ name, path: `hostile/${index}.md`, source }))
  const good = Array.from({ length: GOOD }, (_, index) => [`good/${index}.md`, story({ title: `Good ${index}` })] as const)
  const newsroom = newsroomOf({
    ...Object.fromEntries(hostile.map(({ path, source }) => [path, source])),
    ...Object.fromEntries(good),
  })
  const { edition, diagnostics } = await newsroom.publish({ pool })
  const released = new Set(edition.released.map(({ path }) => path))
  const outcomes = hostile.map(({ name, path }) => {
    const errors = diagnostics.filter(each => each.path === path && each.severity === 'error').map(({ code }) => code)
    return { name, errors: [...new Set(errors)], isOut: newsroom.out().has(`${path.slice(0, -3)}/index.html`) }
  })
  console.info(outcomes.map(({ name, errors, isOut }) => `${name}: ${isOut ? 'published' : errors.join(', ')}`).join('\n'))
  for (const { name, errors, isOut } of outcomes) {
    expect(isOut ? errors : errors.length > 0, name).toEqual(isOut ? [] : true)
    expect(
      errors.filter(code => !REASONS.has(code)),
      name,
    ).toEqual([])
  }
  for (const [path] of good) expect(released.has(path), path).toBe(true)
  const { stories, problems } = readFeeds(newsroom.out())
  expect(problems).toEqual([])
  expect(stories.filter(({ title }) => title.startsWith('Good')).length).toBeGreaterThan(0)
})
