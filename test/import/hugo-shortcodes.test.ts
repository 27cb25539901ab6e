import { expect, test } from 'vitest'
import { carryShortcodes } from '../../src/import/hugo-shortcodes.ts'

const LEFT_OUT = ['comments are left out']

test.each([
  ['a {{< comment >}} S {{< /comment >}} b', 'a  b', LEFT_OUT],
  ['a {{% comment %}}\nS `{{< x >}}\n{{%/comment%}} b', 'a  b', LEFT_OUT],
  ['a {{< comment >}} S {{< comment >}} S {{< /comment >}} S {{< /comment >}} b', 'a  b', LEFT_OUT],
  ['a {{< comment "S" />}} b', 'a  b', LEFT_OUT],
  ['a {{< comment >}} S', 'a ', ['a comment is not closed: the text from there on is left out']],
  ['{{</* comment */>}} b', '{{\\< comment >}} b', []],
])('carryShortcodes: hides what %j hides', (markdown, text, losses) => {
  expect(carryShortcodes(markdown, () => undefined)).toEqual({ text, losses })
})

test.each([
  ['Text {{< highlight go >}}\nfmt\n{{< /highlight >}} after.\n\nRest.', 'Text \n\n```go\nfmt\n```\n\n after.\n\nRest.'],
  ['{{< highlight go >}}\nfmt\n{{< /highlight >}}\nRest.', '```go\nfmt\n```\nRest.'],
  ['```\n{{</* x */>}}\n```\n`{{%/* y */%}}`', '```\n{{< x >}}\n```\n`{{% y %}}`'],
])('carryShortcodes: carries the code of %j', (markdown, text) => {
  expect(carryShortcodes(markdown, () => undefined)).toEqual({ text, losses: [] })
})

test('carryShortcodes: tells shortcodes by any name, and lists of definitions', () => {
  expect(carryShortcodes('{{< constructor >}}\n\nTerm\n: Definition\n', () => undefined)).toEqual({
    text: '{{\\< constructor >}}\n\nTerm\n: Definition\n',
    losses: ['the shortcode constructor stays as text', 'a list of definitions stays as text'],
  })
})
