import { describe, expect, test } from 'vitest'
import { newsroomOf, SITE_YAML, shown, story } from '../support/newsroom.ts'

const DATED = `${SITE_YAML}disclaimers:
  standing:
    - text: The first wording.
    - { from: 2026-05-02, text: The second wording. }
    - { from: 2026-05-04, text: The third wording. }
`

const FEEDS = ['feed.rss', 'feed.atom', 'feed.json']

describe('publish: a standing disclaimer that changed', () => {
  test('publish: every story bears the wording of its day, on its page and in every feed', async () => {
    const days = { '2026-05-01': 'first', '2026-05-02': 'second', '2026-05-03T23:59': 'second', '2026-05-04': 'third' }
    const names = Object.keys(days).map(date => date.replace(/\W/g, '-'))
    const stories = Object.keys(days).map((date, index) => [
      `${names[index]}.md`,
      story({ title: date, date, disclaimer: 'standing' }),
    ])
    const newsroom = newsroomOf({ 'site.yaml': DATED, ...Object.fromEntries(stories) })
    const { diagnostics } = await newsroom.publish()
    expect(diagnostics).toEqual([])
    for (const [index, wording] of Object.values(days).entries()) {
      expect(newsroom.read(`${names[index]?.toLowerCase()}/index.html`)).toContain(`The ${wording} wording.`)
    }
    for (const feed of FEEDS) {
      const counts = ['first', 'second', 'third'].map(
        wording => newsroom.read(feed).split(`The ${wording} wording.`).length - 1,
      )
      expect(counts, feed).toEqual([1, 2, 1])
    }
  })

  test('publish: a story older than every wording bears the oldest', async () => {
    const yaml = `${SITE_YAML}disclaimers: { standing: [{ from: 2026-04-01, text: The oldest. }, { from: 2026-05-01, text: A later one. }] }\n`
    const newsroom = newsroomOf({ 'site.yaml': yaml, 'old.md': story({ date: '2020-01-01', disclaimer: 'standing' }) })
    await newsroom.publish()
    expect(newsroom.read('old/index.html')).toContain('The oldest.')
  })

  test('publish: a wording from no day is told at its place', async () => {
    const newsroom = newsroomOf({
      'site.yaml': `${SITE_YAML}disclaimers: { standing: [{ from: 2026-05-01T09:00, text: x }] }\n`,
    })
    const { kind, diagnostics } = await newsroom.attempt()
    expect(kind).toBe('misconfigured')
    expect(shown(diagnostics).join()).toContain('"2026-05-01T09:00" is more than a day | write the day alone: 2026-05-03')
  })
})

describe('publish: a hub', () => {
  test('publish: is named in every feed, and another one writes them anew', async () => {
    const newsroom = newsroomOf({ 'a.md': story() })
    await newsroom.publish({ hub: 'https://hub.example.org/' })
    for (const feed of FEEDS) expect(newsroom.read(feed), feed).toContain('https://hub.example.org/')
    const { written } = await newsroom.publish()
    expect(written).toEqual(expect.arrayContaining(FEEDS))
    for (const feed of FEEDS) expect(newsroom.read(feed), feed).not.toContain('hub.example.org')
  })
})
