import { article, LEAST, testBroken } from './broken-table.ts'

testBroken('broken yaml', [
  [
    'a colon in a title',
    article('title: A story: the end\ndate: 2026-05-01\n'),
    ['2:8 error yaml: a second colon stands in the line | put the whole value into quotes: title: "A story: the end"'],
  ],
  [
    'a tab',
    article('title: A story\ndate: 2026-05-01\nimage:\n\tsrc: a.png\n'),
    ['5:1 error yaml: a tab stands where spaces are needed | indent with spaces'],
  ],
  [
    'an unclosed quotation mark',
    article('title: "A story\ndate: 2026-05-01\n'),
    ['2:16 error yaml: the " is not closed | close it: title: "A story"'],
  ],
  [
    'an unclosed quotation mark at the end',
    article(`${LEAST}summary: 'A story\n`),
    ["4:18 error yaml: the ' is not closed | close it: summary: 'A story'"],
  ],
  [
    'an unclosed bracket',
    article(`${LEAST}topics: [a, b\n`),
    ['4:14 error yaml: the [ is not closed | close it: topics: [a, b]'],
  ],
  [
    'an unclosed bracket before another field',
    article(`topics: [a, b\n${LEAST}`),
    ['2:14 error yaml: the [ is not closed | close it: topics: [a, b]'],
  ],
  [
    'quotes that reach over lines',
    article(`summary: "A\n  story\n${LEAST}`),
    ['4:1 error yaml: a quotation mark, [ or { above is not closed | close it, or indent the lines that continue it'],
  ],
  [
    'quotes that reach to the end',
    article(`${LEAST}summary: "A\n  story\n`),
    ['5:8 error yaml: a quotation mark is not closed | close it, or remove the first one'],
  ],
  [
    'a group with a second colon',
    article(`${LEAST}contact: { name: Press: office }\n`),
    ['4:23 error yaml: a [ or { is not closed | close it, or put the value in quotes'],
  ],
  [
    'no field to be seen',
    article('Two lines\nof: text: here\n'),
    [
      '3:3 error yaml: this line cannot be read, or the one above it | write a name, a colon, a blank and a value; put the value in quotes if it holds a colon, #, @, [ or {',
    ],
  ],
  [
    'words that begin with a number sign',
    article('title: #1 in the world\ndate: 2026-05-01\n'),
    [
      '2:1 warning bad-value title: "#1 in the world" is left out: a # after a blank begins a comment | put the whole value into quotes; or the comment on a line of its own',
      '2:1 error missing-field title: is missing | add a line: title: Kazakhstan concludes its WTO accession negotiations',
    ],
  ],
  [
    'words behind a number sign',
    article(
      'title: Room # 5\ndate: 2026-05-01 # or later\nsummary: "A # in quotes" # is kept\nsection: C# and F#\nimage: { src: dot.png, alt: A dot } # ours\nnotes: # these\n  - One\n  - Two # three\n',
    ),
    [
      '2:8 warning bad-value title: "# 5" is left out: a # after a blank begins a comment | put the whole value into quotes; or the comment on a line of its own',
      '9:5 warning bad-value notes.1: "# three" is left out: a # after a blank begins a comment | put the whole value into quotes; or the comment on a line of its own',
    ],
  ],
  ['a field twice', article(`${LEAST}title: Again\n`), ['4:1 error yaml: this field is given twice | keep one of the two']],
  [
    'an alias',
    article('title: &a A story\ndate: 2026-05-01\nsummary: *a\n'),
    ['2:8 error yaml: aliases (& and *) are not read here | write the value out in full, in quotes if it begins with & or *'],
  ],
  [
    'an alias bomb',
    article(`${LEAST}a: &a [x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a]\ntopics: [*b,*b,*b,*b,*b]\n`),
    ['4:4 error yaml: aliases (& and *) are not read here | write the value out in full, in quotes if it begins with & or *'],
  ],
  [
    'a tag',
    article('title: !!js/function "function () {}"\ndate: 2026-05-01\n'),
    ['2:8 error yaml: tags (!) are not read here | write the value as plain text, in quotes if it begins with !'],
  ],
  [
    'deep nesting',
    article(`${LEAST}topics: ${'['.repeat(5000)}${']'.repeat(5000)}\n`),
    ['4:24 error yaml: lists and mappings are nested too deeply | write each field on a line of its own'],
  ],
  [
    'a percent sign',
    article(`${LEAST}summary: %x\n`),
    ['4:10 error yaml: a value cannot begin with % | put the whole value into quotes: summary: "%x"'],
  ],
  [
    'an at sign',
    article(`${LEAST}authors: @desk\n`),
    ['4:10 error yaml: a value cannot begin with @ | put the whole value into quotes: authors: "@desk"'],
  ],
  [
    'a wrong indent',
    article('title: A story\n  date: 2026-05-01\n'),
    ['3:1 error yaml: this line is not indented like the one above it | begin it in the same column: date: 2026-05-01'],
  ],
  [
    'text instead of fields',
    article('A story\n'),
    [
      '1:1 error bad-value: "A story" stands where fields belong | write each field on a line of its own, with a blank after the colon: title: …',
    ],
  ],
  [
    'a list instead of fields',
    article('- A story\n'),
    [
      '1:1 error bad-value: a list stands where fields belong | write each field on a line of its own, with a blank after the colon: title: …',
    ],
  ],
  [
    'an empty front matter',
    article(''),
    [
      '1:1 error missing-field title: is missing | add a line: title: Kazakhstan concludes its WTO accession negotiations',
      '1:1 error missing-field date: is missing | add a line: date: 2026-05-03T09:00+02:00',
    ],
  ],
  [
    'nothing but a comment',
    article('# title: A story\n'),
    [
      '1:1 error missing-field title: is missing | add a line: title: Kazakhstan concludes its WTO accession negotiations',
      '1:1 error missing-field date: is missing | add a line: date: 2026-05-03T09:00+02:00',
    ],
  ],
])
