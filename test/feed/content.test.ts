import { describe, expect, test } from 'vitest'
import { renderEntry } from '../../src/feed/entry.ts'
import type { Story } from '../../src/feed/item-facts.ts'
import { attachment, body, image, plainStory, site, story } from './newsroom.ts'

/** The content, read from the JSON entry, where it stands as it is. */
function contentOf(given: Partial<Story>): string {
  return JSON.parse(renderEntry({ article: story, body, image, attachments: [], site, ...given }).json).content_html
}

describe('content', () => {
  test('update note, disclaimer, dateline, image and body, in this order', () => {
    expect(contentOf({}).split('\n')).toEqual([
      '<p><strong>Updated, <time datetime="2015-06-12T22:00:00Z">13 June 2015</time>:</strong> Gives the date of formal adoption.</p>',
      '<p><em>This news story is designed to help the public understand developments.</em></p>',
      '<p><strong>Geneva, 10 June 2015</strong></p>',
      '<figure><img src="https://news.example.org/press/2015/kazakhstan.jpg" alt="Two delegates shake hands" width="1200" height="800">' +
        '<figcaption>The closing session <small>© WTO</small></figcaption></figure>',
      ...body.split('\n'),
    ])
  })

  test('a language that is written from right to left says so around all of it, and foreign words within it theirs', () => {
    for (const lang of ['ar', 'he', 'fa', 'ur-PK']) {
      const html = contentOf({ article: { ...story, lang } })
      expect(html.startsWith('<div dir="rtl">\n')).toBe(true)
      expect(html.endsWith('\n</div>')).toBe(true)
      expect(html).toContain('<p lang="en" dir="ltr"><em>This news story')
      const short = JSON.parse(renderEntry({ article: { ...story, lang }, body: '', image, attachments: [], site }).json)
      expect(short.content_html).toMatch(/^<div dir="rtl">\n.*\n<\/div>$/s)
    }
    expect(contentOf({})).not.toContain(' dir=')
  })

  test("notices have their language's punctuation", () => {
    const corrections = [{ date: { at: Date.UTC(2015, 5, 12, 12), dateOnly: true }, note: 'A name.' }]
    const notices = (lang: string) =>
      [...contentOf({ article: { ...story, lang, corrections } }).matchAll(/<p><strong>(.*?)<\/strong> (?:Gives|A name)/g)].map(
        ([, words = '']) => words.replace(/<[^>]*>/g, ''),
      )
    expect(notices('fr')).toEqual(['Mis à jour le 13 juin 2015\u00A0:', 'Rectificatif, 12 juin 2015\u00A0:'])
    expect(notices('es')).toEqual(['Actualizado el 13 de junio de 2015:', 'Corrección, 12 de junio de 2015:'])
    expect(notices('ar')[1]).toMatch(/^تصحيح، [^,]*:$/)
    expect(notices('zh')).toEqual(['更新于2015年6月13日：', '更正，2015年6月12日：'])
    expect(notices('en')).toEqual(['Updated, 13 June 2015:', 'Correction, 12 June 2015:'])
  })

  test('what the page alone has a use for is not in it: classes, focus, names for the keyboard, labels of boxes', () => {
    const html = contentOf({
      body:
        '<div class="table" tabindex="0" role="group" aria-label="A table"><table><tr><td align="right">class="x"</td></tr></table></div>' +
        '<pre tabindex="0"><code class="language-js">a class="b"</code></pre>' +
        '<ul><li><label><input type="checkbox" checked disabled> Done</label></li></ul>',
    })
    expect(html).toContain('<div><table><tr><td align="right">class="x"</td></tr></table></div>')
    expect(html).toContain('<pre><code>a class="b"</code></pre>')
    expect(html).toContain('<li>☑ Done</li>')
  })

  test('what follows the text of a press release stands after it, and before the files', () => {
    const release = plainStory(1, {
      lang: 'fr',
      boilerplate: { text: 'The office publishes.', lang: 'en' },
      notes: ['Photos are free to use.', 'Embargoed until noon.'],
      contact: { name: 'Press office', email: 'press@example.org', phone: '+41 (0)22 739 51 11' },
    })
    expect(
      contentOf({ article: release, image: undefined, attachments: [attachment('/a.pdf', 'application/pdf')] })
        .split('\n')
        .slice(body.split('\n').length),
    ).toEqual([
      '<p lang="en"><em>The office publishes.</em></p>',
      '<p><strong>Notes aux rédactions</strong></p>',
      '<ol><li>Photos are free to use.</li><li>Embargoed until noon.</li></ol>',
      '<p><strong>Contact pour la presse</strong><br>Press office<br><a href="mailto:press@example.org">press@example.org</a>' +
        '<br><a href="tel:+41227395111">+41 (0)22 739 51 11</a></p>',
      '<p><strong>Fichiers</strong></p>',
      expect.stringMatching(/^<ul><li>/),
    ])
    const one = plainStory(1, { notes: ['Photos are free to use.'] })
    expect(contentOf({ article: one, image: undefined })).toContain(
      'Notes to editors</strong></p>\n<p>Photos are free to use.</p>',
    )
  })

  test('a disclaimer in another language than the story says so', () => {
    const article = { ...story, disclaimer: { text: 'Sous réserve.', lang: 'fr' } }
    expect(contentOf({ article })).toContain('<p lang="fr"><em>Sous réserve.</em></p>')
  })

  test('of a plain story is its body', () => {
    expect(contentOf({ article: plainStory(1), image: undefined })).toBe(body)
  })

  test('an update without a note is not mentioned', () => {
    const quiet = plainStory(1, { updated: { date: { at: 0, dateOnly: true }, note: undefined } })
    expect(contentOf({ article: quiet, image: undefined })).toBe(body)
  })

  test("the note's day is the newsroom's, in the story's language", () => {
    expect(contentOf({ article: { ...story, lang: 'fr' } })).toContain('>13 juin 2015</time>\u00A0:')
    expect(contentOf({ site: { ...site, timezone: 'America/New_York' } })).toContain('>12 June 2015</time>:')
  })

  test('plain text stays text, whatever it holds', () => {
    const hard = '<script>alert("1")</script> & </em>'
    const shown = '&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &lt;/em&gt;'
    const html = contentOf({
      article: {
        ...story,
        disclaimer: { text: hard, lang: 'en' },
        boilerplate: { text: hard, lang: 'en' },
        notes: [hard, hard],
        contact: { name: hard, email: hard, phone: hard },
        dateline: hard,
        updated: { date: { at: 0, dateOnly: true }, note: hard },
        image: { path: 'a.jpg', alt: hard, caption: hard, credit: hard },
      },
    })
    expect(html.split(shown)).toHaveLength(14)
    expect(html).not.toContain('<script')
  })

  test('an image without caption and credit has no empty figcaption, one of unknown size no size', () => {
    const bare = { path: 'a.jpg', alt: '', caption: undefined, credit: undefined }
    const html = contentOf({ article: { ...story, image: bare }, image: { ...image, width: undefined, height: undefined } })
    expect(html).toContain('<figure><img src="https://news.example.org/press/2015/kazakhstan.jpg" alt=""></figure>')
  })

  const day = (month: number, date: number) => ({ at: Date.UTC(2016, month - 1, date, 10), dateOnly: false })

  test('corrections stand above the text, each with its day, in the order in which they are given', () => {
    const corrections = [
      { date: day(2, 1), note: 'The vote was on 4 May.' },
      { date: day(3, 1), note: 'A < B.' },
    ]
    const html = contentOf({ article: plainStory(1, { corrections }), image: undefined })
    expect(html.split('\n').slice(0, 2)).toEqual([
      expect.stringMatching(
        /^<p><strong>Correction, <time datetime="2016-02-01T10:00:00Z">.*<\/time>:<\/strong> The vote was on 4 May\.<\/p>$/,
      ),
      expect.stringMatching(
        /^<p><strong>Correction, <time datetime="2016-03-01T10:00:00Z">.*<\/time>:<\/strong> A &lt; B\.<\/p>$/,
      ),
    ])
    expect(html.endsWith(body)).toBe(true)
  })

  test('of a withdrawn story is the notice, and what to read instead by its whole address', () => {
    const withdrawn = (replacement: string | undefined) =>
      contentOf({
        article: plainStory(1, { withdrawn: { date: day(2, 1), reason: 'Published in error.', replacement } }),
        body: '',
        image: undefined,
      })
    expect(withdrawn(undefined)).toMatch(
      /^<p><strong>Withdrawn, <time datetime="2016-02-01T10:00:00Z">1 February 2016.*<\/time>:<\/strong> Published in error\.<\/p>$/,
    )
    const here = 'https://news.example.org/press/2016/right%20story/'
    expect(withdrawn('/2016/right story/')).toContain(`<p>Read instead: <a href="${here}">${here}</a></p>`)
    const elsewhere = 'https://example.org/?a=1&amp;b=2'
    expect(withdrawn('https://example.org/?a=1&b=2')).toContain(`<a href="${elsewhere}">${elsewhere}</a>`)
  })

  test('files to take away are listed after the text, with kind and size', () => {
    const html = contentOf({
      article: plainStory(1),
      image: undefined,
      attachments: [attachment('/2016/the report.pdf', 'application/pdf')],
    })
    expect(html).toBe(
      `${body}\n<p><strong>Files</strong></p>\n<ul><li><a href="https://news.example.org/press/2016/the%20report.pdf">` +
        'The file /2016/the report.pdf</a> (PDF, 1.2 MB)</li></ul>',
    )
  })
})
