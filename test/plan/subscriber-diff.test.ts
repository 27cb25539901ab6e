import { describe, expect, test } from 'vitest'
import { diffItems, type FeedItem, type ItemMark } from '../../src/plan/subscriber-diff.ts'

const PUBLISHED = '2026-01-01T12:00:00Z'

/** An item with this text, changed then. */
const item = (id: string, { text = '', changed = PUBLISHED } = {}): FeedItem => ({
  id,
  content: Buffer.from(
    JSON.stringify({ id, title: `Story ${id}`, content_html: text, date_published: PUBLISHED, date_modified: changed }),
  ),
})

const mark = (id: string): ItemMark => ({ id, title: `Story ${id}` })

describe('diffItems', () => {
  test('the same items are no change, whatever their order', () => {
    expect(diffItems([item('a'), item('b')], [item('b'), item('a')])).toEqual({
      before: 2,
      added: [],
      edited: [],
      resurfacing: [],
      leaving: [],
    })
  })

  test('tells new ones from edited, resurfacing and leaving ones', () => {
    const typo = item('typo', { text: 'mended' })
    const major = item('major', { text: 'more', changed: '2026-01-02T12:00:00Z' })
    const diff = diffItems([item('typo'), item('major'), item('old'), item('same')], [item('new'), item('same'), major, typo])
    expect(diff).toEqual({
      before: 4,
      added: [mark('new')],
      edited: [mark('typo')],
      resurfacing: [mark('major')],
      leaving: [mark('old')],
    })
  })

  test('a story without a change has the date of its publication', () => {
    const plain = { id: 'a', content: Buffer.from(JSON.stringify({ id: 'a', title: 'Story a', date_published: PUBLISHED })) }
    const later = item('a', { changed: '2026-01-01T12:00:01Z' })
    expect(diffItems([plain], [item('a')])).toMatchObject({ edited: [mark('a')], resurfacing: [] })
    expect(diffItems([plain], [later])).toMatchObject({ edited: [], resurfacing: [mark('a')] })
  })

  test('dates are compared as instants: another way to write one brings nothing up', () => {
    const same = item('a', { changed: '2026-01-01T13:00:00+01:00', text: 'else' })
    expect(diffItems([item('a')], [same])).toMatchObject({ edited: [{ id: 'a' }], resurfacing: [] })
  })

  test('an earlier date is an edit in place', () => {
    const earlier = item('a', { changed: '2025-01-01T12:00:00Z', text: 'else' })
    expect(diffItems([item('a')], [earlier])).toMatchObject({ edited: [{ id: 'a' }], resurfacing: [] })
  })

  test('an item under a new id is a new one, and the old one leaves', () => {
    expect(diffItems([item('a')], [{ ...item('a'), id: 'b' }])).toMatchObject({ added: [{ id: 'b' }], leaving: [{ id: 'a' }] })
  })

  test('a feed that was not there has had no items', () => {
    expect(diffItems([], [item('a')])).toMatchObject({ before: 0, added: [mark('a')], leaving: [] })
  })
})
