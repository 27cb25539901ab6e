import { describe, expect, test } from 'vitest'
import { seenAt } from '../../src/edition/seen-at.ts'
import { on, storyOf } from './stories.ts'

describe('seenAt', () => {
  test('a change dated later has not been made yet; at its instant it has', () => {
    const updated = { date: on(5), note: 'Adds the vote.' }
    const corrections = [
      { date: on(3), note: 'A name.' },
      { date: on(7), note: 'A figure.' },
    ]
    const story = storyOf('a', { updated, corrections })
    expect(seenAt(story, on(5).at - 1)).toEqual({ ...story, updated: undefined, corrections: corrections.slice(0, 1) })
    expect(seenAt(story, on(5).at)).toEqual({ ...story, corrections: corrections.slice(0, 1) })
    expect(seenAt(story, on(7).at)).toEqual(story)
  })

  test('a withdrawal to come leaves no trace', () => {
    const story = storyOf('a')
    const withdrawn = { date: on(9), reason: 'In error.', replacement: undefined }
    expect(seenAt({ ...story, withdrawn }, on(9).at - 1)).toEqual(story)
  })

  test('of a withdrawn story the notice alone is left, under the same id, title, date and address', () => {
    const withdrawn = { date: on(9), reason: 'In error.', replacement: '/2026/b/' as const }
    const story = storyOf('a', {
      withdrawn,
      updated: { date: on(5), note: 'Adds the vote.' },
      corrections: [{ date: on(3), note: 'A name.' }],
      image: { path: '2026/a.jpg', alt: '', caption: undefined, credit: undefined },
      attachments: [{ path: '2026/a.pdf', title: 'The report' }],
      dateline: 'Geneva',
      disclaimer: { text: 'No interpretation.', lang: 'en' },
      boilerplate: { text: 'Who we are.', lang: 'en' },
      notes: ['A note.'],
      contact: { name: 'Press office', email: undefined, phone: undefined },
      lead: true,
    })
    const { id, title, date, permalink, topics, authors, lang } = story
    expect(seenAt(story, on(9).at)).toMatchObject({
      ...{ id, title, date, permalink, topics, authors, lang, withdrawn },
      summary: 'In error.',
      updated: undefined,
      corrections: [],
      image: undefined,
      attachments: [],
      dateline: undefined,
      disclaimer: undefined,
      boilerplate: undefined,
      notes: [],
      contact: undefined,
      lead: false,
    })
  })

  test('changes nothing in the story it is given', () => {
    const story = Object.freeze(storyOf('a', { corrections: Object.freeze([{ date: on(7), note: 'Later.' }]) }))
    expect(seenAt(story, on(1).at).corrections).toEqual([])
    expect(story.corrections).toHaveLength(1)
  })
})
