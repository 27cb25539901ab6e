import { article, LEAST, testBroken } from './broken-table.ts'

testBroken('broken yaml', [
  [
    'a colon in a title',
    article('title: A story: the end\ndate: 2026-05-01\n'),
    [
      '2:15 error yaml: this line cannot be read (bad indentation of a mapping entry) | put the value in quotes if it holds a colon, #, @, [ or {; check that the line is indented like its neighbours',
    ],
  ],
  [
    'a tab',
    article('title: A story\ndate: 2026-05-01\nimage:\n\tsrc: a.png\n'),
    ['5:1 error yaml: a tab stands where spaces are needed | indent with spaces'],
  ],
  [
    'an unclosed quotation mark',
    article('title: "A story\ndate: 2026-05-01\n'),
    ['3:1 error yaml: a quotation mark, [ or { above is not closed | close it, or indent the lines that continue it'],
  ],
  [
    'an unclosed quotation mark at the end',
    article(`${LEAST}summary: 'A story\n`),
    ['4:18 error yaml: a quotation mark is not closed | close it, or remove the first one'],
  ],
  [
    'an unclosed bracket',
    article(`${LEAST}topics: [a, b\n`),
    ['4:14 error yaml: a [ or { is not closed | close it, or put the value in quotes'],
  ],
  [
    'an unclosed bracket before another field',
    article(`topics: [a, b\n${LEAST}`),
    ['3:1 error yaml: a quotation mark, [ or { above is not closed | close it, or indent the lines that continue it'],
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
    [
      '4:10 error yaml: this line cannot be read (bad indentation of a mapping entry) | put the value in quotes if it holds a colon, #, @, [ or {; check that the line is indented like its neighbours',
    ],
  ],
  [
    'an at sign',
    article(`${LEAST}authors: @desk\n`),
    [
      '4:10 error yaml: this line cannot be read (bad indentation of a mapping entry) | put the value in quotes if it holds a colon, #, @, [ or {; check that the line is indented like its neighbours',
    ],
  ],
  [
    'a wrong indent',
    article('title: A story\n  date: 2026-05-01\n'),
    [
      '3:7 error yaml: this line cannot be read (bad indentation of a mapping entry) | put the value in quotes if it holds a colon, #, @, [ or {; check that the line is indented like its neighbours',
    ],
  ],
  [
    'text instead of fields',
    article('A story\n'),
    ['1:1 error bad-value: "A story" stands where fields belong | write each field on a line of its own: title: …'],
  ],
  [
    'a list instead of fields',
    article('- A story\n'),
    ['1:1 error bad-value: a list stands where fields belong | write each field on a line of its own: title: …'],
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
