import { describe, expect, test } from 'vitest'
import { feedSubscribers } from '../../src/serve/feed-subscribers.ts'

const MINUTE_MS = 60_000

/** Subscribers as of a time that the test sets, and a request for a feed. */
function listening() {
  const clock = { minutes: 0 }
  const { note, all } = feedSubscribers(() => clock.minutes * MINUTE_MS)
  const asked = (userAgent: string, { status = 200, target = '/feed.rss' } = {}) => note({ status, target, userAgent })
  const known = () => all().map(({ feed, reader, count }) => `${feed} ${reader} ${count}`)
  return { clock, asked, known }
}

describe('feedSubscribers', () => {
  test.each([
    ['Feedbin feed-id:1 - 42 subscribers', 'Feedbin 42'],
    ['Feedly/1.0 (+http://www.feedly.com/fetcher.html; 12 subscribers; like FeedFetcher-Google)', 'Feedly 12'],
    ['Mozilla/5.0 (compatible; theoldreader.com; 300 subscribers; feed-id=5a1)', 'theoldreader.com 300'],
    ['Mozilla/5.0 (compatible; BazQux/2.4; +https://bazqux.com/fetcher; 2 subscribers)', 'BazQux 2'],
    ['Mozilla/5.0 (compatible; Bloglovin/1.0; http://www.bloglovin.com; 7 subscribers)', 'Bloglovin 7'],
  ])('knows who says %s', (userAgent, stated) => {
    const { asked, known } = listening()
    asked(userAgent)
    expect(known()).toEqual([`/feed.rss ${stated}`])
  })

  test('names a feed by its path, and only one that is there', () => {
    const { asked, known } = listening()
    asked('One 1 subscribers', { target: 'http://evil.example/feed.rss?a=b' })
    asked('Two 2 subscribers', { target: '/f%65ed.rss', status: 304 })
    for (const status of [301, 404, 410, 503]) asked('Three 3 subscribers', { status })
    asked('Four 4 subscribers', { target: '/page/' })
    asked('Five 5 subscribers', { target: '/%E0%A4%A/feed.rss' })
    expect(known()).toEqual(['/feed.rss One 1', '/feed.rss Two 2'])
  })

  test('forgets a reader that left', () => {
    const { clock, asked, known } = listening()
    asked('Feedbin 42 subscribers')
    asked('Feedly 12 subscribers')
    clock.minutes += 25 * 60
    asked('Feedly 13 subscribers')
    expect(known()).toEqual(['/feed.rss Feedbin 42', '/feed.rss Feedly 13'])
    clock.minutes += 25 * 60
    expect(known()).toEqual(['/feed.rss Feedly 13'])
  })

  test('keeps who asks every hour though any number of names are invented, and then hears others again', () => {
    const { clock, asked, known } = listening()
    asked('Feedbin 42 subscribers')
    for (let round = 0; round < 6; round++, clock.minutes += 30) {
      for (let name = 0; name < 3000; name++) asked(`R${round}-${name}/1 (5 subscribers)`)
      asked('Feedbin 43 subscribers')
      expect(known()).toContain('/feed.rss Feedbin 43')
      expect(known()).toHaveLength(2000)
    }
    clock.minutes += 60
    asked('Feedly 12 subscribers')
    expect(known()).toContain('/feed.rss Feedly 12')
    expect(known()).toHaveLength(2000)
  })
})
