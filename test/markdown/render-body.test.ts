import { describe, expect, test } from 'vitest'
import { isTooDeep } from '../../src/markdown/gfm.ts'
import { renderBody } from '../../src/markdown/render-body.ts'
import { CONTEXT, findingsOf, htmlOf } from './newsroom.ts'

describe('renderBody: Markdown', () => {
  test('renders tables in a frame that the keyboard reaches', () => {
    expect(htmlOf('| a | b |\n|:-:|---|\n| 1 | 2 |').replaceAll('\n', '')).toBe(
      '<div class="table" tabindex="0"><table><thead><tr><th align="center">a</th><th>b</th></tr></thead>' +
        '<tbody><tr><td align="center">1</td><td>2</td></tr></tbody></table></div>',
    )
  })

  test('renders task lists, strikethrough and bare addresses', () => {
    expect(htmlOf('- [x] ~~done~~ https://example.org/a?b=1&c=2')).toBe(
      '<ul>\n<li><label><input checked="" disabled="" type="checkbox" /> <del>done</del> ' +
        '<a href="https://example.org/a?b=1&amp;c=2">https://example.org/a?b=1&amp;c=2</a></label></li>\n</ul>',
    )
  })

  test('names the language of code and lets it scroll', () => {
    expect(htmlOf('```js\na < b && c\n```')).toBe(
      '<pre tabindex="0"><code class="language-js">a &lt; b &amp;&amp; c\n</code></pre>',
    )
  })

  test('writes void elements and empty attributes as XML does', () => {
    expect(htmlOf('a  \nb\n\n***\n\n<details open><summary>s</summary>t</details>')).toBe(
      '<p>a<br />b</p>\n<hr />\n<details open=""><summary>s</summary>t</details>',
    )
  })

  test('gives the same result for the same body', () => {
    const body = '# A\n\n[x](gone.md) ![y](map.png)\n\n# A'
    expect(renderBody(body, CONTEXT)).toEqual(renderBody(body, CONTEXT))
  })

  test('renders nothing for an empty body', () => {
    expect(renderBody('', CONTEXT)).toEqual({ html: '', diagnostics: [] })
  })
})

describe('renderBody: headings', () => {
  test('have ids as GitHub makes them, told apart within a body', () => {
    expect(htmlOf('## Next steps\n\n## Next *steps*!\n\n### `a & b` &amp; Қазақ')).toBe(
      '<h2 id="next-steps">Next steps</h2>\n<h2 id="next-steps-1">Next <em>steps</em>!</h2>\n' +
        '<h3 id="a--b--қазақ"><code>a &amp; b</code> &amp; Қазақ</h3>',
    )
  })

  test('move down by one, to the sixth at most, when a body has one of the first level', () => {
    expect(htmlOf('Title\n===\n\n###### Deep\n\n## Two')).toBe(
      '<h2 id="title">Title</h2>\n<h6 id="deep">Deep</h6>\n<h3 id="two">Two</h3>',
    )
    expect(htmlOf('<h1>Raw</h1>\n\n## Two')).toBe('<h2>Raw</h2><h3 id="two">Two</h3>')
  })

  test('of raw HTML keep an id in the form of ours that gives way to ours', () => {
    expect(htmlOf('<h2 id="Next Steps">a</h2>\n\n## Next steps')).toBe(
      '<h2 id="next-steps-1">a</h2><h2 id="next-steps">Next steps</h2>',
    )
  })

  test('without a letter have no id', () => {
    expect(htmlOf('## !!!')).toBe('<h2>!!!</h2>')
  })
})

