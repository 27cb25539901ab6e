import { expect, test } from 'vitest'
import { rewriteMarkdown } from '../../src/import/rewrite-markdown.ts'

const TEXT = `Hello ![a](photo.jpg "t") and [x](../other.md#f), [![s](s.jpg)](big.jpg).

> quoted ![q](q(1).jpg)
> [r][ref]

- item [l](<a b.pdf>)
  ![multi
  line](m.jpg)

\`![code](photo.jpg)\` and \\[none](photo.jpg)

    ![code](photo.jpg)

<img src="raw.jpg" alt='x'> <a href='z.html?a=1&amp;b=2'>z</a>

<figure>
<img src="block.jpg">
</figure>

[ref]: /old/path/ "T"
`

test('rewriteMarkdown: finds the addresses of links, images, definitions and raw HTML, and nothing in code', () => {
  const found: string[] = []
  const same = rewriteMarkdown(TEXT, (address, use) => {
    found.push(`${use} ${address}`)
    return undefined
  })
  expect(same).toBe(TEXT)
  expect(found.sort()).toEqual([
    'link ../other.md#f',
    'link /old/path/',
    'link a b.pdf',
    'link big.jpg',
    'link z.html?a=1&b=2',
    'media block.jpg',
    'media m.jpg',
    'media photo.jpg',
    'media q(1).jpg',
    'media raw.jpg',
    'media s.jpg',
  ])
})

test('rewriteMarkdown: writes them anew and leaves every other byte', () => {
  const text = rewriteMarkdown(TEXT, address =>
    address === 'photo.jpg' ? 'story/a photo.jpg' : address === 'z.html?a=1&b=2' ? '/z/?c=1&d=2' : undefined,
  )
  expect(text).toBe(
    TEXT.replace('![a](photo.jpg "t")', '![a](<story/a photo.jpg> "t")').replace(
      "href='z.html?a=1&amp;b=2'",
      'href="/z/?c=1&amp;d=2"',
    ),
  )
})

test('rewriteMarkdown: finds the addresses in footnotes, and takes none for an address', () => {
  const text = 'a[^1] [b](one.md)\n\n[^1]: https://example.org/old/\n    more [c](two.md)\n\n    ![d](three.png)\n'
  expect(rewriteMarkdown(text, address => `/new/${address.split('/').at(-1)}`)).toBe(
    'a[^1] [b](/new/one.md)\n\n[^1]: https://example.org/old/\n    more [c](/new/two.md)\n\n    ![d](/new/three.png)\n',
  )
})
