import { articleFields } from '../../src/article/article-fields.ts'
import { article, type BrokenArticle, LEAST, testBroken } from './broken-table.ts'

/** Every field, in the order of the guide. */
const FIELDS = Object.keys(articleFields('UTC')).join(', ')

const OPTIONAL = Object.entries(articleFields('UTC')).filter(([, field]) => !('required' in field))

/** Ways to write a field and no value. */
const EMPTY = { nothing: '', 'double quotes': ' ""', 'single quotes': " ''", 'a comment': ' # not yet' }

testBroken(
  'empty fields',
  OPTIONAL.flatMap(([field, { example }]) =>
    Object.entries(EMPTY).map(
      ([what, value]): BrokenArticle => [
        `${field} with ${what}`,
        article(`${LEAST}${field}:${value}\n`),
        [emptyOf(field, { value, example })],
      ],
    ),
  ),
)

function emptyOf(field: string, { value, example }: { readonly value: string; readonly example: string }): string {
  // The place of a value in quotes is behind the first of them.
  const column = /["']/.test(value) ? field.length + 4 : 1
  const comment = value.includes('#') ? ': a # after a space begins a comment' : ''
  return `4:${column} error bad-value ${field}: is empty${comment} | write a value, as in ${field}: ${example}; or remove the line`
}

testBroken('empty fields within others', [
  [
    'alt of the main image',
    article(`${LEAST}image: { src: dot.png, alt: }\n`),
    [
      '4:24 error bad-value image.alt: is empty | write a value, as in alt: Two flags in front of the conference centre; or alt: "" if it only decorates; or remove the line',
    ],
  ],
  ['alt in quotes, which says that the image only decorates', article(`${LEAST}image: { src: dot.png, alt: "" }\n`), []],
  [
    'the note of an update',
    article(`${LEAST}updated: { date: 2026-05-02, note: }\n`),
    ['4:30 error bad-value updated.note: is empty | write a value, as in note: Adds the vote.; or remove the line'],
  ],
  [
    'a summary that YAML takes for a comment',
    article(`${LEAST}summary: #1 in exports\n`),
    [
      '4:1 error bad-value summary: is empty: a # after a space begins a comment | put the value into quotes: summary: "#1 in exports"',
    ],
  ],
  [
    'draft of a page: pages/empty.md',
    article('title: A page\ndraft:\n'),
    ['3:1 error bad-value draft: is empty | write a value, as in draft: true; or remove the line'],
  ],
])

testBroken('broken fields', [
  [
    'an unknown field',
    article(`${LEAST}sumary: x\n`),
    ['4:9 error unknown-field sumary: there is no such field | did you mean summary?'],
  ],
  [
    'an unknown field unlike any',
    article(`${LEAST}keywords: x\n`),
    [`4:11 error unknown-field keywords: there is no such field | remove the line; the fields are ${FIELDS}`],
  ],
  [
    'a field named __proto__',
    article(`${LEAST}__proto__: { draft: true }\n`),
    [`4:1 error unknown-field __proto__: there is no such field | remove the line; the fields are ${FIELDS}`],
  ],
  [
    'a field named constructor',
    article(`${LEAST}constructor: x\n`),
    [`4:14 error unknown-field constructor: there is no such field | remove the line; the fields are ${FIELDS}`],
  ],
  [
    'an unknown field of the image',
    article(`${LEAST}image: { src: dot.png, alt: x, titel: y }\n`),
    [
      '4:39 error unknown-field image.titel: there is no such field | remove the line; the fields are src, alt, credit, caption',
    ],
  ],
  [
    'no title',
    article('date: 2026-05-01\n'),
    ['1:1 error missing-field title: is missing | add a line: title: Kazakhstan concludes its WTO accession negotiations'],
  ],
  [
    'an empty title',
    article('title:\ndate: 2026-05-01\n'),
    ['2:1 error missing-field title: is missing | add a line: title: Kazakhstan concludes its WTO accession negotiations'],
  ],
  [
    'a blank title',
    article('title: "  "\ndate: 2026-05-01\n'),
    ['2:9 error bad-value title: is blank | write something, or remove the line'],
  ],
  [
    'no date',
    article('title: A story\n'),
    ['1:1 error missing-field date: is missing | add a line: date: 2026-05-03T09:00+02:00'],
  ],
  [
    'a title that is a list',
    article('title: [a, b]\ndate: 2026-05-01\n'),
    ['2:1 error bad-value title: a list stands where text belongs | write it on one line, in quotes if it holds a colon'],
  ],
  [
    'a title that is a group',
    article('title: { a: b }\ndate: 2026-05-01\n'),
    [
      '2:1 error bad-value title: a group of fields stands where text belongs | write it on one line, in quotes if it holds a colon',
    ],
  ],
  [
    'a title of 301 characters',
    article(`title: ${'x'.repeat(301)}\ndate: 2026-05-01\n`),
    ['2:8 error bad-value title: 301 characters are too many | keep it under 300 characters'],
  ],
  [
    'a date in words',
    article('title: A story\ndate: 3rd May\n'),
    ['3:7 error bad-value date: cannot read "3rd May" as a date | write it as 2026-05-03 or 2026-05-03T09:00+02:00'],
  ],
  [
    '31 February',
    article('title: A story\ndate: 2024-02-31\n'),
    ['3:7 error bad-value date: there is no "2024-02-31" in the calendar | write it as 2026-05-03 or 2026-05-03T09:00+02:00'],
  ],
  [
    'month 13',
    article('title: A story\ndate: 2024-13-45\n'),
    ['3:7 error bad-value date: there is no "2024-13-45" in the calendar | write it as 2026-05-03 or 2026-05-03T09:00+02:00'],
  ],
  [
    'a year too early for feeds',
    article('title: A story\ndate: 0999-05-01\n'),
    ['3:7 error bad-value date: there is no "0999-05-01" in the calendar | write it as 2026-05-03 or 2026-05-03T09:00+02:00'],
  ],
  [
    'a year too late for feeds',
    article('title: A story\ndate: 9999-05-01\n'),
    ['3:7 error bad-value date: there is no "9999-05-01" in the calendar | write it as 2026-05-03 or 2026-05-03T09:00+02:00'],
  ],
  [
    'a date that is a list',
    article('title: A story\ndate: [2024, 05]\n'),
    ['3:1 error bad-value date: cannot read a list as a date | write it as 2026-05-03 or 2026-05-03T09:00+02:00'],
  ],
  [
    'updated without a date',
    article(`${LEAST}updated: { note: x }\n`),
    ['4:1 error missing-field updated.date: is missing | add a line: date: 2026-05-04'],
  ],
  [
    'updated with a wrong date',
    article(`${LEAST}updated: { date: soon, note: x }\n`),
    ['4:18 error bad-value updated.date: cannot read "soon" as a date | write it as 2026-05-03 or 2026-05-03T09:00+02:00'],
  ],
  [
    'a language by its name',
    article(`${LEAST}lang: english\n`),
    ['4:7 error bad-value lang: cannot read "english" as a language | write its code: en, fr, es, ar, zh, ru, pt-BR'],
  ],
  [
    'another language than the file name says: story.fr.md',
    article(`${LEAST}lang: en\n`),
    ['4:7 error bad-value lang: the file name says fr, this says en | remove this line, or rename the file'],
  ],
  [
    'topics as a group',
    article(`${LEAST}topics: { a: b }\n`),
    [
      '4:1 error bad-value topics: a group of fields stands where a list belongs | begin each item with a dash, or write [one, two]',
    ],
  ],
  [
    'an empty topic',
    article(`${LEAST}topics:\n  - a\n  -\n  - b\n`),
    ['4:1 error bad-value topics.1: an item of this list is empty | write something after the dash, or remove it'],
  ],
  [
    'a topic without letters',
    article(`${LEAST}topics: [a, "???"]\n`),
    ['4:14 error bad-value topics.1: "???" leaves nothing for an address | use a name with letters or digits'],
  ],
  [
    'an author without letters',
    article(`${LEAST}authors: "!"\n`),
    ['4:11 error bad-value authors.0: "!" leaves nothing for an address | use a name with letters or digits'],
  ],
  [
    'an unknown disclaimer',
    article(`${LEAST}disclaimer: standin\n`),
    [
      '4:13 error unknown-disclaimer disclaimer: there is no disclaimer "standin" | did you mean standing? if not, add it to disclaimers in site.yaml',
    ],
  ],
  [
    'a disclaimer unlike any',
    article(`${LEAST}disclaimer: legal\n`),
    [
      '4:13 error unknown-disclaimer disclaimer: there is no disclaimer "legal" | write one of standing, other, or add it to site.yaml',
    ],
  ],
  [
    'a boilerplate where there is none',
    article(`${LEAST}boilerplate: about-us\n`),
    ['4:14 error unknown-boilerplate boilerplate: there is no boilerplate "about-us" | add it to boilerplates in site.yaml'],
  ],
  [
    'a contact in words alone',
    article(`${LEAST}contact: Press office\n`),
    [
      '4:10 error bad-value contact: "Press office" stands where fields belong | write each field on a line of its own, with a blank after the colon: name: …',
    ],
  ],
  [
    'a contact without a name, whose address and number cannot be read',
    article(`${LEAST}contact: { email: press office, phone: ask us }\n`),
    [
      '4:1 error missing-field contact.name: is missing | add a line: name: Press office',
      '4:19 error bad-value contact.email: cannot read "press office" as an e-mail address | write it like newsroom@example.org',
      '4:40 error bad-value contact.phone: cannot read "ask us" as a telephone number | write it with its country: +41 22 739 51 11',
    ],
  ],
  [
    'notes with an empty item',
    article(`${LEAST}notes: [One., '']\n`),
    ['4:16 error bad-value notes.1: an item of this list is empty | write something after the dash, or remove it'],
  ],
  [
    'image as text',
    article(`${LEAST}image: quay.jpg\n`),
    [
      '4:8 error bad-value image: "quay.jpg" stands where fields belong | write each field on a line of its own, with a blank after the colon: src: …',
    ],
  ],
  [
    'image without src',
    article(`${LEAST}image: { alt: x }\n`),
    ['4:1 error missing-field image.src: is missing | add a line: src: harbour.jpg'],
  ],
  [
    'image out of the newsroom',
    article(`${LEAST}image: { src: ../../secret.png, alt: x }\n`),
    [
      '4:15 error bad-value image.src: "../../secret.png" is not in the newsroom\'s folder | put the file beside the article and write its name',
    ],
  ],
  [
    'image that is missing',
    article(`${LEAST}image: { src: gone.png, alt: x }\n`),
    ['4:15 warning missing-file image.src: there is no file gone.png | put a PNG, JPEG, WebP, AVIF or GIF beside the article'],
  ],
  [
    'image that is no image',
    article(`${LEAST}image: { src: site.yaml, alt: x }\n`),
    [
      '4:15 warning missing-file image.src: site.yaml is not an image that can be published | put a PNG, JPEG, WebP, AVIF or GIF beside the article',
    ],
  ],
  [
    'an attachment by its name alone',
    article(`${LEAST}attachments: report.pdf\n`),
    [
      '4:14 error bad-value attachments: "report.pdf" stands where fields belong | write each field on a line of its own, with a blank after the colon: src: …',
    ],
  ],
  [
    'an attachment without a title, one without a file',
    article(`${LEAST}attachments: [{ src: dot.png }, { title: The report }]\n`),
    [
      '4:15 error missing-field attachments.0.title: is missing | add a line: title: The report',
      '4:33 error missing-field attachments.1.src: is missing | add a line: src: report.pdf',
    ],
  ],
  [
    'an attachment out of the newsroom',
    article(`${LEAST}attachments: [{ src: ../../x.pdf, title: X }]\n`),
    [
      '4:15 error bad-value attachments.0: "../../x.pdf" is not in the newsroom\'s folder | put the file beside the article and write its name',
    ],
  ],
  [
    'attachments that are missing, and that cannot be published',
    article(`${LEAST}attachments: [{ src: gone.pdf, title: X }, { src: site.yaml, title: Y }]\n`),
    [
      '4:22 warning missing-file attachments.0.src: there is no file gone.pdf | put a document, an image or a recording beside the article',
      '4:51 warning missing-file attachments.1.src: site.yaml is not a file that can be published | put a document, an image or a recording beside the article',
    ],
  ],
  [
    'corrections that are one group',
    article(`${LEAST}corrections: { date: 2026-05-05, note: x }\n`),
    [
      '4:1 error bad-value corrections: a group of fields stands where a list belongs | begin each item with a dash, or write [one, two]',
    ],
  ],
  [
    'a correction in words alone',
    article(`${LEAST}corrections: [The vote was on 4 May.]\n`),
    [
      '4:15 error bad-value corrections.0: "The vote was on 4 May." stands where fields belong | write each field on a line of its own, with a blank after the colon: date: …',
    ],
  ],
  [
    'corrections without a note, without a date, with no date',
    article(`${LEAST}corrections: [{ date: 2026-05-05 }, { note: x }, { date: soon, note: x }]\n`),
    [
      '4:15 error missing-field corrections.0.note: is missing | add a line: note: The vote was on 4 May.',
      '4:37 error missing-field corrections.1.date: is missing | add a line: date: 2026-05-05',
      '4:58 error bad-value corrections.2.date: cannot read "soon" as a date | write it as 2026-05-03 or 2026-05-03T09:00+02:00',
    ],
  ],
  [
    'withdrawn that is true',
    article(`${LEAST}withdrawn: true\n`),
    [
      '4:12 error bad-value withdrawn: "true" stands where fields belong | write each field on a line of its own, with a blank after the colon: date: …',
    ],
  ],
  [
    'withdrawn without a reason',
    article(`${LEAST}withdrawn: { date: 2026-05-05 }\n`),
    ['4:1 error missing-field withdrawn.reason: is missing | add a line: reason: Published in error.'],
  ],
  [
    'withdrawn without a date',
    article(`${LEAST}withdrawn: { reason: x }\n`),
    ['4:1 error missing-field withdrawn.date: is missing | add a line: date: 2026-05-06'],
  ],
  [
    'a replacement that would run',
    article(`${LEAST}withdrawn: { date: 2026-05-05, reason: x, replacement: "javascript:alert(1)" }\n`),
    [
      '4:57 error bad-value withdrawn.replacement: cannot read "javascript:alert(1)" as a web address | write it in full: https://www.example.org/story',
    ],
  ],
  [
    'a replacement that climbs',
    article(`${LEAST}withdrawn: { date: 2026-05-05, reason: x, replacement: "/../x" }\n`),
    [
      '4:57 error bad-value withdrawn.replacement: "/../x" is no address within this site | write it from the first slash: /2014/old-name/',
    ],
  ],
  [
    'canonical without a scheme',
    article(`${LEAST}canonical: www.example.org/x\n`),
    [
      '4:12 error bad-value canonical: cannot read "www.example.org/x" as a web address | write it in full: https://www.example.org/story',
    ],
  ],
  [
    'canonical that would run',
    article(`${LEAST}canonical: "javascript:alert(1)"\n`),
    [
      '4:13 error bad-value canonical: cannot read "javascript:alert(1)" as a web address | write it in full: https://www.example.org/story',
    ],
  ],
  [
    'canonical with a password',
    article(`${LEAST}canonical: https://a:b@example.org/\n`),
    [
      '4:12 error bad-value canonical: cannot read "https://a:b@example.org/" as a web address | write it in full: https://www.example.org/story',
    ],
  ],
  [
    'lead that is yes',
    article(`${LEAST}lead: yes\n`),
    ['4:7 error bad-value lead: cannot read "yes" as true or false | write true or false'],
  ],
  [
    'draft that is 1',
    article(`${LEAST}draft: 1\n`),
    ['4:8 error bad-value draft: cannot read "1" as true or false | write true or false'],
  ],
  [
    'a slug that climbs',
    article(`${LEAST}slug: ../a\n`),
    ['4:7 error bad-value slug: "../a" cannot be part of an address | write a'],
  ],
  [
    'a slug in capitals',
    article(`${LEAST}slug: My Story\n`),
    ['4:7 error bad-value slug: "My Story" cannot be part of an address | write my-story'],
  ],
  [
    'a slug of dots',
    article(`${LEAST}slug: ".."\n`),
    ['4:8 error bad-value slug: ".." cannot be part of an address | use letters, digits and hyphens'],
  ],
  [
    'an alias without a slash',
    article(`${LEAST}aliases: [old]\n`),
    ['4:11 error bad-value aliases.0: "old" is no address within this site | write it from the first slash: /2014/old-name/'],
  ],
  [
    'an alias with dots',
    article(`${LEAST}aliases: [/fine/, /a/../b]\n`),
    [
      '4:19 error bad-value aliases.1: "/a/../b" is no address within this site | write it from the first slash: /2014/old-name/',
    ],
  ],
  [
    'an alias with a query',
    article(`${LEAST}aliases: ["/?p=1"]\n`),
    ['4:12 error bad-value aliases.0: "/?p=1" is no address within this site | write it from the first slash: /2014/old-name/'],
  ],
  [
    'an id of two lines',
    article(`${LEAST}id: "urn:x\\ny"\n`),
    ['4:6 error bad-value id: "urn:x y" cannot be an id | write an address or a tag: tag:newsroom.example.org,2026:story'],
  ],
  [
    'an id with a blank at its end',
    article(`${LEAST}id: "urn:x "\n`),
    ['4:6 error bad-value id: "urn:x " cannot be an id | write an address or a tag: tag:newsroom.example.org,2026:story'],
  ],
  [
    'updated before date',
    article(`${LEAST}updated: 2026-04-01\n`),
    [
      '4:10 warning bad-value updated: the story would be updated before it is out | give it a later date than date, or remove it',
    ],
  ],
  [
    'expires before date',
    article(`${LEAST}expires: 2026-04-01\n`),
    ['4:10 error bad-value expires: the story would expire before it is out | give it a later date than date'],
  ],
  [
    'all mistakes at once',
    article('titel: A story\ndate: 3rd May\nlead: perhaps\ndisclaimer: legal\ncanonical: x\n'),
    [
      '1:1 error missing-field title: is missing | add a line: title: Kazakhstan concludes its WTO accession negotiations',
      '2:8 error unknown-field titel: there is no such field | did you mean title?',
      '3:7 error bad-value date: cannot read "3rd May" as a date | write it as 2026-05-03 or 2026-05-03T09:00+02:00',
      '4:7 error bad-value lead: cannot read "perhaps" as true or false | write true or false',
      '5:13 error unknown-disclaimer disclaimer: there is no disclaimer "legal" | write one of standing, other, or add it to site.yaml',
      '6:12 error bad-value canonical: cannot read "x" as a web address | write it in full: https://www.example.org/story',
    ],
  ],
  [
    'a reserved name: topics/x.md',
    article(LEAST),
    [
      '1:1 error reserved-name: the address /topics/x/ is one that Courant makes itself | rename the file or folder: topics, sections, authors, page, changes, archive, feeds, search, assets, sitemaps, languages, hub are taken',
    ],
  ],
  [
    'a reserved name in another language: page.fr.md',
    article(LEAST),
    [
      '1:1 error reserved-name: the address /fr/page/ is one that Courant makes itself | rename the file or folder: topics, sections, authors, page, changes, archive, feeds, search, assets, sitemaps, languages, hub are taken',
    ],
  ],
  [
    'a name without letters: 2026/!!!.md',
    article(LEAST),
    ['1:1 error file-name: the file name leaves nothing for an address | rename it with letters or digits'],
  ],
  [
    'a standing page with a date: pages/dated.md',
    article(LEAST),
    [
      '3:7 error unknown-field date: there is no such field | remove the line; the fields are title, summary, lang, slug, draft',
    ],
  ],
  [
    'a standing page without a title: pages/untitled.md',
    article('summary: x\n'),
    ['1:1 error missing-field title: is missing | add a line: title: About'],
  ],
  [
    'a standing page without front matter: pages/bare.md',
    'Text.\n',
    [
      '1:1 error front-matter: there is no front matter | begin the file with a line ---, then title: and date:, then another line ---',
    ],
  ],
])
