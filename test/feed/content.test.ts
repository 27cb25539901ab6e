import { describe, expect, test } from 'vitest'
import { renderEntry } from '../../src/feed/entry.ts'
import type { Story } from '../../src/feed/item-facts.ts'
import { body, image, plainStory, site, story } from './newsroom.ts'

/** The content, read from the JSON entry, where it stands as it is. */
function contentOf(given: Partial<Story>): string {
  return JSON.parse(renderEntry({ article: story, body, image, site, ...given }).json).content_html
}

describe('content', () => {
  test('update note, disclaimer, dateline, image and body, in this order', () => {
    expect(contentOf({}).split('\n')).toEqual([
      '<p><strong><time datetime="2015-06-12T22:00:00Z">June 13, 2015</time>:</strong> Gives the date of formal adoption.</p>',
      '<p><em>This news story is designed to help the public understand developments.</em></p>',
      '<p><strong>Geneva, 10 June 2015</strong></p>',
      '<figure><img src="https://news.example.org/press/2015/kazakhstan.jpg" alt="Two delegates shake hands" width="1200" height="800">' +
        '<figcaption>The closing session <small>© WTO</small></figcaption></figure>',
      ...body.split('\n'),
    ])
  })

  test('of a plain story is its body', () => {
    expect(contentOf({ article: plainStory(1), image: undefined })).toBe(body)
  })

  test('an update without a note is not mentioned', () => {
    const quiet = plainStory(1, { updated: { date: { at: 0, dateOnly: true }, note: undefined } })
    expect(contentOf({ article: quiet, image: undefined })).toBe(body)
  })

  test("the note's day is the newsroom's, in the story's language", () => {
    expect(contentOf({ article: { ...story, lang: 'fr' } })).toContain('>13 juin 2015</time>:')
    expect(contentOf({ site: { ...site, timezone: 'America/New_York' } })).toContain('>June 12, 2015</time>:')
  })

  test('plain text stays text, whatever it holds', () => {
    const hard = '<script>alert("1")</script> & </em>'
    const shown = '&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &lt;/em&gt;'
    const html = contentOf({
      article: {
        ...story,
        disclaimer: hard,
        dateline: hard,
        updated: { date: { at: 0, dateOnly: true }, note: hard },
        image: { path: 'a.jpg', alt: hard, caption: hard, credit: hard },
      },
    })
    expect(html.split(shown)).toHaveLength(7)
    expect(html).not.toContain('<script')
  })

  test('an image without caption and credit has no empty figcaption, one of unknown size no size', () => {
    const bare = { path: 'a.jpg', alt: '', caption: undefined, credit: undefined }
    const html = contentOf({ article: { ...story, image: bare }, image: { ...image, width: undefined, height: undefined } })
    expect(html).toContain('<figure><img src="https://news.example.org/press/2015/kazakhstan.jpg" alt=""></figure>')
  })
})
