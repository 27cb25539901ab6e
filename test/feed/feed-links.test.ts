import { expect, test } from 'vitest'
import { feedLinks } from '../../src/feed/feed-links.ts'

const SITE = { origin: 'https://news.example.org', basePath: '/press' }

test.each(['/feed.rss', '/topics/archive/feed.atom', '/fr/feed.json', '/fr/topics/a/feed.rss'] as const)(
  'feedLinks: %s names the hub and itself',
  path => {
    expect(feedLinks({ ...SITE, hub: 'self' }, path)).toBe(
      `<https://news.example.org/press/hub>; rel="hub", <https://news.example.org/press${path}>; rel="self"`,
    )
  },
)

test.each(['/archive/2015-06/feed.rss', '/topics/archive/archive/2015-06.2/feed.json'] as const)(
  'feedLinks: the archive %s names itself alone',
  path => {
    expect(feedLinks({ ...SITE, hub: 'self' }, path)).toBe(`<https://news.example.org/press${path}>; rel="self"`)
  },
)

test('feedLinks: a page names nothing', () => {
  expect(feedLinks({ ...SITE, hub: 'self' }, '/topics/a/index.html')).toBeUndefined()
})
