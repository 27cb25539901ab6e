import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { tests } from 'commonmark-spec'
import fc from 'fast-check'
import { writeStory } from '../../bench/story.ts'
import { allAttacks, embeddingsInTime } from './attack-strings.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/** Bodies on which two ways of rendering are held against each other, by where they come from. */
export const SAMPLES: Readonly<Record<string, readonly string[]>> = {
  'the examples of CommonMark': tests.map(({ markdown }) => markdown.replaceAll('→', '\t')),
  'the stories of every newsroom': [...storiesBelow(`${ROOT}articles`), ...storiesBelow(`${ROOT}test/newsrooms`)],
  'generated stories': Array.from({ length: 200 }, (_, index) =>
    bodyOf(String(writeStory({ index, count: 200, seed: 1 })[0]?.content)),
  ),
  footnotes: [...storiesWithFootnotes(), ...withFootnotes(tests.map(({ markdown }) => markdown.replaceAll('→', '\t')))],
  'the attacks': allAttacks().flatMap(({ markdown }) => embeddingsInTime(markdown)),
}

function storiesWithFootnotes(): readonly string[] {
  return withFootnotes(
    Array.from({ length: 40 }, (_, index) => bodyOf(String(writeStory({ index, count: 40, seed: 2 })[0]?.content))),
  )
}

/** Each body with a reference before it, and as a footnote, which holds it and is referred to twice. */
function withFootnotes(bodies: readonly string[]): readonly string[] {
  return bodies.map(body => `One[^1] and[^n] two[^1].\n\n[^1]: ${body.replaceAll('\n', '\n    ')}\n[^n]: Note[^1]\n\n${body}`)
}

function storiesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(path => path.endsWith('.md'))
    .map(path => bodyOf(readFileSync(`${folder}/${path}`, 'utf8')))
}

function bodyOf(story: string): string {
  return story.replace(/^---\n[\s\S]*?\n---\n/, '')
}

/** What Markdown, HTML and addresses are made of, and what stands around them. */
const PIECES: readonly string[] = [
  ...['a', 'b c', 'word', 'The members', '2015', '9)', 'é', '中文', '\u3000', '\u00A0', '🎉', '\u2028', '\uD83D', '\u0001'],
  ...[
    ' ',
    '  ',
    '   ',
    '    ',
    '\t',
    '\f',
    '\v',
    '\n',
    '\n\n',
    '  \n',
    '   \n',
    ' \n',
    '\n\t\n',
    '\\\n',
    '\n    code',
    '\n  lazy',
  ],
  ...[
    '*',
    '**',
    '_',
    '__',
    '~',
    '~~',
    '`',
    '``',
    '!',
    '![',
    '[',
    '](',
    ')',
    ']',
    '(',
    '<',
    '>',
    '"',
    "'",
    '{|}',
    '\\',
    '\\*',
    '$&',
  ],
  ...[
    '\n```\n',
    '\n```js x\n',
    '\n```html\n<p class="a">&amp;</p><script>let x</script>\n',
    '\n```diff\n+ a\n- b\n',
    '\n```c&amp;d\n',
    '\n```&eacute;\n',
    '\n===\n',
    '\n---\n',
    '\n***\n',
    '\n> ',
    '\n> said\n> — Name *a*',
    '\n>\n> -- [b](/about/)\n',
    '— ',
    '\n# ',
    '\n## ',
    '#',
  ],
  ...[
    '\n- ',
    '\n* ',
    '\n1. ',
    '\n0. ',
    '\n7) ',
    '\n- [ ] ',
    '\n- [x] ',
    '|',
    '|a|b|\n',
    '\n|-|-|\n',
    '\n:-:\n',
    '\n\n|a|b|\n|:-:|-|\n|1|&|\n',
  ],
  ...[
    '@',
    '.',
    '.com',
    '-',
    '+',
    '=',
    ':',
    ';',
    ',',
    '/',
    '?',
    '%',
    '%41',
    '%zz',
    'mailto:',
    'xmpp:',
    'http',
    'https://',
    'HTTP://x.y',
  ],
  ...[
    'ftp://',
    'FTP://a',
    'ftp:',
    'www.',
    'www.a.b',
    'a@b.c',
    'foo_bar@x.org',
    'https://a.b/c_d?e=f&g',
    '<https://x.org/?a=1&copy=2>',
    '<me@x.org>',
  ],
  ...[
    '&',
    '&#',
    '&amp;',
    '&lt;',
    '&copy',
    '&copy;',
    '&copyx;',
    '&nbsp;',
    '&#65;',
    '&#x26;',
    '&#0;',
    '&#1;',
    '&#13;',
    '&#60;',
    '&#xFDD0;',
  ],
  ...['<b>', '</b>', '<a ', '<a href="x">', '</a>', '<pre>', '</pre>', '<!--', '-->', '<br>', '<h1>', '\n<div>\n'],
  ...[
    '[a](/about/)',
    '[b *c*](../2015/kazakhstan.md "t \'q\' &quot; & <")',
    '[x](draft.md)',
    '[y](gone.md)',
    '[h](#h)',
    '[e]()',
  ],
  ...[
    '[a <https://x.y> b](/about/)',
    '[l](https://x.org/a?b=1&c=2&copy;)',
    '[p](//x.org/y)',
    '[j](javascript:x)',
    '[t](tel:+1)',
    '[`c<`](/about/ "a&b;c")',
  ],
  ...[
    '![m](map.png)',
    '![m *n* "q"](map.png "cap & \'tion\' &copy;")',
    '![g](gone.png "t")',
    '[![m](map.png)](/about/)',
    '![a  \nb `c` <https://x.y>](map.png)',
  ],
  ...[
    '\n\n![m](map.png "cap <b> & &lt;")\n\n',
    '[^1]',
    '[^1]',
    '\n[^1]: ',
    '\n\n[^1]: A *note*\n    more\n',
    '\n\n[^B]:\n    - [^1] [b](/about/)\n\n    ![m](map.png)\n\n',
    '[^b]',
    '[a[^1]](/about/)',
    '[r]',
    '![r]',
    '[r][s]',
    '\n\n[r]: https://example.org/r "T&t"\n',
    '\n\n[s]: map.png\n',
  ],
]

/** Markdown of any kind, good and bad. */
export const anyMarkdown: fc.Arbitrary<string> = fc
  .array(fc.constantFrom(...PIECES), { maxLength: 16 })
  .map(pieces => pieces.join(''))
