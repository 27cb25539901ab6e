import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { DescribedPage } from '../../src/edition/described-page.ts'
import { editionAt } from '../../src/edition/edition-at.ts'
import { pagesOf } from '../../src/edition/pages-of.ts'
import type { Article } from '../../src/model/article.ts'
import type { Edition } from '../../src/model/edition.ts'
import type { Site } from '../../src/model/site.ts'
import { type ListName, storiesCorrectedIn, storiesIn } from '../../src/model/stories.ts'
import { editionStories } from '../../src/stories/edition-stories.ts'
import { changedPlaces, covers, listsWith, type Read, recordReads } from '../../src/stories/recorded-reads.ts'
import { on, site, storyOf } from '../edition/stories.ts'

const TOPICS = ['ferries', 'ports', 'schools'] as const
const SITE: Site = {
  ...site,
  languages: ['en', 'fr'],
  topics: new Map(TOPICS.map(slug => [slug, { slug, title: slug, description: undefined }])),
}

/** What a story of these tests can be. */
interface Draft {
  readonly name: number
  readonly lang: 'en' | 'fr'
  readonly day: number
  readonly title: string
  readonly topics: readonly string[]
  readonly withdrawn: number | undefined
  /** The years in which it was corrected. */
  readonly corrected: readonly number[]
}

const draftOf = fc.record<Draft>({
  name: fc.nat(19),
  lang: fc.constantFrom('en', 'fr'),
  day: fc.integer({ min: 1, max: 12 }),
  title: fc.constantFrom('A', 'B'),
  topics: fc.subarray([...TOPICS]),
  withdrawn: fc.option(fc.nat(19), { nil: undefined, freq: 6 }),
  corrected: fc.subarray([2026, 2027]),
})

/** A newsroom before and after a few of its stories came, went or changed. */
const edits = fc
  .tuple(
    fc.uniqueArray(draftOf, { selector: ({ name, lang }) => `${name} ${lang}`, minLength: 4, maxLength: 30 }),
    fc.uniqueArray(draftOf, { selector: ({ name, lang }) => `${name} ${lang}`, maxLength: 3 }),
    fc.uniqueArray(fc.nat(29), { maxLength: 2 }),
  )
  .map(([before, changed, removed]) => {
    const keyOf = ({ name, lang }: Draft): string => `${name} ${lang}`
    const now = new Map(before.map(story => [keyOf(story), story]))
    for (const story of changed) now.set(keyOf(story), story)
    const gone = new Set(removed.flatMap(at => (before[at] ? [keyOf(before[at])] : [])))
    return { before, after: [...now.values()].filter(story => !gone.has(keyOf(story)) || changed.includes(story)) }
  })

function editionOf(drafts: readonly Draft[]): Edition {
  const articles = drafts.map(({ name, lang, day, title, topics, withdrawn, corrected }): Article => {
    const path = `${lang}/s${name}`
    const of = storyOf(path)
    return {
      ...of,
      lang,
      title: `${title} ${name}`,
      story: `s${name}`,
      date: on(day),
      topics: topics.map(slug => ({ slug, title: slug })),
      corrections: corrected.map(year => ({ date: { at: Date.UTC(year, 1), dateOnly: false }, note: 'A name.' })),
      withdrawn:
        withdrawn === undefined ? undefined : { date: on(20), reason: 'An error.', replacement: `/2026/en/s${withdrawn}/` },
      source: { ...of.source, facts: JSON.stringify([lang, day, title, topics, withdrawn, corrected]) },
    }
  })
  return editionAt({ articles, standing: [] }, { site: SITE, asOf: on(1000).at, isPublic: () => true })
}

interface Seen {
  readonly inputs: string
  readonly page: DescribedPage
  readonly reads: readonly Read[]
}

/** The pages of stories, with what each was described from. */
function seenIn(edition: Edition): ReadonlyMap<string, Seen> {
  const { stories, during } = recordReads(editionStories(edition))
  const pages = [...pagesOf(edition, { site: SITE, images: new Map(), stories })].filter(({ kind }) => kind === 'article')
  return new Map(
    pages.map(page => {
      const { result, reads } = during(page.inputs)
      return [page.permalink, { inputs: result, page, reads }]
    }),
  )
}

