import { describe, expect, test } from 'vitest'
import type { Published } from '../../src/engine/publish-result.ts'
import { feedRedirects } from '../support/feed-redirects.ts'
import { type Files, newsroomOf, SITE_YAML, shown, story, type TemporaryNewsroom } from '../support/newsroom.ts'
import { linkProblems, problemsOfEdition } from './edition-problems.ts'
import { seenIn } from './seen.ts'

/** The instant of a step: noon of that day of June. */
function noon(day: number): number {
  return Date.UTC(2026, 5, day, 12)
}

/** One publish in the life of a newsroom: what was done before it, and what its subscribers see. */
interface Step {
  readonly name: string
  readonly write?: Files
  readonly rename?: readonly [from: string, to: string]
  readonly remove?: string
  readonly accept?: boolean
  /** By channel; one that nothing is seen of is not named. */
  readonly seen: Readonly<Record<string, readonly string[]>>
  /** Mistakes, as `path code`. */
  readonly mistakes?: readonly string[]
}

const FLOOD = { title: 'Flood', date: '2026-06-01T08:00Z', topics: ['water'], authors: ['Desk'] }
const FERRY = { title: 'Ferry', date: '2026-06-02T08:00Z', topics: ['water'] }
const MARKET = { title: 'Market', date: '2026-06-03T08:00Z', section: 'Town' }
const UPDATE = { date: '2026-06-07T10:00Z', note: 'Adds the timetable.' }
const CORRECTION = { date: '2026-06-09T10:00Z', note: 'The quay is the north one.' }
const WITHDRAWN = { date: '2026-06-11T10:00Z', reason: 'The market never closed.' }

/** The newsroom's life, a step a day. */
const HISTORY: readonly Step[] = [
  {
    name: 'a first story',
    write: { '2026/flood.md': story(FLOOD, 'High water.\n') },
    seen: { '/': ['new Flood'], '/topics/water/': ['new Flood'], '/authors/desk/': ['new Flood'] },
  },
  {
    name: 'a second story',
    write: { '2026/ferry.md': story(FERRY, 'It sails.\n') },
    seen: { '/': ['new Ferry'], '/topics/water/': ['new Ferry'] },
  },
  {
    name: 'a third one, in a section',
    write: { '2026/market.md': story(MARKET, 'It closes.\n') },
    seen: { '/': ['new Market'], '/sections/town/': ['new Market'] },
  },
  {
    name: 'a typo mended in the text',
    write: { '2026/ferry.md': story(FERRY, 'It sails again.\n') },
    seen: { '/': ['edited Ferry'], '/topics/water/': ['edited Ferry'] },
  },
  {
    name: 'a title and a date put right',
    write: { '2026/flood.md': story({ ...FLOOD, title: 'The flood', date: '2026-06-01T09:00Z' }, 'High water.\n') },
    // Its author says that it is of a later hour.
    seen: {
      '/': ['resurfacing The flood'],
      '/topics/water/': ['resurfacing The flood'],
      '/authors/desk/': ['resurfacing The flood'],
    },
  },
  {
    name: 'nothing at all',
    seen: {},
  },
  {
    name: 'a major update',
    write: { '2026/ferry.md': story({ ...FERRY, updated: UPDATE }, 'It sails again.\n') },
    seen: { '/': ['resurfacing Ferry'], '/changes/': ['new Updated: Ferry'], '/topics/water/': ['resurfacing Ferry'] },
  },
  {
    name: 'a file renamed',
    rename: ['2026/ferry.md', '2026/the-ferry.md'],
    seen: { '/': ['edited Ferry'], '/changes/': ['edited Updated: Ferry'], '/topics/water/': ['edited Ferry'] },
  },
  {
    name: 'a correction',
    write: { '2026/the-ferry.md': story({ ...FERRY, updated: UPDATE, corrections: [CORRECTION] }, 'It sails again.\n') },
    seen: { '/': ['resurfacing Ferry'], '/changes/': ['new Correction: Ferry'], '/topics/water/': ['resurfacing Ferry'] },
  },
  {
    name: 'another slug and another folder',
    write: {
      '2026/flood.md': story({ ...FLOOD, title: 'The flood', date: '2026-06-01T09:00Z', slug: 'high-water' }, 'High water.\n'),
    },
    seen: { '/': ['edited The flood'], '/topics/water/': ['edited The flood'], '/authors/desk/': ['edited The flood'] },
  },
  {
    name: 'a withdrawal',
    write: { '2026/market.md': story({ ...MARKET, withdrawn: WITHDRAWN }, 'It closes.\n') },
    seen: {
      '/': ['resurfacing Withdrawn: Market'],
      '/changes/': ['new Withdrawn: Market'],
      '/sections/town/': ['resurfacing Withdrawn: Market'],
    },
  },
  {
    name: 'two stories: one of the day, one with an embargo and an expiry',
    write: {
      '2026/bridge.md': story({ title: 'Bridge', date: '2026-06-12T08:00Z' }),
      '2026/fair.md': story({ title: 'Fair', date: '2026-06-13T08:00Z', expires: '2026-06-14T08:00Z', topics: ['water'] }),
    },
    seen: { '/': ['new Bridge'] },
  },
  {
    name: 'the embargo ends',
    seen: { '/': ['new Fair'], '/topics/water/': ['new Fair'] },
  },
  {
    name: 'the story expires',
    seen: { '/': ['leaving Fair'], '/topics/water/': ['leaving Fair'] },
  },
  {
    name: 'a file is deleted: refused',
    remove: '2026/bridge.md',
    seen: {},
    mistakes: ['2026/bridge.md removed'],
  },
  {
    name: 'the same, accepted',
    accept: true,
    seen: { '/': ['leaving Bridge'] },
  },
  {
    name: 'an id that would change: refused',
    write: {
      '2026/flood.md': story(
        { ...FLOOD, title: 'The flood', date: '2026-06-01T09:00Z', slug: 'high-water', id: 'urn:x:1' },
        'High water.\n',
      ),
    },
    seen: {},
    mistakes: ['2026/flood.md id-changed'],
  },
  {
    name: 'the id that it has written down',
    write: {
      '2026/flood.md': story(
        {
          ...FLOOD,
          title: 'The flood',
          date: '2026-06-01T09:00Z',
          slug: 'high-water',
          id: 'tag:news.example.org,2026:2026/flood',
        },
        'High water.\n',
      ),
    },
    seen: {},
  },
  {
    name: 'a new domain',
    write: { 'site.yaml': SITE_YAML.replace('https://news.example.org', 'https://elsewhere.example.net/news') },
    seen: {
      '/': ['edited Withdrawn: Market', 'edited Ferry', 'edited The flood'],
      '/changes/': ['edited Withdrawn: Market', 'edited Correction: Ferry', 'edited Updated: Ferry'],
      '/topics/water/': ['edited Ferry', 'edited The flood'],
      '/sections/town/': ['edited Withdrawn: Market'],
      '/authors/desk/': ['edited The flood'],
    },
  },
  {
    name: 'renamed and edited at once, by its id; and a story put off',
    rename: ['2026/flood.md', 'archive-of-water/flood.md'],
    write: {
      'archive-of-water/flood.md': story(
        { ...FLOOD, title: 'A flood', date: '2026-06-01T09:00Z', id: 'tag:news.example.org,2026:2026/flood' },
        'High water, long ago.\n',
      ),
      '2026/the-ferry.md': story({ ...FERRY, date: '2027-01-01' }, 'It sails again.\n'),
    },
    seen: {
      '/': ['edited A flood', 'leaving Ferry'],
      '/changes/': ['leaving Correction: Ferry', 'leaving Updated: Ferry'],
      '/topics/water/': ['edited A flood', 'leaving Ferry'],
      '/authors/desk/': ['edited A flood'],
    },
    mistakes: ['2026/the-ferry.md removed'],
  },
]

