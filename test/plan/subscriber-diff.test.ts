import { describe, expect, test } from 'vitest'
import { diffItems, type ItemMark } from '../../src/plan/subscriber-diff.ts'

const mark = (id: string, fields: Partial<ItemMark> = {}): ItemMark => ({
  id,
  title: `Story ${id}`,
  changed: '2026-01-01T12:00:00Z',
  content: `{"id":"${id}"}`,
  ...fields,
})

describe('diffItems', () => {
  test('the same items are no change, whatever their order', () => {
    expect(diffItems([mark('a'), mark('b')], [mark('b'), mark('a')])).toEqual({
      before: 2,
      added: [],
      edited: [],
      resurfacing: [],
      leaving: [],
    })
  })

  test('tells new ones from edited, resurfacing and leaving ones', () => {
    const typo = mark('typo', { content: 'mended' })
    const major = mark('major', { content: 'more', changed: '2026-01-02T12:00:00Z' })
    const diff = diffItems([mark('typo'), mark('major'), mark('old'), mark('same')], [mark('new'), mark('same'), major, typo])
    expect(diff).toEqual({ before: 4, added: [mark('new')], edited: [typo], resurfacing: [major], leaving: [mark('old')] })
  })

  test('dates are compared as instants: another way to write one brings nothing up', () => {
    const same = mark('a', { changed: '2026-01-01T13:00:00+01:00', content: 'else' })
    expect(diffItems([mark('a')], [same])).toMatchObject({ edited: [same], resurfacing: [] })
  })

  test('an earlier date is an edit in place', () => {
    const earlier = mark('a', { changed: '2025-01-01T12:00:00Z', content: 'else' })
    expect(diffItems([mark('a')], [earlier])).toMatchObject({ edited: [earlier], resurfacing: [] })
  })

  test('an item under a new id is a new one, and the old one leaves', () => {
    expect(diffItems([mark('a')], [mark('b', { content: mark('a').content })])).toMatchObject({
      added: [{ id: 'b' }],
      leaving: [{ id: 'a' }],
    })
  })

  test('a feed that was not there has had no items', () => {
    expect(diffItems([], [mark('a')])).toMatchObject({ before: 0, added: [mark('a')], leaving: [] })
  })
})
