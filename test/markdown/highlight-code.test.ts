import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { highlightCode } from '../../src/markdown/highlight-code.ts'
import { htmlOf } from './newsroom.ts'

describe('highlightCode', () => {
  test.each([
    [
      'ts',
      'const a = f("x" + 1) // "y"',
      '<span class="code-keyword">const</span> a = <span class="code-name">f</span>(<span class="code-string">&quot;x&quot;</span> + <span class="code-value">1</span>) <span class="code-comment">// &quot;y&quot;</span>',
    ],
    ['diff', '- a\n+ b', '<span class="code-removed">- a</span>\n<span class="code-added">+ b</span>'],
    ['yml', 'a: b', '<span class="code-name">a:</span> <span class="code-string">b</span>'],
  ])('marks the parts of %s', (language, code, html) => {
    expect(highlightCode(code, language)).toBe(html)
  })

  test.each([
    ['a language that it does not know', 'a', 'toString'],
    ['a long piece', 'a\n'.repeat(9000), 'js'],
    ['a long line', 'a'.repeat(501), 'js'],
    ['what would become many times its length', '1+'.repeat(400), 'js'],
  ])('leaves %s plain', (_, code, language) => {
    expect(highlightCode(code, language)).toBeUndefined()
  })

  test('adds nothing to the code but spans with a class, whatever it holds', () => {
    const language = fc.constantFrom('js', 'html', 'css', 'php', 'md', 'sh', 'sql', 'py', 'diff', 'json')
    const code = fc.array(
      fc.constantFrom(
        '<',
        '>',
        '&',
        '"',
        "'",
        '`',
        '<a b="',
        '</script>',
        '<?php',
        'let ',
        '\n',
        '/*',
        '#',
        '<span class="hljs-string">',
      ),
    )
    fc.assert(
      fc.property(language, code, (name, parts) => {
        const text = parts.join('')
        const plain = (highlightCode(text, name) ?? '').replaceAll(/<span class="code-[a-z]+">|<\/span>/g, '')
        const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
        if (plain !== '') expect(plain.replaceAll('&quot;', '"').replaceAll('&#x27;', "'")).toBe(escaped)
      }),
    )
  })
})

describe('renderBody: code', () => {
  test('in a language that is known has its parts marked', () => {
    expect(htmlOf('```js\nlet a = "b" < c\n```')).toBe(
      '<pre tabindex="0"><code class="language-js"><span class="code-keyword">let</span> a = ' +
        '<span class="code-string">"b"</span> &lt; c\n</code></pre>',
    )
  })

  test('in none, or in one that is not known, is plain', () => {
    expect(htmlOf('```\nlet a\n```\n\n```klingon\nlet a\n```\n\n    let a')).toBe(
      '<pre tabindex="0"><code>let a\n</code></pre>\n<pre tabindex="0"><code class="language-klingon">let a\n</code></pre>\n' +
        '<pre tabindex="0"><code>let a\n</code></pre>',
    )
  })

  test('cannot be coloured by raw HTML', () => {
    expect(htmlOf('<span class="code-keyword">a</span>')).toBe('<p><span>a</span></p>')
  })
})
