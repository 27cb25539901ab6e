import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { FEED_LIMITS, PART_LIMITS } from '../../src/feed/feed-limits.ts'
import { type CutChannel, cutChannel, mostInCurrent, newestThatFit, type SizedStory } from '../../src/feed/feed-parts.ts'
import { newsFeed, writeFeed } from '../../src/feed/news-feed.ts'
import { FORMATS } from '../../src/model/edition.ts'
import { documentOf, entryOf, plainStory, site } from './newsroom.ts'

/** A story at an instant, whose entry takes this many bytes. */
const sized = (number: number, at: number, bytes = 1_000): SizedStory => ({ entry: String(number), at, bytes })

const storyOf = ({ entry, at }: SizedStory) => plainStory(Number(entry), { date: { at, dateOnly: false } })

/** As channels have them: newest first, ties by id. */
const inOrder = (stories: readonly SizedStory[]): readonly SizedStory[] =>
  stories.toSorted((a, b) => b.at - a.at || (a.entry < b.entry ? -1 : 1))

const HOUR = 3_600_000
const NEWEST = Date.UTC(2016, 5, 20)

const hourly = (count: number, bytes?: number) =>
  Array.from({ length: count }, (_, index) => sized(index, NEWEST - index * HOUR, bytes))

const idsOf = (stories: readonly SizedStory[]) => stories.map(({ entry }) => entry)

const everything = ({ current, archives }: CutChannel) => [
  ...idsOf(current),
  ...archives.flatMap(({ stories }) => idsOf(stories)),
]

const archivesByName = ({ archives }: CutChannel) => new Map(archives.map(({ name, stories }) => [name, idsOf(stories)]))

/** Stories over three months in which an import left many of one instant, with entries from small to nearly too large. */
const anyStories = fc
  .array(
    fc.record({
      at: fc.oneof(
        fc.integer({ min: Date.UTC(2016, 3, 1), max: Date.UTC(2016, 5, 30) }),
        fc.constantFrom(Date.UTC(2016, 3, 1), Date.UTC(2016, 4, 31, 23, 59, 59, 999)),
      ),
      bytes: fc.oneof(fc.integer({ min: 100, max: 20_000 }), fc.constantFrom(PART_LIMITS.bytes, PART_LIMITS.bytes * 2)),
    }),
    { maxLength: 200 },
  )
  .map(stories => inOrder(stories.map(({ at, bytes }, index) => sized(index, at, bytes))))

/** Stories of one instant that were news when they came out, over older ones that came a day apart. */
const burst = (count: number, bytes = 1_000): readonly SizedStory[] =>
  inOrder([
    ...Array.from({ length: count }, (_, index) => ({ ...sized(index, NEWEST, bytes), isFresh: true })),
    ...Array.from({ length: 60 }, (_, index) => ({ ...sized(1_000 + index, NEWEST - (index + 2) * 24 * HOUR), isFresh: true })),
  ])

/** What an entry takes in a document: its short form where that is carried. */
const carriedBytes = ({ current, short }: Pick<CutChannel, 'current' | 'short'>) =>
  current.reduce((sum, story) => sum + (short.has(story) ? (story.shortBytes ?? Infinity) : story.bytes) + 4, 0)

