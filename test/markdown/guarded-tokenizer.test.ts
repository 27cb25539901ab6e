import fc from 'fast-check'
import { Lexer, Marked, Tokenizer } from 'marked'
import { expect, test } from 'vitest'
import { FOOTNOTES, mayHaveFootnotes } from '../../src/markdown/footnotes.ts'
import { GuardedTokenizer } from '../../src/markdown/guarded-tokenizer.ts'
import { digestOf } from './reviewed-marked.ts'
import { anyMarkdown, SAMPLES } from './sample-bodies.ts'

const STOCK = new Marked({ gfm: true })
const GUARDED = new Marked({ gfm: true }).setOptions({ tokenizer: new GuardedTokenizer() })

test.each(Object.entries(SAMPLES))('GuardedTokenizer: finds the tokens that marked finds in %s', (_, bodies) => {
  expect(bodies.length).toBeGreaterThan(30)
  for (const body of bodies) expectSame(body)
})

test('GuardedTokenizer: finds the tokens that marked finds in any Markdown', () => {
  fc.assert(fc.property(anyMarkdown, expectSame), { numRuns: 20_000, seed: 4 })
})

test('FOOTNOTES: change no token of any Markdown that defines none', () => {
  const own = new Marked({ gfm: true }).setOptions({ tokenizer: new GuardedTokenizer() }).use({ extensions: FOOTNOTES })
  fc.assert(
    fc.property(anyMarkdown, body => {
      fc.pre(!mayHaveFootnotes(body))
      expect(own.lexer(body)).toEqual(STOCK.lexer(body))
    }),
    { numRuns: 4000, seed: 4 },
  )
})

/** Where plain text ends, and where it only seems to. */
test.each([
  'see snake_case@example.org, a!b@c.d and _a@b.c_, not a @b or !@c',
  'a.mailto:b@c.d a mailto:b@c.d amailto:b xmpp:a@b.c -xmpp:a@b.c/d',
  'xhttp://a.b HTTPS://a.b ahttp https http@a.b ftp://a.b aftp://a.b ftp:/a',
  '(www.a.b) awww.a.b *www.a.b* _www.a.b_ ~www.a.b~ \u3000www.a.b -www.a.b www.www.a.b',
  'two  \nlines   \nand one \nhere  and    there',
  '  \nafter\n  \nspaces',
  ' a@b.c @b.c a@ @',
  '`a ~b ~~c ``d',
  'a &#65; b&#x26;amp; &# & 😀mailto:a@b.c 😀_a_',
  'a\n\u3000\nb\n===\n\nc\n\f\n---',
  'a\n  ===\nb\n\tc\n---\n1986. d\n---',
  'a | b\n --- | ---\nc\n- - -\n\n\n1234567890. no list',
])('GuardedTokenizer: finds the tokens that marked finds in %j', body => {
  expectSame(body)
})

/**
 * What the guards rely on. When an update of marked fails this, read what has changed in its rules and tokenizer, mend the
 * guards, run `npm run test:long`, and only then write the new values here.
 */
test('Tokenizer, Lexer: are those that the guards were written for', () => {
  expect(Object.getOwnPropertyNames(Tokenizer.prototype).join(' ')).toBe(
    'constructor space code fences heading hr blockquote list html def table lheading paragraph text ' +
      'escape tag link reflink emStrong codespan br del autolink url inlineText',
  )
  expect(
    digestOf([Tokenizer.toString(), Lexer.toString(), ...rules(Lexer.rules.block.gfm), ...rules(Lexer.rules.inline.gfm)]),
  ).toBe('d77d82a8fed56c94')
})

function expectSame(body: string): void {
  expect(GUARDED.lexer(body)).toEqual(STOCK.lexer(body))
}

function rules(table: Readonly<Record<string, RegExp>>): readonly string[] {
  return Object.entries(table).map(([name, { source, flags }]) => `${name} ${source} ${flags}`)
}
