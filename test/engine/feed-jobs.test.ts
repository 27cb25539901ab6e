import { expect, test } from 'vitest'
import { carriersIn } from '../../src/engine/feed-jobs.ts'
import type { Article } from '../../src/model/article.ts'
import type { Channel } from '../../src/model/edition.ts'
import { storyOf } from '../edition/stories.ts'

test('carriersIn: finds a story in its channel by its record, and reads no other', () => {
  let read = 0
  const stories = Array.from({ length: 500 }, (_, index): Article => {
    const story = storyOf(`s-${index}`)
    const { id } = story
    return Object.defineProperty(story, 'id', {
      get: () => {
        read++
        return id
      },
    })
  })
  const channel = (path: Channel['path'], its: readonly Article[]): Channel => ({
    kind: 'site',
    path,
    page: path,
    lang: 'en',
    title: '',
    description: '',
    stories: its,
    tombstones: [],
  })
  const channels = [channel('/', stories), channel('/topics/a/', stories.slice(0, 5))]
  const carries = carriersIn({ channels }, id => (id === 'at the end' ? stories.at(-1) : undefined))
  expect(carries('/', 'at the end')).toBe(true)
  expect(carries('/topics/a/', 'at the end')).toBe(false)
  expect(carries('/', 'of nobody')).toBe(false)
  expect(carries('/topics/none/', 'at the end')).toBe(false)
  expect(read).toBe(0)
})
