import { describe, expect, test } from 'vitest'
import { isShownAsAsked, shownAs } from '../../src/serve/shown-as.ts'

const RSS = 'application/rss+xml; charset=utf-8'
const XML = 'application/xml; charset=utf-8'

describe('shownAs', () => {
  test.each([
    ['Chromium', 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8'],
    ['Firefox and Safari', 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'],
    ['who wants XML alone', 'application/xml'],
    ['who would rather not have the exact type', 'application/xml;q=0.5, application/rss+xml;q=0.1'],
  ])('%s gets a feed as XML', (_, accept) => {
    expect(shownAs(RSS, accept)).toBe(XML)
  })

  test.each([
    ['who says nothing', undefined],
    ['who takes anything', '*/*'],
    [
      'feedparser',
      'application/atom+xml,application/rdf+xml,application/rss+xml,application/xml;q=0.9,text/xml;q=0.2,*/*;q=0.1',
    ],
    ['miniflux', 'application/xml, application/atom+xml, application/rss+xml, application/rdf+xml, text/html, */*;q=0.9'],
    ['who takes any application', 'application/*;q=0.9, text/html'],
    ['who refuses XML', 'application/xml;q=0, */*'],
    ['who wants neither', 'text/html'],
    ['who sends rubbish', ';;q=x,,application/'],
  ])('%s gets a feed as what it is', (_, accept) => {
    expect(shownAs(RSS, accept)).toBe(RSS)
  })

  test('Atom is no other than RSS; JSON and pages are always what they are', () => {
    expect(shownAs('application/atom+xml; charset=utf-8', 'application/xml')).toBe(XML)
    expect(isShownAsAsked('application/atom+xml; charset=utf-8')).toBe(true)
    for (const type of ['application/feed+json; charset=utf-8', 'text/html; charset=utf-8', 'image/svg+xml; charset=utf-8']) {
      expect(shownAs(type, 'application/xml')).toBe(type)
      expect(isShownAsAsked(type)).toBe(false)
    }
  })
})
