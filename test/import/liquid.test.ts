import { expect, test } from 'vitest'
import { carryLiquid } from '../../src/import/liquid.ts'

const SITE = { baseurl: '', home: 'https://old.example.org/', refer: () => undefined }
const LEFT_OUT = ['comments are left out']

test.each([
  ['a {% comment %} S {% endcomment %} b', 'a  b', LEFT_OUT],
  ['a {%- comment -%} S {% raw %}S{% endraw %} {% x %}{%- endcomment -%} b', 'a  b', LEFT_OUT],
  ['a {% comment %} S', 'a ', ['a comment is not closed: the text from there on is left out']],
  ['{% raw %}{% comment %}b{% endcomment %}{% endraw %}', '{% comment %}b{% endcomment %}', []],
  ['a {% # S %} b', 'a  b', []],
  ['a\n\n{::comment}\nS `S`\n\n```\nS\n```\n{:/comment}\n\nb', 'a\n\n\n\nb', LEFT_OUT],
  ['a {::comment}S{:/} b', 'a  b', LEFT_OUT],
  ['`{::comment}`\n\n```\n{::comment}b{:/comment}\n```\n', '`{::comment}`\n\n```\n{::comment}b{:/comment}\n```\n', []],
])('carryLiquid: hides what %j hides', (markdown, text, losses) => {
  expect(carryLiquid(markdown, SITE)).toEqual({ text, losses })
})

test('carryLiquid: tells what of kramdown is none of Markdown', () => {
  const markdown = `* TOC
{:toc}

HTML, {::nomarkdown}<b>bold</b>{:/nomarkdown}.

*[HTML]: Hyper Text

Term
: Definition
`
  expect(carryLiquid(markdown, SITE)).toEqual({
    text: '\nHTML, <b>bold</b>.\n\n\nTerm\n: Definition\n',
    losses: [
      'a table of contents',
      'the abbreviation *[HTML]: Hyper Text',
      'attributes of kramdown: {::nomarkdown}',
      'attributes of kramdown: {:/nomarkdown}',
      'a list of definitions stays as text',
    ],
  })
})
