import { article, LEAST, testBroken } from './broken-table.ts'

testBroken('broken front matter', [
  [
    'invalid UTF-8',
    Buffer.from('---\ntitle: caf\u00e9\n---\n', 'latin1'),
    ['2:11 error encoding: this file is not UTF-8 text | save it again as UTF-8'],
  ],
  [
    'UTF-16',
    Buffer.from(`\uFEFF${article(LEAST)}`, 'utf16le'),
    ['1:1 error encoding: this file is not UTF-8 text | save it again as UTF-8'],
  ],
  [
    'two byte order marks',
    `\uFEFF\uFEFF${article(LEAST)}`,
    ['1:1 error encoding: the file begins with two byte order marks | save it again as UTF-8 without a byte order mark'],
  ],
  [
    'no front matter',
    'A story\n',
    [
      '1:1 error front-matter: there is no front matter | begin the file with a line ---, then title: and date:, then another line ---',
    ],
  ],
  [
    'an empty file',
    '',
    [
      '1:1 error front-matter: there is no front matter | begin the file with a line ---, then title: and date:, then another line ---',
    ],
  ],
  [
    'four dashes',
    `----\n${LEAST}----\n\nText.\n`,
    ['1:1 error front-matter: the first line has 4 dashes | begin the file with three dashes alone: ---'],
  ],
  [
    'dashes that an editor put right',
    `\u2014\n${LEAST}\u2014\n\nText.\n`,
    [
      '1:1 error front-matter: the first line is no line of three dashes | begin the file with three dashes alone: ---; an editor may have made one long dash of them',
    ],
  ],
  [
    'TOML',
    '+++\ntitle = "A story"\n+++\n\nText.\n',
    [
      '1:1 error front-matter: the front matter stands between lines of +++ | put lines of --- in their place, and write each field as name: value',
    ],
  ],
  [
    'a leading blank line',
    `\n${article(LEAST)}`,
    ['1:1 error front-matter: something stands before the front matter | make --- the very first line'],
  ],
  [
    'a leading blank',
    ` ${article(LEAST)}`,
    ['1:1 error front-matter: something stands before the front matter | make --- the very first line'],
  ],
  [
    'unclosed front matter',
    `---\n${LEAST}\nText.\n`,
    ['1:1 error front-matter: the front matter is not closed | end it with a line of three dashes: ---'],
  ],
  [
    'an opening line alone',
    '---\n',
    ['1:1 error front-matter: the front matter is not closed | end it with a line of three dashes: ---'],
  ],
  [
    'a closing line of five dashes',
    `---\n${LEAST}-----\n\nText.\n`,
    [
      '4:1 error front-matter: "-----" begins like the end of the front matter | write three dashes alone to end it, or indent the line',
    ],
  ],
  [
    'a closing line with a word',
    `---\n${LEAST}---more\n\nText.\n`,
    [
      '4:1 error front-matter: "---more" begins like the end of the front matter | write three dashes alone to end it, or indent the line',
    ],
  ],
  [
    'dashes within a block scalar',
    `---\ntitle: A story\nsummary: |\n---- a line\ndate: 2026-05-01\n---\n`,
    [
      '4:1 error front-matter: "---- a line" begins like the end of the front matter | write three dashes alone to end it, or indent the line',
    ],
  ],
  [
    'an opening line with a word',
    `---more\n${LEAST}---\n`,
    [
      '1:1 error front-matter: the front matter is marked as "more", which is never read | begin the file with three dashes alone: ---',
    ],
  ],
  [
    'a language that is a name of Object.prototype',
    `---constructor\n${LEAST}---\n`,
    [
      '1:1 error front-matter: the front matter is marked as "constructor", which is never read | begin the file with three dashes alone: ---',
    ],
  ],
  [
    'another name of Object.prototype',
    `---toString\n${LEAST}---\n`,
    [
      '1:1 error front-matter: the front matter is marked as "toString", which is never read | begin the file with three dashes alone: ---',
    ],
  ],
  [
    'JSON front matter',
    '---json\n{"title":"A story","date":"2026-05-01"}\n---\n',
    [
      '1:1 error front-matter: the front matter is marked as "json", which is never read | begin the file with three dashes alone: ---',
    ],
  ],
  [
    'front matter over 32 KB',
    article(`${LEAST}summary: ${'x'.repeat(32 * 1024)}\n`),
    ['1:1 error too-large: the front matter is longer than 32 KB | move text below the second --- line'],
  ],
  [
    '80 KB of blank lines in the front matter',
    article(`${LEAST}${'\n'.repeat(80 * 1024)}`),
    ['1:1 error too-large: the front matter is longer than 32 KB | move text below the second --- line'],
  ],
  [
    'a file over 12 MB',
    article(LEAST, 'word '.repeat(2.6 * 1024 * 1024)),
    ['1:1 error too-large: 13 MB are too much for an article | keep it under 12 MB; put images and data in files of their own'],
  ],
])
