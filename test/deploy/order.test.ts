import { expect, test } from 'vitest'
import { batchesOf, batchSize, removalsOf } from '../../src/deploy/order.ts'

const PATHS = [
  'feed.rss',
  'archive/2026-05/feed.rss',
  'topics/a/index.html',
  'a/index.html',
  'feeds.opml',
  'robots.txt',
  'sitemaps/2026.xml',
  'a.jpg',
  'record.jsonl',
]

test('batchesOf: what is named comes before what names it', () => {
  const batches = batchesOf(PATHS, { stories: new Set(['a/index.html']), size: 10 })
  expect(batches.flatMap(({ paths }) => paths)).toEqual([
    'record.jsonl',
    'a.jpg',
    'a/index.html',
    'topics/a/index.html',
    'sitemaps/2026.xml',
    'robots.txt',
    'archive/2026-05/feed.rss',
    'feed.rss',
    'feeds.opml',
  ])
})

test('removalsOf: what names others goes before these', () => {
  expect(removalsOf(PATHS).filter(({ length }) => length > 0)).toEqual([
    ['feeds.opml'],
    ['feed.rss'],
    ['archive/2026-05/feed.rss'],
    ['robots.txt'],
    ['sitemaps/2026.xml'],
    ['topics/a/index.html', 'a/index.html'],
    ['a.jpg'],
    ['record.jsonl'],
  ])
})

test('batchSize: a large delivery is noted no oftener than twenty times', () => {
  expect([1, 500, 10_000, 10_001, 100_000].map(batchSize)).toEqual([500, 500, 500, 501, 5_000])
})
