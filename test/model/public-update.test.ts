import { describe, expect, test } from 'vitest'
import { publicUpdate } from '../../src/model/article.ts'

const on = (at: number) => ({ at, dateOnly: false })

const plain = { date: on(100), updated: undefined, corrections: [], withdrawn: undefined }

describe('publicUpdate', () => {
  test('is the date of a story of which nothing was told', () => {
    expect(publicUpdate(plain)).toBe(100)
  })

  test('follows an update with a note, and no other', () => {
    expect(publicUpdate({ ...plain, updated: { date: on(200), note: 'Adds the vote.' } })).toBe(200)
    expect(publicUpdate({ ...plain, updated: { date: on(200), note: undefined } })).toBe(100)
  })

  test('follows the last correction, in whatever order they stand', () => {
    const corrections = [
      { date: on(300), note: 'b' },
      { date: on(200), note: 'a' },
    ]
    expect(publicUpdate({ ...plain, corrections })).toBe(300)
  })

  test('follows a withdrawal', () => {
    const withdrawn = { date: on(400), reason: 'In error.', replacement: undefined }
    expect(publicUpdate({ ...plain, corrections: [{ date: on(300), note: 'b' }], withdrawn })).toBe(400)
  })

  test('never lies before the date', () => {
    expect(publicUpdate({ ...plain, updated: { date: on(50), note: 'Early.' } })).toBe(100)
  })
})