describe('renderBody: addresses', () => {
  test.each([
    ['[a](../2015/kazakhstan.md)', '<a href="@/2015/kazakhstan/">a</a>'],
    ['[a](../2015/kazakhstan.md?x=ü#y)', '<a href="@/2015/kazakhstan/?x=%C3%BC#y">a</a>'],
    ['[a](/about/#team)', '<a href="@/about/#team">a</a>'],
    ['[a](қазақстан.md)', '<a href="@/2015/%D2%9B%D0%B0%D0%B7%D0%B0%D2%9B%D1%81%D1%82%D0%B0%D0%BD/">a</a>'],
    ['[a](<wide map.png>)', '<a href="@/2015/wide%20map.png">a</a>'],
    ['[a](wide%20map.png)', '<a href="@/2015/wide%20map.png">a</a>'],
    ['[a](#next-steps)', '<a href="@/2015/story/#next-steps">a</a>'],
    ['[a][r]\n\n[r]: /about/ "t"', '<a href="@/about/" title="t">a</a>'],
    ['<a href="/about/">a</a>', '<a href="@/about/">a</a>'],
    ['[a](//example.org/x)', '<a href="https://example.org/x">a</a>'],
    ['[a](\\\\\\\\example.org/x)', 'a'],
    ['<a href="\\\\example.org\\x">a</a>', '<a href="https://example.org/x">a</a>'],
    ['[a](HTTP://Example.org)', '<a href="http://example.org/">a</a>'],
    ['<a href="https:example.org/x">a</a>', '<a href="https://example.org/x">a</a>'],
    ['<newsroom@example.org>', '<a href="mailto:newsroom@example.org">newsroom@example.org</a>'],
    ['[a](tel:+41-22-555)', '<a href="tel:+41-22-555">a</a>'],
    ['![m](map.png)', '<img src="@/2015/map.png" alt="m" width="640" height="480" />'],
    ['<img src="map.png" width="64" alt="m">', '<img src="@/2015/map.png" width="64" alt="m" />'],
    ['<img src="map.png">', '<img src="@/2015/map.png" width="640" height="480" alt="" />'],
    [
      '<img alt="m" src="map.png" srcset="map.png 1x, https://example.org/m.png 2x, gone.png 3x, javascript:x 4x">',
      '<img alt="m" src="@/2015/map.png" srcset="@/2015/map.png 1x, https://example.org/m.png 2x" width="640" height="480" />',
    ],
    ['<q cite="/about/">a</q>', '<q cite="@/about/">a</q>'],
  ])('%s', (markdown, html) => {
    expect(htmlOf(`x ${markdown}`)).toBe(`<p>x ${html}</p>`)
  })

  test('to a story that is not public become plain text and leak nowhere', () => {
    expect(htmlOf('See [the *draft*](draft.md), ![d](draft.png)')).toBe('<p>See the <em>draft</em>, </p>')
    expect(findingsOf('See [the *draft*](draft.md), ![d](draft.png)')).toEqual(['warning link 8:5', 'warning link 8:30'])
  })

  test('that lead nowhere become plain text, and files that are not there are left out', () => {
    expect(htmlOf('a [b](gone.md) c ![d](gone.png) e')).toBe('<p>a b c  e</p>')
    expect(findingsOf('a\n\n> - x [b](gone.md)\n>   y ![d](gone.png)')).toEqual([
      'warning link 10:7',
      'warning missing-file 11:7',
    ])
  })

  test('are not looked up when they hold control characters', () => {
    const seen: string[] = []
    renderBody('[a](x%00y) [b](%EF%B7%90) [c](x%0ay) [d](ok.md)', {
      ...CONTEXT,
      resolve: target => {
        seen.push(target)
        return { kind: 'missing' }
      },
    })
    expect(seen).toEqual(['ok.md'])
  })

  test('of unknown schemes are dropped with a warning', () => {
    expect(htmlOf('[a](javascript:x) [b](data:text/html,x) [c](ftp://x/)')).toBe('<p>a b c</p>')
    expect(findingsOf('[a](ftp://x/)')).toEqual(['warning link 8:1'])
  })
})

describe('renderBody: images', () => {
  test('alone in a paragraph with a title become figures', () => {
    expect(htmlOf('![m](map.png "The *map* & more")')).toBe(
      '<figure><img src="@/2015/map.png" alt="m" width="640" height="480" /><figcaption>The *map* &amp; more</figcaption></figure>',
    )
  })

  test('are missed at their place, in figures too', () => {
    expect(findingsOf('a\n\n![m](gone.png "caption")')).toEqual(['warning missing-file 10:1'])
  })

  test('that are left out take their figure, link and paragraph with them', () => {
    expect(htmlOf('![m](gone.png "caption")\n\n[![m](gone.png)](/about/)\n\nend')).toBe('<p>end</p>')
    expect(htmlOf('[text ![m](gone.png)](/about/)')).toBe('<p><a href="@/about/">text </a></p>')
  })

  test('and sounds of raw HTML can be heard and seen', () => {
    expect(htmlOf('<audio src="hearing.mp3" autoplay onplay="x()"></audio>')).toBe(
      '<p><audio src="@/2015/hearing.mp3" controls=""></audio></p>',
    )
    expect(htmlOf('<audio src="gone.mp3">text</audio>').includes('src')).toBe(false)
  })
})