describe('recordReads', () => {
  test('recordReads: whatever changes in a newsroom, every page of a story that says something else has read a place that changed', () => {
    let others = 0
    fc.assert(
      fc.property(edits, ({ before, after }) => {
        const [was, now] = [editionOf(before), editionOf(after)]
        const places = changedPlaces(was.released, now.released)
        const pagesNow = seenIn(now)
        for (const [permalink, { inputs, page, reads }] of seenIn(was)) {
          const after = pagesNow.get(permalink)
          const isOwnChange = page.story?.source.facts !== after?.page.story?.source.facts
          if (!after || isOwnChange || after.inputs === inputs) continue
          others++
          expect(reads.some(read => places.some(place => covers(read, place)))).toBe(true)
        }
      }),
      { numRuns: 400 },
    )
    expect(others).toBeGreaterThan(100)
  })

  test('recordReads: a change at the other end of a long list is covered by no read of a page', () => {
    const drafts = Array.from({ length: 400 }, (_, at): Draft => {
      return { name: at, lang: 'en', day: at + 1, title: 'A', topics: ['ports'], withdrawn: undefined, corrected: [] }
    })
    const places = changedPlaces(editionOf(drafts).released, editionOf(drafts.slice(1)).released)
    const affected = [...seenIn(editionOf(drafts)).values()].filter(({ reads }) =>
      reads.some(read => places.some(place => covers(read, place))),
    )
    // The story after it, and those that looked through its topic as far as there.
    expect(affected.map(({ page }) => page.story?.date.at)).toEqual(
      drafts
        .slice(0, 9)
        .map(({ day }) => on(day).at)
        .reverse(),
    )
  })

  test('recordReads: what a page reads when it is rendered is recorded nowhere', () => {
    const drafts = [1, 2].map((at): Draft => {
      return { name: at, lang: 'en', day: at, title: 'A', topics: ['ports'], withdrawn: undefined, corrected: [] }
    })
    const seen = [...seenIn(editionOf(drafts)).values()].at(-1)
    if (!seen) throw new Error('no page')
    const before = seen.reads.length
    seen.page.describe()
    expect(before).toBeGreaterThan(0)
    expect(seen.reads).toHaveLength(before)
  })
})

describe('changedPlaces', () => {
  test('changedPlaces: a correction that comes with time alone is a change in every list of its story', () => {
    const [story] = editionOf([{ ...BLANK, corrected: [2026] }]).released
    if (!story) throw new Error('the story is missing')
    const lists = changedPlaces([{ ...story, corrections: [] }], [story]).map(({ list }) => list)
    expect(lists).toContain(storiesCorrectedIn(2026))
    expect(new Set(lists)).toEqual(new Set(listsWith(story)))
    const edited = { ...story, source: { ...story.source, hash: 'another' } }
    expect(changedPlaces([story], [edited])).toEqual([])
  })
})

describe('editionStories', () => {
  test('editionStories: has the lists that listsWith names, newest first, and no other story in them', () => {
    fc.assert(
      fc.property(fc.uniqueArray(draftOf, { selector: ({ name, lang }) => `${name} ${lang}`, maxLength: 30 }), drafts => {
        const { released, ...edition } = editionOf(drafts)
        const stories = editionStories({ released, ...edition })
        const lists = Map.groupBy(
          released.flatMap(story => listsWith(story).map(list => ({ list, story }))),
          ({ list }) => list,
        )
        for (const [list, members] of lists) {
          const expected = members.map(({ story }) => story)
          // Most stories have one edition, and no list of it is kept.
          if (!list.startsWith('story ') || expected.length > 1) expect(stories.all(list)).toEqual(expected)
        }
      }),
      { numRuns: 100 },
    )
  })

  test('editionStories: newer and older stories of a list are the nearest, and one that is not in it has its place there too', () => {
    const edition = editionOf([1, 2, 3, 4, 5].map(day => ({ ...BLANK, name: day, day, lang: day === 3 ? 'fr' : 'en' })))
    const stories = editionStories(edition)
    const third = edition.released.find(({ lang }) => lang === 'fr')
    if (!third) throw new Error('the third story is missing')
    const titles = (found: readonly Article[]): readonly string[] => found.map(({ title }) => title)
    expect(titles(stories.newer(storiesIn('en'), third, 1))).toEqual(['A 4'])
    expect(titles(stories.newer(storiesIn('en'), third, 9))).toEqual(['A 4', 'A 5'])
    expect(titles(stories.older(storiesIn('en'), third, 9))).toEqual(['A 2', 'A 1'])
    expect(titles(stories.newer(storiesIn('fr'), third, 9))).toEqual([])
    expect(stories.all(`language ${'de'}` satisfies ListName)).toEqual([])
  })
})

const BLANK: Draft = { name: 0, lang: 'en', day: 1, title: 'A', topics: [], withdrawn: undefined, corrected: [] }
