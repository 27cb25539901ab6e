import { expect, test } from 'vitest'
import { asChange, asWithdrawn, publicOnceWithdrawn } from '../../src/model/kept-fields.ts'
import { plainStory } from '../feed/newsroom.ts'
import { problemsWith } from '../support/compile.ts'

const TABLE = 'model/kept-fields.ts'
const FIELD = {
  file: 'model/article.ts',
  find: '  readonly draft: boolean\n',
  replace: '  readonly draft: boolean\n  readonly planted: string | undefined\n',
}

test('KEPT: a new field of a story does not compile until it has a row', () => {
  expect(problemsWith([], [TABLE])).toEqual([])
  expect(problemsWith([FIELD], [TABLE])).toContainEqual(expect.stringMatching(/^model\/kept-fields.ts: .*'planted' is missing/))
})

test('KEPT: a field that is dropped needs what it says instead, in each place', () => {
  const row = {
    file: TABLE,
    find: 'const KEPT = {\n',
    replace: "const KEPT = {\n  planted: { withdrawn: 'drops', change: 'drops', audit: 'private' },\n",
  }
  const problems = problemsWith([FIELD, row], [TABLE]).filter(problem => problem.includes("'planted' is missing"))
  expect(problems).toHaveLength(2)
})

test('asWithdrawn: the story keeps its address and loses what it said', () => {
  const story = plainStory(1, { dateline: 'GENEVA', lead: true, notes: ['Secret'], summary: 'Before' })
  expect(asWithdrawn(story, { summary: 'Taken back' })).toEqual({
    ...story,
    dateline: undefined,
    lead: false,
    notes: [],
    summary: 'Taken back',
  })
})

test('asChange: the item keeps the address of its story, and says what it is given', () => {
  const story = plainStory(1, { dateline: 'GENEVA', canonical: 'https://example.org/a', reported: 5 })
  const { reported: _, ...rest } = story
  const set = { id: 'a#b', title: 'Correction: A', summary: 'It was wrong', date: { at: 9, dateOnly: false } }
  expect(asChange(story, set)).toEqual({ ...rest, dateline: undefined, canonical: undefined, ...set })
})

test('publicOnceWithdrawn: names the story and its notice, and nothing that it said', () => {
  const story = plainStory(1, { summary: 'Before', notes: ['Secret'], canonical: 'https://example.org/a' })
  const text = JSON.stringify(publicOnceWithdrawn(story))
  expect([story.id, story.title, 'https://example.org/a'].filter(part => !text.includes(part))).toEqual([])
  expect(text).not.toMatch(/Before|Secret/)
})
