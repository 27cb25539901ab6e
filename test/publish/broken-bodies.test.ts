import { article, LEAST, testBroken } from './broken-table.ts'

testBroken('broken bodies', [
  [
    'an unclosed script',
    article(LEAST, 'Text.\n\n<script>alert(1)\n\nMore.\n'),
    [
      '8:1 error raw-html: <script> is left open, so that it would take away what stands after it | write </script> where it ends or put it in backquotes to show it as code',
    ],
  ],
  [
    'an unclosed style',
    article(LEAST, 'Text.\n\n<style>p {\n\nMore.\n'),
    [
      '8:1 error raw-html: <style> is left open, so that it would take away what stands after it | write </style> where it ends or put it in backquotes to show it as code',
    ],
  ],
  [
    'an unclosed comment',
    article(LEAST, 'Text.\n\n<!-- a note\n\nMore.\n'),
    [
      '8:1 error raw-html: <!-- is left open, so that it would take away what stands after it | write --> where it ends or put it in backquotes to show it as code',
    ],
  ],
  [
    'an unclosed attribute',
    article(LEAST, 'Text.\n\n<div class="a>\n\nMore.\n'),
    [
      '8:1 error raw-html: <div> is left open, so that it would take away what stands after it | write > where it ends, close its quotation marks, or put it in backquotes to show it as code',
    ],
  ],
  [
    'a script',
    article(LEAST, 'Text <script>x</script>.\n'),
    [
      '6:6 warning raw-html: <script> may not stand in a story: it was left out with all that is in it | take it out, or put it in backquotes to show it as code',
    ],
  ],
  [
    'a link to nothing',
    article(LEAST, 'See [x](gone.md).\n'),
    [
      '6:5 warning link: "gone.md" does not exist: the link became plain text | check the path; it is relative to this file, or begins with / at the top of the newsroom',
    ],
  ],
  [
    'a drawing of a kind that can run',
    article(LEAST, '![x](drawing.svg)\n'),
    [
      '6:1 warning missing-file: "drawing.svg" is of a kind of file that is not published with stories: it was left out | take a document, an image or a recording; or put it into static/, and write its address from there',
    ],
  ],
  [
    'a link to a page with a dot',
    article(LEAST, 'See [x](/2026/version-1.2/) and [y](/2026/gone.html).\n'),
    [
      '6:5 warning link: "/2026/version-1.2/" does not exist: the link became plain text | check the path; it is relative to this file, or begins with / at the top of the newsroom',
      '6:33 warning link: "/2026/gone.html" does not exist: the link became plain text | check the path; it is relative to this file, or begins with / at the top of the newsroom',
    ],
  ],
  [
    'a link out of the newsroom',
    article(LEAST, 'See [x](../../etc/passwd).\n'),
    [
      '6:5 warning link: "../../etc/passwd" does not exist: the link became plain text | check the path; it is relative to this file, or begins with / at the top of the newsroom',
    ],
  ],
  [
    'a link that would run',
    article(LEAST, 'Text.\n\nSee [x](javascript:alert(1)).\n'),
    [
      '8:5 warning link: cannot publish the address "javascript:alert(1)": the link became plain text | use a path within the newsroom, or one of https:, http:, mailto: and tel:',
    ],
  ],
  [
    'an empty link',
    article(LEAST, 'See [x]().\n'),
    ['6:5 warning link: an address is empty: the link became plain text | write where it leads'],
  ],
  [
    'a link to a draft',
    article(LEAST, 'See [x](draft.md).\n'),
    [
      '6:5 warning link: "draft.md" is not public yet: the link became plain text | publish it first, or take the reference out',
    ],
  ],
  [
    "a link to a draft's address",
    article(LEAST, 'See [x](/draft/).\n'),
    ['6:5 warning link: "/draft/" is not public yet: the link became plain text | publish it first, or take the reference out'],
  ],
  [
    'a link to a source that may not be published',
    article(LEAST, 'See [x](site.yaml).\n'),
    [
      '6:5 warning missing-file: "site.yaml" is of a kind of file that is not published with stories: the link became plain text | take a document, an image or a recording; or put it into static/, and write its address from there',
    ],
  ],
  [
    'an image that is not there',
    article(LEAST, '![x](gone.png)\n'),
    ['6:1 warning missing-file: there is no file "gone.png": it was left out | put the file there, or correct the path'],
  ],
  [
    'an image of data',
    article(LEAST, '![x](data:image/png;base64,AAAA)\n'),
    [
      '6:1 warning link: cannot publish the address "data:image/png;base64,AAAA": it was left out | use a path within the newsroom, or one of https: and http:',
    ],
  ],
  [
    'deep quotations',
    article(LEAST, `${'>'.repeat(3000)} x\n`),
    [
      '5:1 error too-large: cannot render this story: more than 200 of its lists, quotations or tags stand within each other | split it into several stories, or attach the long part as a file',
    ],
  ],
  [
    'deep lists',
    article(LEAST, `${'- '.repeat(1500)}x\n`),
    [
      '5:1 error too-large: cannot render this story: more than 200 of its lists, quotations or tags stand within each other | split it into several stories, or attach the long part as a file',
    ],
  ],
  [
    'a long address that is referred to again and again',
    article(LEAST, `${'[a] '.repeat(2000)}\n\n[a]: https://example.org/${'x'.repeat(5000)}\n`),
    [
      '5:1 error too-large: cannot render this story: its HTML would be 9849 KiB, far more than its text | split it into several stories, or attach the long part as a file',
    ],
  ],
  [
    'a body over 1 MiB',
    article(LEAST, 'word '.repeat(210 * 1024)),
    [
      '5:1 error too-large: cannot render this story: it is longer than 1 MiB | split it into several stories, or attach the long part as a file',
    ],
  ],
  [
    'a table far larger than its text',
    article(LEAST, `|${'a|'.repeat(500)}\n|${'-|'.repeat(500)}\n${'b\n'.repeat(2000)}`),
    [
      '5:1 error too-large: cannot render this story: its tables have more than 100000 cells | split it into several stories, or attach the long part as a file',
    ],
  ],
])
