import { expect, test } from 'vitest'
import { explanationFacts, explanationWords, wholeWords } from '../../src/cli/explanation-log.ts'
import type { Explanation, MadeFile } from '../../src/model/explanation.ts'

const PAGE: MadeFile = { path: 'a/index.html', of: 'article', reason: 'content', because: ['a.md'], differs: true }
const FEED: MadeFile = { path: 'feed.rss', of: 'feed', reason: 'entries', because: ['a.md', 'secret.md'], differs: true }

const CHANGE: Explanation = {
  changed: [
    { path: 'a.md', how: 'changed', isPublic: true },
    { path: 'secret.md', how: 'changed', isPublic: false },
  ],
  due: [],
  made: [PAGE, { ...PAGE, path: 'b/index.html', reason: 'link', link: 'secret.md' }, FEED],
  unchanged: { described: 2, notDescribed: 100 },
}

test('explanationWords: what changed and what came of it, on one line', () => {
  expect(explanationWords(CHANGE)).toBe(
    'a.md changed, 1 file changed of which nothing is public: 1 with other content, 1 with a link that leads elsewhere, 1 feeds with other entries, 102 not made',
  )
})

test('explanationFacts and explanationWords: no log names a file of which readers see nothing', () => {
  expect(JSON.stringify(explanationFacts(CHANGE)) + explanationWords(CHANGE)).not.toContain('secret')
  expect(explanationFacts(CHANGE)).toEqual({
    changed: [{ path: 'a.md', how: 'changed' }],
    notPublic: 1,
    due: 0,
    made: { content: 1, link: 1, entries: 1 },
    files: [
      { path: 'a/index.html', reason: 'content', because: ['a.md'] },
      { path: 'b/index.html', reason: 'link', because: ['a.md'] },
      { path: 'feed.rss', reason: 'entries', because: ['a.md'] },
    ],
    unchanged: { described: 2, notDescribed: 100 },
  })
})

test('explanationFacts: of a large change the first fifty files, and all counts', () => {
  const made = Array.from({ length: 300 }, (_, index) => ({ ...PAGE, path: `${index}/index.html` }))
  expect(explanationFacts({ ...CHANGE, made })).toMatchObject({ made: { content: 300 }, files: { length: 50 } })
})

test('wholeWords: nothing where only a change was published, and at the start', () => {
  expect([wholeWords(undefined), wholeWords('start'), wholeWords('site')]).toEqual([undefined, undefined, 'site.yaml changed'])
})
