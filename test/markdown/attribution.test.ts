import { describe, expect, test } from 'vitest'
import { renderBody } from '../../src/markdown/render-body.ts'
import { CONTEXT, findingsOf, htmlOf } from './newsroom.ts'

function figure(said: string, by: string): string {
  return `<figure class="quote">\n<blockquote>\n${said}</blockquote>\n<figcaption>— ${by}</figcaption>\n</figure>`
}

describe('renderBody: quotations', () => {
  test.each([
    ['> It is done.\n>\n> — A. Name', '<p>It is done.</p>\n', 'A. Name'],
    ['> It is done.\n> — A. Name', '<p>It is done.</p>\n', 'A. Name'],
    ['> It is  \n> done.  \n> -- A. Name', '<p>It is<br />done.</p>\n', 'A. Name'],
    [
      '> It *is*\n> done.\n> – *A*. [Name](/about/), today',
      '<p>It <em>is</em>\ndone.</p>\n',
      '<em>A</em>. <a href="@/about/">Name</a>, today',
    ],
    ['> It is done.\n> —*A. Name*', '<p>It is done.</p>\n', '<em>A. Name</em>'],
    ['> - It is done.\n>\n> — A. Name', '<ul>\n<li>It is done.</li>\n</ul>\n', 'A. Name'],
    ['> AT&amp;T &#65;\n> — A &#65;', '<p>AT&amp;T A</p>\n', 'A A'],
  ])('%j has who said it as its caption', (markdown, said, by) => {
    expect(htmlOf(markdown)).toBe(figure(said, by))
    expect(findingsOf(markdown)).toEqual([])
  })

  test.each([
    ['none', '> It is done.'],
    ['nothing but a name', '> — A. Name'],
    ['a dialogue', '> — Is it done?\n> — It is.'],
    ['a dialogue in paragraphs', '> — Is it done?\n>\n> — It is.'],
    ['a dash within', '> It is — at last\n> done.'],
    ['a dash alone', '> It is done.\n>\n> —'],
    ['a rule', '> It is done.\n>\n> ---'],
    ['more after it', '> It is done.\n> — A. Name\n>\n> - And so on.'],
    ['a list that begins with it', '> It is done.\n>\n> - — A. Name'],
  ])('with %s is a quotation as it stands', (_, markdown) => {
    expect(htmlOf(markdown)).not.toContain('<figure')
    expect(htmlOf(markdown)).toContain('<blockquote>')
  })

  test('have the mistakes in both at their places', () => {
    expect(findingsOf('> a [b](gone.md)\n> c\n> — d [e](gone.md)')).toEqual(['warning link 8:5', 'warning link 10:7'])
  })

  test('stay without the image that they had', () => {
    expect(htmlOf('> ![m](gone.png)\n>\n> — A. Name')).toBe(figure('\n', 'A. Name'))
  })

  test('are set as their language does, who said them too', () => {
    const { html } = renderBody('> "It is done."\n> — "A" Name', { ...CONTEXT, typography: 'en' })
    expect(html.trim()).toBe(figure('<p>“It is done.”</p>\n', '“A” Name'))
  })
})