async function carryOut(newsroom: TemporaryNewsroom, step: Step, day: number): Promise<Published> {
  if (step.rename) newsroom.rename(...step.rename)
  if (step.write) newsroom.write(step.write)
  if (step.remove !== undefined) newsroom.remove(step.remove)
  const request = { asOf: noon(day), accept: step.accept ?? false }
  const announced = await newsroom.publish({ ...request, dryRun: true })
  const published = await newsroom.publish(request)
  expect(seenIn(announced), `${step.name}, as a dry run says`).toEqual(seenIn(published))
  return published
}

describe('publish: the life of a newsroom', () => {
  test('publish: in twenty publishes subscribers see what they should of each, and no id ever changes', async () => {
    expect(HISTORY).toHaveLength(20)
    const newsroom = newsroomOf()
    const ids = new Set<string>()
    for (const [index, step] of HISTORY.entries()) {
      const published = await carryOut(newsroom, step, index + 1)
      const { site, edition, diagnostics } = published
      expect(seenIn(published), step.name).toEqual(step.seen)
      expect(
        diagnostics.map(({ path, code }) => `${path} ${code}`),
        step.name,
      ).toEqual(step.mistakes ?? [])
      expect(linkProblems(newsroom.out(), site), step.name).toEqual([])
      for (const { id } of edition.released) ids.add(id)
    }
    expect([...ids]).toEqual(
      ['flood', 'ferry', 'market', 'bridge', 'fair'].map(name => `tag:news.example.org,2026:2026/${name}`),
    )
    const last = await newsroom.publish({ asOf: noon(20) })
    expect(last).toMatchObject({ written: [], removed: [], subscribers: [] })
    expect(await problemsOfEdition(newsroom.out(), { site: last.site, asOf: noon(20) })).toEqual([])
    expect(newsroom.read('_redirects')).toBe(
      ['/2026/flood/', '/2026/high-water/'].map(from => `/news${from} /news/archive-of-water/flood/ 301\n`).join('') +
        feedRedirects('/news'),
    )
    expect(shown(last.diagnostics)).toEqual([])
  })
})
