import { describe, expect, test } from 'vitest'
import { wordpressHtml } from '../../src/import/read-wordpress.ts'
import type { WordpressMedia } from '../../src/import/wordpress-item.ts'

const UPLOADS = 'https://old.example.org/wp-content/uploads'

function file(id: string, name: string, caption?: string): readonly [string, WordpressMedia] {
  return [id, { id, parent: '1', address: `${UPLOADS}/${name}`, alt: undefined, caption }]
}

const MEDIA = new Map([file('50', 'quay.png'), file('51', 'timetable.pdf'), file('52', 'ferry.JPG', 'The ferry')])
const QUAY = `<p><img src="${UPLOADS}/quay.png" alt=""></p>`
const FERRY = `<figure><img src="${UPLOADS}/ferry.JPG" alt=""><figcaption>The ferry</figcaption></figure>`

/** The HTML without empty lines, and the losses. */
function carried(content: string, reusable: Readonly<Record<string, string>> = {}) {
  const { html, losses } = wordpressHtml(content, { post: '1', media: MEDIA, reusable: new Map(Object.entries(reusable)) })
  return { html: html.replace(/\n+/g, '\n').trim(), losses }
}

describe('wordpressHtml: blocks', () => {
  const paragraph = (text: string): string => `<!-- wp:paragraph -->\n<p>${text}</p>\n<!-- /wp:paragraph -->`

  test('reusable ones are written out, those within them too', () => {
    const content = `${paragraph('Before')}\n<!-- wp:block {"ref":42} /-->\n${paragraph('After')}`
    const reusable = { 42: `${paragraph('Outer')}<!-- wp:block {"ref":"43"} /-->`, 43: paragraph('Inner') }
    expect(carried(content, reusable)).toEqual({ html: '<p>Before</p>\n<p>Outer</p>\n<p>Inner</p>\n<p>After</p>', losses: [] })
  })

  test('a reusable one that the export lacks, or that holds itself, is named; so are words of its own', () => {
    const content = '<!-- wp:block {"ref":42,"content":{"Title":{"content":"Ours"}}} /--><!-- wp:block {"ref":7} /-->'
    expect(carried(content, { 42: `${paragraph('Text')}<!-- wp:block {"ref":42} /-->` })).toEqual({
      html: '<p>Text</p>',
      losses: [
        'words of its own in the reusable block 42',
        'the reusable block 42, of which the export has no published text',
        'the reusable block 7, of which the export has no published text',
      ],
    })
  })

  test('reusable ones that hold each other many times over end', () => {
    const reusable = Object.fromEntries(
      Array.from({ length: 40 }, (_, index) => [index, `<!-- wp:block {"ref":${index + 1}} /-->`.repeat(2)]),
    )
    expect(carried('<!-- wp:block {"ref":0} /-->', reusable).html).toBe('')
  })

  test('every other without HTML of its own is named, once', () => {
    const content = `<!-- wp:acf/quote {"name":"acf/quote","data":{"quote":"A > b"}} /-->${paragraph('Text')}<!-- wp:latest-posts /--><!-- wp:latest-posts {"postsToShow":3} /-->`
    expect(carried(content)).toEqual({
      html: '<p>Text</p>',
      losses: [
        'the block acf/quote, which has no text in the export',
        'the block latest-posts, which has no text in the export',
      ],
    })
  })
})

describe('wordpressHtml: captions', () => {
  const captionOf = (content: string): string | undefined => /<figcaption>(.*)<\/figcaption>/.exec(carried(content).html)?.[1]

  test.each([
    [
      '[caption id="a" caption="Of the [old] harbour"]<a href="/a.jpg"><img src="/a.jpg"></a>[/caption]',
      'Of the [old] harbour',
    ],
    ['[wp_caption caption=\'It is "old"\']<img src="/a.jpg">[/wp_caption]', 'It is "old"'],
    ['[caption width="300" caption="Old"]<img src="/a.jpg" /> New [brackets][/caption]', 'New [brackets]'],
    ['[caption width=300]<img src="/a.jpg" />\nOn two\nlines[/caption]', 'On two lines'],
    ['[caption width="300"]<img src="/a.jpg" />[/caption]', undefined],
  ])('%s', (content, expected) => {
    expect(captionOf(content)).toBe(expected)
    expect(carried(content).losses).toEqual([])
  })
})

describe('wordpressHtml: galleries', () => {
  test('show the pictures that they name; files that the export lacks, and those that are no pictures, are named', () => {
    expect(carried('[gallery ids="50,51, 52,999"]')).toEqual({
      html: `${QUAY}${FERRY}`,
      losses: ['files of a gallery that the export lacks: 999', `${UPLOADS}/timetable.pdf, which is no picture, in a gallery`],
    })
  })

  test('that name none show the pictures of the post', () => {
    expect(carried('[gallery]')).toEqual({ html: `${QUAY}${FERRY}`, losses: [] })
  })

  test('of which nothing is there leave no shortcode behind', () => {
    const html = '<p>A</p>'
    expect(carried('A\n\n[gallery ids="999"]')).toEqual({ html, losses: ['files of a gallery that the export lacks: 999'] })
    const bare = wordpressHtml('A\n\n[gallery]', { post: '2', media: MEDIA, reusable: new Map() })
    expect(bare.losses).toEqual(['a gallery of which the export has no picture'])
  })
})

describe('wordpressHtml: paragraphs before blocks', () => {
  test.each([
    ['One\nline\n\nTwo', '<p>One<br>\nline</p>\n<p>Two</p>'],
    ['One\r\nline\r\n \r\nTwo', '<p>One<br>\nline</p>\n<p>Two</p>'],
    ['One<br />\nline', '<p>One<br />\nline</p>'],
    ['<h2>Head</h2>\nline1\nline2', '<h2>Head</h2><p>line1<br>\nline2</p>'],
    [
      'Of these:\n<ul>\n<li>one</li>\n<li>two\n\nmore</li>\n</ul>\nEnd',
      '<p>Of these:</p><ul><li>one</li><li><p>two</p>\n<p>more</p></li></ul><p>End</p>',
    ],
    ['<div>a\n\nb</div>', '<div><p>a</p>\n<p>b</p></div>'],
    ['<a href="/x"><h3>Head</h3></a>', '<a href="/x"><h3>Head</h3></a>'],
    ['<img\nsrc="/a.png"\nalt="">', '<p><img src="/a.png" alt=""></p>'],
    ['Second<!--nextpage-->Third', '<p>Second</p>\n<p>Third</p>'],
    ['First<!--more-->, still first', '<p>First, still first</p>'],
    ['<p>Second<!-- nextpage -->Third</p>', '<p><p>Second</p>\n<p>Third</p></p>'],
  ])('%j', (content, expected) => {
    expect(carried(content)).toEqual({ html: expected, losses: [] })
  })

  test('an address alone on a line becomes a link, but not among lines that are shown as they are', () => {
    expect(carried('  https://old.example.org/?a&b \n\n<pre>\nhttps://old.example.org/x\n\n  y\n</pre>').html).toBe(
      '<p><a href="https://old.example.org/?a&amp;b">https://old.example.org/?a&amp;b</a></p><pre>\nhttps://old.example.org/x\n  y\n</pre>',
    )
  })
})
