import { describe, expect, test } from 'vitest'
import { changesOf } from '../../src/edition/changes.ts'
import { type ToldChanges, toldIn, withTold } from '../../src/edition/told-changes.ts'
import { entryIri } from '../../src/feed/entry-iri.ts'
import type { RecordEntry } from '../../src/model/record.ts'
import { on, storyOf } from './stories.ts'

const PLAIN = { labels: {}, idPrefix: 'tag:news.example.org,2026:' }
const withdrawal = { date: on(9), reason: 'In error.', replacement: undefined }

describe('changesOf', () => {
  test('a story of which nothing was told is not among them, nor one with an update without a note', () => {
    expect(changesOf([storyOf('a'), storyOf('b', { updated: { date: on(5), note: undefined } })], PLAIN)).toEqual([])
  })

  test('each major update, correction and withdrawal is an item that leads to the story, newest first', () => {
    const changes = changesOf(
      [
        storyOf('a', { updated: { date: on(5), note: 'Adds the vote.' }, corrections: [{ date: on(7), note: 'A name.' }] }),
        storyOf('b', { withdrawn: withdrawal }),
      ],
      PLAIN,
    )
    expect(changes.map(({ title, summary, date, permalink }) => [title, summary, date, permalink])).toEqual([
      ['Withdrawn: Story b', 'In error.', on(9), '/2026/b/'],
      ['Correction: Story a', 'A name.', on(7), '/2026/a/'],
      ['Updated: Story a', 'Adds the vote.', on(5), '/2026/a/'],
    ])
  })

  test("its words are in the story's language", () => {
    const [change] = changesOf([storyOf('a', { lang: 'fr', withdrawn: withdrawal })], PLAIN)
    expect(change?.title).toMatch(/^Retir.*: Story a$/)
  })

  test('ids are apart from the story and from each other, two of one instant too', () => {
    const corrections = [
      { date: on(7), note: 'A name.' },
      { date: on(7), note: 'A figure.' },
    ]
    const story = storyOf('a', { updated: { date: on(7), note: 'More.' }, corrections, withdrawn: withdrawal })
    const ids = [story.id, ...changesOf([story], PLAIN).map(({ id }) => id)]
    expect(new Set(ids).size).toBe(5)
    for (const id of ids) expect(id.startsWith(story.id)).toBe(true)
  })

  test('an id within a fragment is one IRI too, the same in every format', () => {
    const [change] = changesOf([storyOf('a', { id: 'https://old.example.org/#node/12', withdrawn: withdrawal })], PLAIN)
    expect(change?.id).toBe('https://old.example.org/#node/12/withdrawal-2026-01-09T12:00:00.000Z')
    expect(entryIri(change?.id ?? '', { idPrefix: 'tag:x,2026:' })).toBe(change?.id)
  })

  test("a change of a story whose id is a URN, which takes no fragment, has an id of the newsroom's", () => {
    const id = 'urn:uuid:5b1a6c0e-8f0d-4c58-9a3e-2f6f2c1f7d10'
    const article = storyOf('a', { id, withdrawn: withdrawal })
    const own =
      'tag:news.example.org,2026:change:urn%3Auuid%3A5b1a6c0e-8f0d-4c58-9a3e-2f6f2c1f7d10#withdrawal-2026-01-09T12:00:00.000Z'
    expect(changesOf([article], PLAIN)[0]?.id).toBe(own)
    // It stays once it was told, and so does one that an older version told under the story's own id.
    const entryOf = (told: Pick<RecordEntry, 'changes'>): RecordEntry => ({
      ...{ id, path: 'a.md', permalink: '/a/', hash: '', published: 0, former: [], gone: undefined },
      ...told,
    })
    const record = withTold(new Map([[id, entryOf({})]]), { released: [article], toldOf: () => undefined })
    expect(changesOf([article], PLAIN, () => toldIn(record.get(id)))[0]?.id).toBe(own)
    const name = 'withdrawal-2026-01-09T12:00:00.000Z'
    const older = entryOf({ changes: { [name]: record.get(id)?.changes?.[name] ?? '' } })
    expect(changesOf([article], PLAIN, () => toldIn(older))[0]?.id).toBe(`${id}#${name}`)
    const next = withTold(new Map([[id, older]]), { released: [article], toldOf: () => toldIn(older) })
    expect(changesOf([article], PLAIN, () => toldIn(next.get(id)))[0]?.id).toBe(`${id}#${name}`)
  })

  test('an id stays when an earlier correction is told later: nothing comes up twice', () => {
    const told = { date: on(7), note: 'A name.' }
    const idOf = (corrections: readonly (typeof told)[]) =>
      changesOf([storyOf('a', { corrections })], PLAIN).find(({ summary }) => summary === told.note)?.id
    expect(idOf([{ date: on(3), note: 'A figure.' }, told])).toBe(idOf([told]))
  })

  test('an id stays when a correction of the same day is written above it, or its note is edited', () => {
    const notes = (...of: readonly string[]) => of.map(note => ({ date: on(7), note }))
    const publishes = [
      notes('First.'),
      notes('Second.', 'First.'),
      notes('Second.', 'First!'),
      notes('Third.', 'Second.', 'First!'),
      notes('Third.'),
    ]
    let record = new Map<string, RecordEntry>([
      ['a', { id: 'a', path: 'a.md', permalink: '/a/', hash: '', published: 0, former: [], gone: undefined }],
    ])
    const told = publishes.map(corrections => {
      const released = [storyOf('a', { id: 'a', corrections })]
      const toldOf: ToldChanges = id => toldIn(record.get(id))
      const items = changesOf(released, PLAIN, toldOf)
      record = new Map(withTold(record, { released, toldOf }))
      return Object.fromEntries(items.map(({ id, summary }) => [summary, id.split('-')[1]]))
    })
    expect(told).toEqual([
      { 'First.': '1' },
      { 'First.': '1', 'Second.': '2' },
      { 'First!': '1', 'Second.': '2' },
      { 'First!': '1', 'Second.': '2', 'Third.': '3' },
      { 'Third.': '3' },
    ])
  })

  test('ids stay when their dates mean another instant by now, as under another timezone', () => {
    const at = (day: number, hours: number) => ({ at: on(day).at + hours * 3_600_000, dateOnly: true })
    const changed = (hours: number) =>
      storyOf('a', {
        id: 'a',
        updated: { date: at(5, hours), note: 'More.' },
        corrections: ['A name.', 'A figure.'].map(note => ({ date: at(7, hours), note })),
        withdrawn: { ...withdrawal, date: at(9, hours) },
      })
    const entry: RecordEntry = { id: 'a', path: 'a.md', permalink: '/a/', hash: '', published: 0, former: [], gone: undefined }
    const before = changesOf([changed(0)], PLAIN)
    const record = withTold(new Map([['a', entry]]), { released: [changed(0)], toldOf: () => undefined })
    const toldOf: ToldChanges = id => toldIn(record.get(id))
    const idsOf = (items: typeof before) => Object.fromEntries(items.map(({ summary, id }) => [summary, id]))
    const after = changesOf([changed(5)], PLAIN, toldOf)
    expect(idsOf(after)).toEqual(idsOf(before))
    expect(after.map(({ date }) => date.at)).toEqual(before.map(({ date }) => date.at + 5 * 3_600_000))
    expect(withTold(record, { released: [changed(5)], toldOf })).toEqual(record)
    // Days later it is another change, though it says the same.
    expect(idsOf(changesOf([changed(72)], PLAIN, toldOf))['More.']).not.toBe(idsOf(before)['More.'])
  })

  test('an item is news of its own: no picture, files, origin or change of its own', () => {
    const [change] = changesOf(
      [
        storyOf('a', {
          withdrawn: withdrawal,
          canonical: 'https://example.org/',
          attachments: [{ path: 'a.pdf', title: 'A' }],
          lead: true,
        }),
      ],
      PLAIN,
    )
    expect(change).toMatchObject({ withdrawn: undefined, canonical: undefined, attachments: [], corrections: [], lead: false })
  })
})