describe('cutChannel, the current document', () => {
  test('a story that has no short form is never said to be carried by one', () => {
    const { short } = cutChannel(hourly(60, 400_000))
    expect(short.size).toBe(0)
  })

  test('it never has fewer than 30 stories where there are as many, long ones by their short form', () => {
    for (const bytes of [5_000, 20_000, 100_000, 400_000]) {
      const stories = hourly(200, bytes).map(story => ({ ...story, shortBytes: bytes > 16_000 ? 2_000 : undefined }))
      for (const cut of [cutChannel(stories), newestThatFit(stories)]) {
        expect(cut.current.length, String(bytes)).toBeGreaterThanOrEqual(30)
        expect(carriedBytes(cut)).toBeLessThanOrEqual(FEED_LIMITS.bytes)
      }
    }
    expect(newestThatFit(hourly(200)).current).toHaveLength(50)
    expect(newestThatFit(hourly(200, 15_000)).current).toHaveLength(33)
  })

  test('as few as possible are carried short, the longest first', () => {
    const stories = hourly(40, 5_000).map((story, index) =>
      index === 0 || index === 20 ? { ...story, bytes: 300_000 + index, shortBytes: 2_000 } : { ...story, shortBytes: 1_000 },
    )
    const { current, short } = newestThatFit(stories)
    expect(current).toHaveLength(30)
    expect(idsOf([...short])).toEqual(['20'])
  })

  test('it has as many as the setting says, in parts that no setting moves', () => {
    const stories = hourly(400)
    for (const items of [30, 100, 200, 400]) {
      expect(newestThatFit(stories, items).current).toHaveLength(items)
      const { current, archives } = cutChannel(stories, items)
      expect(current.length).toBeLessThanOrEqual(Math.max(items, 54))
      expect(current.length).toBeGreaterThanOrEqual(Math.max(30, items - 24))
      const parts = archivesByName(cutChannel(stories))
      for (const { name, stories: its } of archives) if (parts.has(name)) expect(idsOf(its)).toEqual(parts.get(name))
    }
  })

  test('what came out within a day before the newest stays in it, up to 500 stories and 2 MiB', () => {
    for (const cut of [cutChannel, newestThatFit]) {
      const { current } = cut(burst(120, 9_000))
      expect(current.filter(({ at }) => at === NEWEST)).toHaveLength(120)
      expect(current.length).toBeLessThan(120 + PART_LIMITS.items)
      expect(cut(burst(700)).current.length).toBeLessThanOrEqual(500)
      expect(cut(burst(700)).current.length).toBeGreaterThan(475)
      const long = cut(burst(400, 15_000))
      expect(carriedBytes(long)).toBeLessThanOrEqual(2 * 1024 * 1024)
      expect(carriedBytes(long)).toBeGreaterThan(1.7 * 1024 * 1024)
    }
  })

  test('a first publish and an import, whose stories were no news when they came out, use the ordinary number', () => {
    const imported = burst(120).map(story => ({ ...story, isFresh: undefined }))
    expect(cutChannel(imported).current.length).toBeLessThanOrEqual(50)
    expect(newestThatFit(imported).current).toHaveLength(50)
  })

  test('a burst leaves it for the archives a day later, and each story stands in one document throughout', () => {
    const during = burst(120)
    const next = { ...sized(5_000, NEWEST + 25 * HOUR), isFresh: true }
    for (const stories of [during, [next, ...during]]) expect(everything(cutChannel(stories))).toEqual(idsOf(stories))
    const [before, after] = [cutChannel(during), cutChannel([next, ...during])]
    expect(after.current.length).toBeLessThanOrEqual(50)
    // What was in an archive during the burst is there still, under its name and with its bytes.
    const now = archivesByName(after)
    for (const [name, ids] of archivesByName(before)) expect(now.get(name)).toEqual(ids)
  })

  test('mostInCurrent: a channel without archives knows all that its document can hold', () => {
    for (const stories of [burst(120), burst(700), hourly(10), hourly(200)]) {
      const known = stories.slice(0, mostInCurrent(stories, 50))
      expect(newestThatFit(known)).toEqual(newestThatFit(stories))
      expect(known.length).toBeLessThanOrEqual(501)
    }
  })
})

