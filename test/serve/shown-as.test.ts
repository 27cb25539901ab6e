import { describe, expect, test } from 'vitest'
import type { PublishedFile } from '../../src/serve/published.ts'
import { shownAs } from '../../src/serve/shown-as.ts'

function fileOf(type: string): PublishedFile {
  return { body: Buffer.from('x'), type, etag: '"abc"', lastModified: new Date(0), status: 200 }
}

const RSS = 'application/rss+xml; charset=utf-8'
const XML = 'application/xml; charset=utf-8'

describe('shownAs', () => {
  test.each([
    ['Chromium', 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8'],
    ['Firefox and Safari', 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'],
    ['who wants XML alone', 'application/xml'],
    ['who would rather not have the exact type', 'application/xml;q=0.5, application/rss+xml;q=0.1'],
  ])('%s gets a feed as XML, under an entity tag of its own', (_, accept) => {
    expect(shownAs(fileOf(RSS), accept)).toMatchObject({ type: XML, etag: '"abc-xml"', varies: true })
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
    expect(shownAs(fileOf(RSS), accept)).toMatchObject({ type: RSS, etag: '"abc"', varies: true })
  })

  test('Atom is no other than RSS; JSON and pages are always what they are', () => {
    expect(shownAs(fileOf('application/atom+xml; charset=utf-8'), 'application/xml').type).toBe(XML)
    for (const type of ['application/feed+json; charset=utf-8', 'text/html; charset=utf-8', 'image/svg+xml; charset=utf-8'])
      expect(shownAs(fileOf(type), 'application/xml')).toMatchObject({ type, etag: '"abc"', varies: false })
  })
})
