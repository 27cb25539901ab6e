import { describe, expect, test } from 'vitest'
import { withoutLinks } from '../../src/audit/own-words.ts'

/** What is left, without the marks that stand for links. */
function left(text: string): string {
  return withoutLinks(text).replace(/<+/g, '|')
}

describe('withoutLinks', () => {
  test.each([
    ['a link', 'See [the report](https://example.org/a_(b) "Its title") today.', 'See | today.'],
    ['a link over two lines', 'See [the\nreport](/a/) today.', 'See |\n| today.'],
    [
      'a link by reference',
      'See [the report][r] today.\n\n[r]: https://example.org "Title"\nMore.',
      'See | today.\n\n|\nMore.',
    ],
    ['an address', 'More: https://example.org/a/b, and <https://example.org/c>.', 'More: | and |>.'],
    ['a link in HTML', 'See <a href="/a/"><b>the report</b></a> today.', 'See | today.'],
    ['a link around an image', 'See [![The quay](quay.jpg)](/a/) today.', 'See | today.'],
  ])('takes out %s', (_, text, said) => {
    expect(left(text)).toBe(said)
  })

  test.each([
    'No link at all, [in brackets], and a footnote[^1].',
    '![The quay at dawn](quay.jpg)',
    '[^1]: A footnote’s own text.',
  ])('leaves alone %j', text => {
    expect(withoutLinks(text)).toBe(text)
  })

  test('keeps every other byte where it is', () => {
    const text = 'Är [länk](/ö/) där.'
    const bytes = Buffer.from(withoutLinks(text))
    expect(bytes.length).toBe(Buffer.byteLength(text))
    expect(bytes.indexOf('där')).toBe(Buffer.from(text).indexOf('där'))
  })

  test('takes no time over what only begins like links', () => {
    for (const begun of ['[', '[a](', '<a ', '[![', 'https://', '[a][']) expect(withoutLinks(begun.repeat(5_000))).toBeDefined()
  }, 10_000)
})