describe('cutChannel', () => {
  test('what fits one document is in it, and there is no archive', () => {
    const few = hourly(PART_LIMITS.items)
    expect(cutChannel(few)).toEqual({ current: few, short: new Set(), archives: [] })
    expect(cutChannel([])).toEqual({ current: [], short: new Set(), archives: [] })
  })

  test('every story stands in one document, in the order of the channel', () => {
    fc.assert(
      fc.property(anyStories, stories => {
        expect(everything(cutChannel(stories))).toEqual(idsOf(stories))
      }),
    )
  })

  test('no document has more than 50 items, the current one 54 where fewer were below 30, or more bytes than 512 KiB unless it is one story', () => {
    fc.assert(
      fc.property(anyStories, stories => {
        const { current, archives } = cutChannel(stories)
        for (const part of [current, ...archives.map(archive => archive.stories)]) {
          expect(part.length).toBeLessThanOrEqual(part === current ? FEED_LIMITS.items + 4 : FEED_LIMITS.items)
          const bytes = part.reduce((sum, story) => sum + story.bytes, 0)
          if (part.length > 1) expect(bytes).toBeLessThan(FEED_LIMITS.bytes)
        }
      }),
    )
  })

  test('names of archives are unique and say their month', () => {
    fc.assert(
      fc.property(anyStories, stories => {
        const { archives } = cutChannel(stories)
        expect(new Set(archives.map(({ name }) => name)).size).toBe(archives.length)
        for (const { name, stories: held } of archives) {
          expect(name).toMatch(/^2016-0[456](\.([12]{0,12}|x[\da-z]{3,7})(-\d+)?)?$/)
          for (const { at } of held) expect(new Date(at).toISOString().slice(0, 7)).toBe(name.slice(0, 7))
        }
      }),
    )
  })

  test('the current document is never less than half full while there are archives', () => {
    for (const count of [26, 49, 51, 60, 75, 100, 400]) {
      const { current, archives } = cutChannel(hourly(count))
      if (archives.length > 0) expect(current.length, String(count)).toBeGreaterThan(FEED_LIMITS.items - PART_LIMITS.items)
    }
  })

  test('a story that is taken out touches no archive of another month', () => {
    fc.assert(
      fc.property(anyStories, fc.nat(), (stories, pick) => {
        if (stories.length === 0) return
        const index = pick % stories.length
        const month = new Date(stories[index]?.at ?? 0).toISOString().slice(0, 7)
        const [before, after] = [cutChannel(stories), cutChannel(stories.toSpliced(index, 1))].map(archivesByName)
        for (const [name, ids] of before ?? []) {
          // Where room became free, the newest archives are a part of the current document now.
          const held = after?.get(name)
          if (!name.startsWith(month) && held) expect(held).toEqual(ids)
        }
      }),
    )
  })

  test('what was cut before has no bearing on how stories are cut that were taken out, moved or edited', () => {
    fc.assert(
      fc.property(
        anyStories,
        fc.array(fc.record({ pick: fc.nat(), to: fc.nat(), bytes: fc.nat(40_000) })),
        (stories, steps) => {
          let now = stories
          for (const { pick, to, bytes } of steps) {
            cutChannel(now)
            const story = now[pick % now.length]
            if (!story) return
            const at = now[to % now.length]?.at ?? 0
            const others = now.filter(other => other !== story)
            const changes = [[], [{ ...story, at }], [{ ...story, bytes }]][(pick + to) % 3] ?? []
            now = inOrder([...others, ...changes])
            expect(cutChannel(now)).toEqual(cutChannel(now.map(each => ({ ...each }))))
          }
        },
      ),
    )
  })

  test('a backdated story changes the part of its own days, and no other of its month', () => {
    const stories = hourly(400)
    const backdated = sized(1_000, NEWEST - 300 * HOUR - 1)
    const before = archivesByName(cutChannel(stories))
    const after = archivesByName(cutChannel(inOrder([...stories, backdated])))
    const changed = [...after].filter(([name, ids]) => before.get(name)?.join() !== ids.join())
    const holding = changed.filter(([, ids]) => ids.includes(backdated.entry))
    expect(holding).toHaveLength(1)
    // Where the part is cut in two, its halves are the only other documents that changed.
    const [[half = '']] = [holding[0] ?? ['']]
    expect(changed.every(([name]) => name.slice(0, -1) === half.slice(0, -1))).toBe(true)
    expect(before.size).toBeGreaterThan(10)
  })

  test('stories of one instant, as an import leaves them, are cut by number', () => {
    const at = Date.UTC(2010, 0, 1)
    const stories = inOrder(Array.from({ length: 130 }, (_, index) => sized(index, at)))
    const cut = cutChannel(stories)
    expect(everything(cut)).toEqual(idsOf(stories))
    expect(cut.archives.length).toBeGreaterThanOrEqual(3)
  })

  test('names of archives stay short in a burst, and say the name that they had before', () => {
    const stories = inOrder(Array.from({ length: 130 }, (_, index) => sized(index, NEWEST)))
    const { archives } = cutChannel([...stories, ...hourly(60).map(story => ({ ...story, at: story.at - 48 * HOUR }))])
    const renamed = archives.filter(({ formerName }) => formerName !== undefined)
    expect(renamed.length).toBeGreaterThanOrEqual(3)
    for (const { name, formerName } of renamed) {
      expect(name.length).toBeLessThanOrEqual('2016-06.x'.length + 7 + '-5'.length)
      expect(formerName).toMatch(/^2016-06\.[12]{31}-\d$/)
    }
    expect(new Set(archives.map(({ name }) => name)).size).toBe(archives.length)
    // Only what was published before has another name to keep.
    const at = Date.UTC(2027, 4, 1)
    for (const { formerName } of cutChannel(stories.map(story => ({ ...story, at }))).archives)
      expect(formerName).toBeUndefined()
  })

  test('no date breaks it, however near to the end of a month or far from today', () => {
    const dates = [Date.UTC(2016, 11, 31, 23, 59, 59, 999), Date.UTC(2017, 0, 1), Date.UTC(1970, 0, 1), Date.UTC(9998, 11, 31)]
    const stories = inOrder(dates.flatMap((at, day) => Array.from({ length: 30 }, (_, index) => sized(day * 100 + index, at))))
    expect(everything(cutChannel(stories))).toEqual(idsOf(stories))
  })
})

