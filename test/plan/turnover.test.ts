import { describe, expect, test } from 'vitest'
import type { Article } from '../../src/model/article.ts'
import type { Channel, Edition } from '../../src/model/edition.ts'
import type { ChannelDiff, ItemMark } from '../../src/plan/subscriber-diff.ts'
import { stillInQuestion, TURNOVER, turnoversIn } from '../../src/plan/turnover.ts'
import { on, storyOf } from '../edition/stories.ts'
import { channelOf } from '../feed/newsroom.ts'

const NO_STATES: Edition['states'] = { released: 0, withdrawn: 0, embargoed: 0, waiting: 0, draft: 0, expired: 0 }

const storiesOf = (count: number, fields: Partial<Article> = {}) =>
  Array.from({ length: count }, (_, index) => storyOf(`story-${index}`, fields))

const marksOf = (stories: readonly Article[]): readonly ItemMark[] =>
  stories.map(({ id, title }) => ({ id, title, changed: '' }))

/** Whether a feed that had so many items turns over when these come and go. */
function turnover({
  before,
  added = [],
  leaving = [],
  known = storyOf('known', { date: on(5) }),
  kind = 'site',
}: {
  readonly before: number
  readonly added?: readonly Article[]
  readonly leaving?: readonly Article[]
  /** The newest story that the record knows. */
  readonly known?: Article
  readonly kind?: Channel['kind']
}) {
  const channel = channelOf([], { kind })
  const diff: ChannelDiff = { channel, before, added: marksOf(added), leaving: marksOf(leaving), edited: [], resurfacing: [] }
  const { id, path, permalink, date } = known
  const record = new Map([[id, { id, path, permalink, hash: '', published: date.at, former: [], gone: undefined }]])
  const edition = {
    asOf: on(20).at,
    reached: on(20).at,
    released: added,
    several: new Map(),
    standing: [],
    news: [],
    lists: [],
    archives: [],
    channels: [channel],
    upcoming: [],
    waiting: [],
    stateOf: new Map(),
    states: NO_STATES,
  }
  return turnoversIn([diff], { edition, articles: [...added, ...leaving], record })
}

describe('turnoversIn', () => {
  test('more than half of a feed new is one, and names the stories; half is none', () => {
    expect(turnover({ before: 40, added: storiesOf(20) })).toEqual([])
    const found = turnover({ before: 40, added: storiesOf(21) })
    expect(found.map(({ stories }) => stories)).toEqual([storiesOf(21).map(({ id }) => id)])
  })

  test('more than half of a feed leaving is one; half is none', () => {
    expect(turnover({ before: 40, leaving: storiesOf(20) })).toEqual([])
    expect(turnover({ before: 40, leaving: storiesOf(21) })).toHaveLength(1)
  })

  test('new and leaving do not add up: each has its own limit', () => {
    expect(turnover({ before: 40, added: storiesOf(20), leaving: storiesOf(20) })).toEqual([])
  })

  test('small feeds turn over by themselves', () => {
    expect(turnover({ before: TURNOVER.leastItems - 1, added: storiesOf(50), leaving: storiesOf(19) })).toEqual([])
    expect(turnover({ before: TURNOVER.leastItems, leaving: storiesOf(11) })).toHaveLength(1)
  })

  test('a feed that was not there cannot turn over', () => {
    expect(turnover({ before: 0, added: storiesOf(1_000) })).toEqual([])
  })

  test('stories newer than all that was public are due: no question', () => {
    expect(turnover({ before: 40, added: storiesOf(40, { date: on(6) }) })).toEqual([])
    expect(turnover({ before: 40, added: storiesOf(40, { date: on(5) }) })).toHaveLength(1)
  })

  test('stories that expired were meant to go: no question', () => {
    expect(turnover({ before: 40, leaving: storiesOf(40, { expires: on(20).at }) })).toEqual([])
    expect(turnover({ before: 40, leaving: storiesOf(40, { expires: on(21).at }) })).toHaveLength(1)
  })

  test('the changes are no stories: they never turn over', () => {
    expect(turnover({ before: 40, leaving: storiesOf(40), kind: 'changes' })).toEqual([])
  })
})

describe('stillInQuestion', () => {
  const line = ({ id, path, permalink, date }: Article, gone?: number) =>
    [id, { id, path, permalink, hash: '', published: date.at, former: [], gone }] as const
  const known = storyOf('known', { date: on(5) })

  function still(story: Article, { released, record = [] }: { released: boolean; record?: ReturnType<typeof line>[] }) {
    const shown = released ? [story] : []
    const edition = {
      asOf: on(20).at,
      reached: on(20).at,
      released: shown,
      several: new Map(),
      standing: [],
      news: [],
      lists: [],
      archives: [],
      channels: [],
      upcoming: [],
      waiting: [],
      stateOf: new Map(),
      states: NO_STATES,
    }
    return stillInQuestion([story.id], { edition, articles: [story], record: new Map([line(known), ...record]) }).length > 0
  }

  test('a new story is, while it is older than what was public; taken out again or due, it is not', () => {
    expect(still(storyOf('a', { date: on(5) }), { released: true })).toBe(true)
    expect(still(storyOf('a', { date: on(6) }), { released: true })).toBe(false)
    expect(still(storyOf('a', { draft: true }), { released: false })).toBe(false)
  })

  test('a public story that would leave is; put back, expired or gone, it is not', () => {
    const story = storyOf('a')
    expect(still(story, { released: false, record: [line(story)] })).toBe(true)
    expect(still(story, { released: true, record: [line(story)] })).toBe(false)
    expect(still({ ...story, expires: on(10).at }, { released: false, record: [line(story)] })).toBe(false)
    expect(still(story, { released: false, record: [line(story, on(9).at)] })).toBe(false)
  })
})