describe('renderBody: films and sounds that are written as images', () => {
  test('become players that bear their words', () => {
    expect(htmlOf('![A *film* & "more"](film.mp4)')).toBe(
      '<p><video src="@/2015/film.mp4" title="A film &amp; &quot;more&quot;" preload="metadata" controls=""></video></p>',
    )
    expect(htmlOf('Heard: ![](hearing.mp3)')).toBe(
      '<p>Heard: <audio src="@/2015/hearing.mp3" preload="metadata" controls=""></audio></p>',
    )
    expect(htmlOf('![A film](https://media.example.org/a.WEBM?x=1#t=10)')).toBe(
      '<p><video src="https://media.example.org/a.WEBM?x=1#t=10" title="A film" preload="metadata" controls=""></video></p>',
    )
    expect(findingsOf('![A film](film.mp4)')).toEqual([])
  })

  test('have a caption as images have', () => {
    expect(htmlOf('![A film](film.mp4 "The *harbour*")')).toBe(
      '<figure><video src="@/2015/film.mp4" title="A film" preload="metadata" controls=""></video><figcaption>The *harbour*</figcaption></figure>',
    )
  })

  test('are missed at their place, and leave nothing behind', () => {
    expect(htmlOf('![A film](gone.mp4 "caption")\n\n![A film](draft.mp4)\n\nend')).toBe('<p>end</p>')
    expect(findingsOf('a\n\n![A film](gone.mp4)')).toEqual(['warning missing-file 10:1'])
  })

  test('within a link are its words: a link holds no player', () => {
    expect(htmlOf('[![A film](film.mp4)](/about/)')).toBe('<p><a href="@/about/">A film</a></p>')
  })
})

describe('renderBody: marks', () => {
  test('takes noncharacters and controls out of the source, and keeps tabs', () => {
    expect(htmlOf('a\uFDD0b\uFFFEc\u0000d\u0008e\uD800f\u{1FFFF}g\uFDD11\uFDD2 `x\ty`')).toBe(
      '<p>abcdefg1 <code>x\ty</code></p>',
    )
  })

  test('cannot be forged with character references', () => {
    const html = htmlOf(
      '&#xFDD0; &#64976; [a](&#xFDD0;/x) <b title="&#xFDD0;&#xFDD10&#xFDD2;">b</b> &#xFD&#1;D0; `&#xFDD0;` ![&#xFDD0;](map.png "&#xFDD0;")',
    )
    expect(html.replaceAll('src="@', '')).not.toMatch(/[@\p{Noncharacter_Code_Point}]|(?!\n)\p{Cc}/u)
    expect(html).toContain('<code>&amp;#xFDD0;</code>')
  })
})

describe('renderBody: caps', () => {
  test('refuses a body over 1 MiB at its first line', () => {
    const { html, diagnostics } = renderBody('é'.repeat(524_289), CONTEXT)
    expect(html).toBe('')
    expect(diagnostics).toMatchObject([{ severity: 'error', code: 'too-large', path: '2015/story.md', line: 8, column: 1 }])
  })

  test('refuses tables that would become many times their source', () => {
    const table = `|${'a|'.repeat(900)}\n|${'-|'.repeat(900)}\n${'|\n'.repeat(1000)}`
    expect(findingsOf(table)).toEqual(['error too-large 8:1'])
    expect(findingsOf(`|${'a|'.repeat(300)}\n|${'-|'.repeat(300)}\n${'|\n'.repeat(300)}`)).toEqual(['error too-large 8:1'])
  })

  test('knows that something stands too deep by whatever the stack ends at, an expression that is compiled among it', () => {
    const deepen = (level: number): number => new RegExp(`[\\p{L}${level}]`, 'u').source.length + deepen(level + 1)
    const overflow = (): unknown => {
      try {
        return deepen(0)
      } catch (error) {
        return error
      }
    }
    expect(Array.from({ length: 20 }, overflow).filter(error => !isTooDeep(error))).toEqual([])
    expect(isTooDeep(new SyntaxError('Invalid regular expression: /[/: Unterminated character class'))).toBe(false)
  })

  test('refuses what stands too deep within itself', () => {
    for (const deep of [
      '- '.repeat(3000),
      '>'.repeat(20_000),
      '<div>'.repeat(5000),
      `${'['.repeat(20)}${'*a **b '.repeat(10)}`,
    ]) {
      const { html, diagnostics } = renderBody(deep, CONTEXT)
      if (html === '') expect(diagnostics).toMatchObject([{ severity: 'error', code: 'too-large' }])
      else expect(diagnostics).toEqual([])
    }
    expect(findingsOf('>'.repeat(20_000))).toEqual(['error too-large 8:1'])
    const [emphasis] = renderBody(`${'*a_'.repeat(2000)}x${'_b*'.repeat(2000)}`, CONTEXT).diagnostics
    expect(emphasis?.message).toBe('cannot render this story: its lists, quotations or tags stand too deep within each other')
  })
})