describe('cutChannel and newsFeed', () => {
  // Quotation marks take most room in JSON, non-Latin letters the same in all: the largest document decides for all.
  test('at most 50 items and 512 KiB in every format, and as many as fit', () => {
    for (const html of ['"'.repeat(20_000), 'Қ'.repeat(15_000), 'x'.repeat(30_000), 'short']) {
      const written = hourly(60).map(story => ({ story, entry: entryOf(storyOf(story), { body: html }) }))
      const entries = written.map(({ entry }) => entry)
      const stories = written.map(({ story, entry }) => ({
        ...story,
        bytes: Math.max(...FORMATS.map(format => Buffer.byteLength(entry[format]))),
      }))
      const { current, archives } = cutChannel(stories)
      for (const part of [current, ...archives.map(archive => archive.stories)]) {
        const feed = newsFeed(documentOf(part.map(storyOf)), { entries, site })
        expect(feed.items.map(({ id }) => id)).toEqual(part.map(story => storyOf(story).id))
        const largest = Math.max(...FORMATS.map(format => Buffer.byteLength(writeFeed(feed, format))))
        expect(largest).toBeLessThanOrEqual(FEED_LIMITS.bytes)
        expect(feed.items.length).toBeLessThanOrEqual(part === current ? FEED_LIMITS.items + 4 : FEED_LIMITS.items)
        const full = feed.items.length > FEED_LIMITS.items / 2 || largest > FEED_LIMITS.bytes / 2 - 80_000
        if (part === current) expect(full).toBe(true)
      }
    }
  })

  test('never a byte over 512 KiB, however near to it', () => {
    const [first, second] = hourly(2, PART_LIMITS.bytes - 4)
    if (!first || !second) throw new Error('no stories to cut')
    const { current } = cutChannel([first, second])
    expect(current).toHaveLength(2)
    const entries = current.map(story => ({
      id: storyOf(story).id,
      updated: 0,
      published: 0,
      rss: '',
      atom: '',
      json: 'x'.repeat(story.bytes),
    }))
    const feed = newsFeed(documentOf(current.map(storyOf)), { entries, site })
    expect(Buffer.byteLength(writeFeed(feed, 'json'))).toBeLessThanOrEqual(FEED_LIMITS.bytes)
    expect(cutChannel([first, { ...second, bytes: second.bytes + 1 }]).current).toHaveLength(1)
  })
})
