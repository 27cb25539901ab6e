import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { afterAll, describe, expect, onTestFinished, test } from 'vitest'
import { REASONS } from '../../src/model/reasons.ts'
import { RenderPool } from '../../src/render/render-pool.ts'
import { checkNewsroom } from '../../src/review/check-newsroom.ts'
import { until } from '../cli/courant.ts'
import { PNG } from '../publish/broken-table.ts'
import {
  AS_OF,
  differingPaths,
  type Files,
  FOR_SHOW,
  fixture,
  newsroomFrom,
  newsroomOf,
  SITE_YAML,
  shown,
  story,
  writeFiles,
} from '../support/newsroom.ts'

const pool = new RenderPool({ deadlineMs: 30_000 })
afterAll(() => pool[Symbol.asyncDispose]())

/** An article in which there is nothing to better but what is given. */
function sound(fields: Readonly<Record<string, unknown>> = {}, body = 'One paragraph.\n'): string {
  return story({ summary: 'What it is about.', ...fields }, body)
}

/** The mistakes of a newsroom as text. */
async function mistakesIn(files: Files): Promise<readonly string[]> {
  const { paths } = newsroomOf(files)
  const { diagnostics } = await checkNewsroom({ paths, asOf: AS_OF, record: undefined, pool, onProgress: () => {} })
  for (const { message, remedy, code } of diagnostics) expect([message, remedy, REASONS[code]].every(Boolean)).toBe(true)
  return shown(diagnostics)
}

/** Files, and every mistake in them. The first file stands alone or with others; a body begins at line 7. */
type Case = readonly [name: string, files: Files, mistakes: readonly string[]]

const PARTNERS = { 'b.md': sound({ title: 'B' }, '## Next steps\n\nText.\n\n## Background\n') }
const NAMED = `${SITE_YAML}topics: { ports: { title: Ports }, ferries: { title: Ferries } }\nauthors: { news-desk: { name: News desk } }\n`

const IN_ZURICH = SITE_YAML.replace('timezone: UTC', 'timezone: Europe/Zurich')

const FIELDS: readonly Case[] = [
  [
    'no summary',
    { 'a.md': story() },
    ['a.md:1:1 warning no-summary summary: is missing | say in one or two sentences what it is about: summary: …'],
  ],
  [
    'an empty summary',
    { 'a.md': '---\ntitle: A\ndate: 2026-05-01\nsummary:\n---\n' },
    [
      'a.md:4:1 error bad-value summary: is empty | write a value, as in summary: The Working Party has agreed on the terms.; or remove the line',
    ],
  ],
  [
    'times that clocks skip, or show twice',
    {
      'site.yaml': IN_ZURICH + FOR_SHOW,
      'a.md': sound({ date: '2026-03-29T02:30', expires: '2027-10-31T02:00' }),
      'b.md': sound({
        title: 'B',
        date: '2025-10-26 02:30',
        updated: { date: '2026-03-29T02:00:00' },
        corrections: [{ date: '2026-03-29T03:00', note: 'Sound.' }],
      }),
      'c.md': sound({ title: 'C', date: '2026-03-29T02:30+01:00', expires: '2026-10-25' }),
      'd.md': sound({ title: 'D', date: '2026-10-25T01:59', updated: '2026-10-25T03:00' }),
    },
    [
      'a.md:3:7 warning clock-change date: the clocks in Europe/Zurich go forward over this time: it is read as 29 March 2026 at 03:30 CEST | write the time that you mean, with its offset: 2026-03-29T03:30:00+02:00',
      'a.md:5:10 warning clock-change expires: the clocks in Europe/Zurich show this time twice, since they go back: it is read as the first, 31 October 2027 at 02:00 CEST | write which one you mean, with its offset: 2027-10-31T02:00:00+02:00 or 2027-10-31T02:00:00+01:00',
      'b.md:3:8 warning clock-change date: the clocks in Europe/Zurich show this time twice, since they go back: it is read as the first, 26 October 2025 at 02:30 CEST | write which one you mean, with its offset: 2025-10-26T02:30:00+02:00 or 2025-10-26T02:30:00+01:00',
      'b.md:5:19 warning clock-change updated.date: the clocks in Europe/Zurich go forward over this time: it is read as 29 March 2026 at 03:00 CEST | write the time that you mean, with its offset: 2026-03-29T03:00:00+02:00',
    ],
  ],
  [
    'a long title',
    { 'a.md': sound({ title: 'x'.repeat(151) }) },
    [
      'a.md:2:8 warning long-title title: 151 characters are long for a headline | keep it under 150, and say the rest in the summary',
    ],
  ],
  ['a title of 150 characters', { 'a.md': sound({ title: 'x'.repeat(150) }) }, []],
  [
    'topics and authors that site.yaml does not have',
    { 'site.yaml': NAMED + FOR_SHOW, 'a.md': sound({ topics: ['ports', 'ferrys', 'weather'], authors: ['newsdesk'] }) },
    [
      'a.md:5:19 warning unknown-name topics.1: "ferrys" is not among the topics in site.yaml | did you mean ferries? if not, add it to topics in site.yaml',
      'a.md:5:28 warning unknown-name topics.2: "weather" is not among the topics in site.yaml | write one of these: ports, ferries; or add it to topics in site.yaml',
      'a.md:6:12 warning unknown-name authors.0: "newsdesk" is not among the authors in site.yaml | did you mean news-desk? if not, add it to authors in site.yaml',
    ],
  ],
  [
    'topics, authors and sections by what readers of a language see',
    {
      'site.yaml': `${SITE_YAML}topics: { joining: { title: { en: Accessions, fr: Adhésions } } }\nauthors: { desk: { name: { en: News desk, fr: La rédaction } } }\nsections: { Markets: { title: { en: Markets, fr: Marchés } } }\n${FOR_SHOW}`,
      'a.fr.md': sound({ topics: ['Adhésions'], authors: ['La rédaction'], section: 'Marchés' }),
      'a.md': sound({ topics: ['Accessions'], authors: ['desk'], section: 'markets' }),
    },
    [
      'a.fr.md:5:11 warning unknown-name topics.0: "Adhésions" is not among the topics in site.yaml | did you mean joining? if not, add it to topics in site.yaml',
      'a.fr.md:6:12 warning unknown-name authors.0: "La rédaction" is not among the authors in site.yaml | did you mean desk? if not, add it to authors in site.yaml',
      'a.fr.md:7:11 warning unknown-name section: "Marchés" is not among the sections in site.yaml | did you mean Markets? if not, add it to sections in site.yaml',
      'a.md:5:11 warning unknown-name topics.0: "Accessions" is not among the topics in site.yaml | did you mean joining? if not, add it to topics in site.yaml',
    ],
  ],
  [
    'a main image and an attachment that miss what they mean by a letter',
    {
      'pictures/quay.jpg': '',
      '2026/report.pdf': '',
      '2026/a.md': sound({
        image: { src: '../pictures/quai.jpg', alt: 'The quay' },
        attachments: [{ src: 'raport.pdf', title: 'The report' }],
      }),
    },
    [
      '2026/a.md:5:16 warning missing-file image.src: there is no file pictures/quai.jpg | did you mean ../pictures/quay.jpg?',
      '2026/a.md:6:23 warning missing-file attachments.0.src: there is no file 2026/raport.pdf | did you mean report.pdf?',
    ],
  ],
  [
    'a section that site.yaml does not have',
    {
      'site.yaml': `${SITE_YAML}disclaimers: { d: D }\nsections: { Market news: { disclaimer: d } }\n${FOR_SHOW}`,
      'a.md': sound({ section: 'Market new' }),
      'b.md': sound({ title: 'B', section: 'Market News' }),
    },
    [
      'a.md:5:10 warning unknown-name section: "Market new" is not among the sections in site.yaml | did you mean Market news? if not, add it to sections in site.yaml',
    ],
  ],
  ['topics and authors where site.yaml names none', { 'a.md': sound({ topics: ['weather'], authors: ['News desk'] }) }, []],
  [
    'an author by the name in site.yaml',
    { 'site.yaml': NAMED + FOR_SHOW, 'a.md': sound({ authors: ['News desk'], topics: ['Ports'] }) },
    [],
  ],
  [
    'a main image without alt',
    { 'dot.png': PNG, 'a.md': sound({ image: { src: 'dot.png' } }) },
    [
      'a.md:5:1 warning no-alt image: this image has no alternative text | add alt: with what it shows, or alt: "" if it only decorates',
    ],
  ],
  ['a main image whose alt is empty on purpose', { 'dot.png': PNG, 'a.md': sound({ image: { src: 'dot.png', alt: '' } }) }, []],
  [
    'a main image whose alt was forgotten',
    { 'dot.png': PNG, 'a.md': '---\ntitle: A\ndate: 2026-05-01\nsummary: S\nimage:\n  src: dot.png\n---\n' },
    [
      'a.md:5:1 warning no-alt image: this image has no alternative text | add alt: with what it shows, or alt: "" if it only decorates',
    ],
  ],
  [
    'an attachment without a name',
    { 'dot.png': PNG, 'a.md': sound({ attachments: [{ src: 'dot.png' }] }) },
    ['a.md:5:15 error missing-field attachments.0.title: is missing | add a line: title: The report'],
  ],
]

const BODIES: readonly Case[] = [
  [
    'images without alt',
    { 'dot.png': PNG, 'a.md': sound({}, '![](dot.png)\n\nText <img src="dot.png"> text.\n\n<img src="dot.png" alt="">\n') },
    [
      'a.md:7:1 warning no-alt: this image has no alternative text | write what it shows between ![ and ]; one that only decorates is written <img src="…" alt="">',
      'a.md:9:6 warning no-alt: this image has no alternative text | add alt="…" with what it shows, or alt="" if it only decorates',
    ],
  ],
  [
    'links without words',
    {
      ...PARTNERS,
      'dot.png': PNG,
      'a.md': sound(
        {},
        '[](b.md), [![](dot.png)](b.md), [![A dot](dot.png)](b.md), <a href="b.md"> </a>\n\n> - <a href="b.md"></a>\n',
      ),
    },
    [
      'a.md:7:1 warning empty-link: this link has no words | write them between [ and ]',
      'a.md:7:11 warning empty-link: this link has no words | write them between [ and ]',
      'a.md:7:12 warning no-alt: this image has no alternative text | write what it shows between ![ and ]; one that only decorates is written <img src="…" alt="">',
      'a.md:9:5 warning empty-link: this link has no words | write them between <a …> and </a>',
    ],
  ],
  [
    'headings that skip a level',
    { 'a.md': sound({}, '### First\n\n## Second\n\n#### Third\n\n### Fourth\n\n<h5>Fifth</h5>\n') },
    [
      'a.md:7:1 warning heading-jump: this heading skips a level: ### comes first | write ##',
      'a.md:11:1 warning heading-jump: this heading skips a level: #### comes after ## | write ###',
      'a.md:15:1 warning heading-jump: this heading skips a level: <h5> comes after ### | write <h4>',
    ],
  ],
  ['headings of a body that has first headings of its own', { 'a.md': sound({}, '# First\n\n## Second\n\n# Third\n') }, []],
  [
    'footnotes and references that do not find each other',
    {
      'a.md': sound(
        {},
        'A[^1] b[^2] [c[^1]](https://example.org/).\n\n[^1]: One.\n[^1]: Again.\n[^3]: Three.\n[^4]:\n\n> d[^4] `e[^5]` \\[^6]\n>\n> <pre>[^7]</pre>\n',
      ),
    },
    [
      'a.md:7:8 warning footnote: [^2] refers to no footnote: it stays as it is written | write the footnote on a line of its own, [^2]: …, or correct the name',
      'a.md:7:15 warning footnote: [^1] stands within a link or an image: it stays as it is written | write it behind that',
      'a.md:10:1 warning footnote: there is a footnote [^1] already: this one is left out | give it another name',
      'a.md:11:1 warning footnote: nothing refers to the footnote [^3]: it is left out | write [^3] where it belongs, or take it out',
      'a.md:12:1 warning footnote: the footnote [^4] is empty | write its text behind the colon',
    ],
  ],
  [
    'what was for another system to fill in, and neither code nor mathematics nor words in brackets',
    {
      'b.md': sound({ title: 'B' }),
      'a.md': sound(
        {},
        'Text {{\\< gallery "a" >}} more.\n\n{{% note %}}\nText.\n{{% /note %}}\n\n- One {% if page.x %}\n- {{ page.title | upcase }} and {{x}} and {{ page }}\n\n> | A |\n> |---|\n> | \\[form id="7" title=\'x\'\\] |\n\n`{% raw %}` ``{{< x >}} ` `` <code>{% x %}</code> [sic] [a b="c"](b.md) {%\n\n    {% code %}\n\n```\n{% code %}\n```\n',
      ),
    },
    [
      ['a.md:7:6', '{{\\< gallery "a" >}}'],
      ['a.md:9:1', '{{% note %}}', ', and 1 more here'],
      ['a.md:13:7', '{% if page.x %}'],
      ['a.md:14:3', '{{ page.title | upcase }}'],
      ['a.md:18:5', '\\[form id="7" title=\'x\'\\]'],
    ].map(
      ([place, what, more = '']) =>
        `${place} warning leftover: ${what} stays as it is written${more}: it was for another system to fill in | write what it stood for, or take it out; or put it in backquotes to show it as code`,
    ),
  ],
  [
    'the kind of a box and the name of a heading as other Markdown has them, and neither code nor what only looks alike',
    {
      'a.md': sound(
        {},
        '> [!NOTE]\n> It floods.\n\n> [!Warning] Now\n\n## Next steps {#next}\n\n## Two {.wide #two}\n\nText {#x} goes on, [!] and `{#code}`.\n\n> Not [!NOTE] here.\n\n> [!NOTE](/b/)\n',
      ),
      'b.md': sound({ title: 'B' }),
    },
    [
      ['a.md:7:3', '[!NOTE]'],
      ['a.md:10:3', '[!Warning]'],
      ['a.md:12:15', '{#next}'],
      ['a.md:14:8', '{.wide #two}'],
    ].map(
      ([place, what]) =>
        `${place} warning leftover: ${what} stays as it is written: it was for another system to fill in | write what it stood for, or take it out; or put it in backquotes to show it as code`,
    ),
  ],
  [
    'tables without a header',
    {
      'a.md': sound(
        {},
        '|   |   |\n|---|---|\n| 1 | 2 |\n\n<table><tr><td>1</td></tr></table>\n\n|   | Members |\n|---|---|\n| 1 | 2 |\n\n<table>\n<tr><th>A</th></tr>\n</table>\n',
      ),
    },
    [
      'a.md:7:1 warning table-header: this table has no header | write in the row above |---| what each column holds',
      'a.md:11:1 warning table-header: this table has no header | write the cells of its first row as <th>',
    ],
  ],
  [
    'raw HTML left open',
    {
      'a.md': sound(
        {},
        'Text.\n\n<div>\n\nMore <b>text</b> and <i>more.\n\n<details><summary>S</summary>\n\nText.\n\n</details>\n',
      ),
    },
    [
      'a.md:9:1 warning raw-html: <div> is never closed: it takes in what stands after it | write </div> where it ends, or put it in backquotes to show it as code',
      'a.md:11:22 warning raw-html: <i> is never closed: it takes in what stands after it | write </i> where it ends, or put it in backquotes to show it as code',
    ],
  ],
  [
    'raw HTML that HTML lets end by itself, in comments and in code',
    { 'a.md': sound({}, '<ul>\n<li>One\n<li>Two\n</ul>\n\n<!-- <div> -->\n\n`<div>`\n\n    <div>\n') },
    [],
  ],
  [
    'links to headings',
    {
      ...PARTNERS,
      'a.md': sound(
        {},
        '## Here\n\n[a](#here) [b](#hree) [c](b.md#next-steps) [d](/b/#Next-Steps) [e](b.md#end) [f](#top) [g](#)\n',
      ),
    },
    [
      'a.md:9:12 warning dead-anchor: "#hree" leads to no heading: there is no #hree on that page | did you mean #here?',
      'a.md:9:44 warning dead-anchor: "/b/#Next-Steps" leads to no heading: there is no #Next-Steps on that page | did you mean #next-steps?',
      'a.md:9:64 warning dead-anchor: "b.md#end" leads to no heading: there is no #end on that page | its headings are #next-steps, #background',
    ],
  ],
  [
    'links to a heading of a page without any',
    { 'pages/about.md': '---\ntitle: About\n---\n\nText.\n', 'a.md': sound({}, '[a](/about/#us)\n') },
    [
      'a.md:7:1 warning dead-anchor: "/about/#us" leads to no heading: there is no #us on that page | that page has no headings: take #us away',
    ],
  ],
  [
    'links to headings in other scripts',
    {
      'a.md': sound(
        {},
        '## Қазақстан және ДСҰ\n\n[a](#қазақстан-және-дсұ) [b](#%D2%9B%D0%B0%D0%B7%D0%B0%D2%9B%D1%81%D1%82%D0%B0%D0%BD-%D0%B6%D3%99%D0%BD%D0%B5-%D0%B4%D1%81%D2%B1)\n',
      ),
    },
    [],
  ],
  [
    'links and images that lead nowhere',
    { 'b.md': sound({ title: 'B' }), 'a.md': sound({}, '[a](gone.md) ![An image](gone.png) ![A page](b.md)\n') },
    [
      'a.md:7:1 warning link: "gone.md" does not exist: the link became plain text | check the path; it is relative to this file, or begins with / at the top of the newsroom',
      'a.md:7:14 warning missing-file: there is no file "gone.png": it was left out | put the file there, or correct the path',
      'a.md:7:36 warning missing-file: there is no file "b.md": it was left out | put the file there, or correct the path',
    ],
  ],
  [
    'a story that grows too long by the address that its links lead to',
    { 'b.md': sound({ title: 'B', slug: 'long'.repeat(80) }), 'a.md': sound({}, `${'[b](b.md) '.repeat(4000)}\n`) },
    [
      'a.md:6:1 error too-large: cannot render this story: its HTML would be 1329 KiB, far more than its text | split it into several stories, or attach the long part as a file',
    ],
  ],
  [
    'links and images that miss what they mean by a letter, by their folder or by their form',
    {
      '2015/kazakhstan.md': sound({ title: 'Kazakhstan' }),
      '2015/kazakhstan.fr.md': sound({ title: 'Le Kazakhstan' }),
      '2015/quay.jpg': '',
      'static/logo.png': PNG,
      'pages/about.md': '---\ntitle: About\n---\n\nText.\n',
      '2016/report-12.md': sound({ title: 'Report' }),
      '2016/a.md': sound(
        {},
        [
          '[a](../2015/kazakstan.md)',
          '[b](kazakhstan.md)',
          '[c](/2015/kazakstan/)',
          '[d](/kazakhstan.html)',
          '[e](about/)',
          '[f](/abuot)',
          '![An image](../2015/quai.jpg)',
          '![An image](quay.jpg)',
          '[g](report-13.md)',
          '[h](../../etc/hosts)',
          '[i](/topics/kazakhstan/)',
          '![Ours](/lgoo.png)',
        ].join('\n'),
      ),
    },
    [
      '2016/a.md:7:1 warning link: "../2015/kazakstan.md" does not exist: the link became plain text | did you mean ../2015/kazakhstan.md?',
      '2016/a.md:8:1 warning link: "kazakhstan.md" does not exist: the link became plain text | did you mean /2015/kazakhstan.md?',
      '2016/a.md:9:1 warning link: "/2015/kazakstan/" does not exist: the link became plain text | did you mean /2015/kazakhstan/?',
      '2016/a.md:10:1 warning link: "/kazakhstan.html" does not exist: the link became plain text | did you mean /2015/kazakhstan/?',
      '2016/a.md:11:1 warning link: "about/" does not exist: the link became plain text | did you mean /about/?',
      '2016/a.md:12:1 warning link: "/abuot" does not exist: the link became plain text | did you mean /about/?',
      '2016/a.md:13:1 warning missing-file: there is no file "../2015/quai.jpg": it was left out | did you mean ../2015/quay.jpg?',
      '2016/a.md:14:1 warning missing-file: there is no file "quay.jpg": it was left out | put the file there, or correct the path',
      '2016/a.md:15:1 warning link: "report-13.md" does not exist: the link became plain text | check the path; it is relative to this file, or begins with / at the top of the newsroom',
      '2016/a.md:16:1 warning link: "../../etc/hosts" does not exist: the link became plain text | check the path; it is relative to this file, or begins with / at the top of the newsroom',
      '2016/a.md:17:1 warning link: "/topics/kazakhstan/" does not exist: the link became plain text | did you mean /2015/kazakhstan/?',
      '2016/a.md:18:1 warning missing-file: there is no file "/lgoo.png": it was left out | did you mean /logo.png?',
    ],
  ],
]

const TOGETHER: readonly Case[] = [
  [
    'the texts of files whose fields have mistakes, or cannot be read',
    {
      'a.md': sound({ date: 'soon' }, '[b](gone.md)\n'),
      'b.md': '---\ntitle: B: C\nsummary: B.\ndate: 2026-05-01\n---\n\n#### Deep\n',
      'c.md': '---\ntitle: C\n\n[c](gone.md)\n',
    },
    [
      'a.md:3:7 error bad-value date: cannot read "soon" as a date | write it as 2026-05-03 or 2026-05-03T09:00+02:00',
      'a.md:7:1 warning link: "gone.md" does not exist: the link became plain text | check the path; it is relative to this file, or begins with / at the top of the newsroom',
      'b.md:2:8 error yaml: a second colon stands in the line | put the whole value into quotes: title: "B: C"',
      'b.md:7:1 warning heading-jump: this heading skips a level: #### comes first | write ##',
      'c.md:1:1 error front-matter: the front matter is not closed | end it with a line of three dashes: ---',
    ],
  ],
  [
    'links to what is not public when the story is out',
    {
      'draft.md': sound({ title: 'Draft', draft: true }),
      'later.md': sound({ title: 'Later', date: '2027-01-02T09:00' }),
      'gone.md': sound({ title: 'Gone', expires: '2026-05-20' }),
      'soon.md': sound({ title: 'Soon', expires: '2026-12-31' }),
      'pages/hidden.md': '---\ntitle: Hidden\ndraft: true\n---\n\nText.\n',
      'a.md': sound({}, '[a](draft.md)\n[b](later.md)\n[c](gone.md)\n[d](soon.md)\n[e](/hidden/)\n'),
    },
    [
      'a.md:7:1 warning link: "draft.md" is a draft: until it is published, the link is plain text | publish it first, or leave the link: it appears by itself',
      'a.md:8:1 warning link: "later.md" is embargoed until 2 January 2027 at 09:00 UTC: until then, the link is plain text | give this story that date or a later one, or leave the link: it appears by itself',
      'a.md:9:1 warning link: "gone.md" expires on 20 May 2026 at 00:00 UTC: from then on, the link is plain text | take the link out, or let that story stay',
      'a.md:11:1 warning link: "/hidden/" is a draft: until it is published, the link is plain text | publish it first, or leave the link: it appears by itself',
    ],
  ],
  [
    'links of an embargoed story to one that is out with it, and to one that has expired by then',
    {
      'with.md': sound({ title: 'With', date: '2027-01-02T09:00' }),
      'soon.md': sound({ title: 'Soon', expires: '2026-12-31' }),
      'a.md': sound({ date: '2027-01-02T09:00' }, '[a](with.md) [b](soon.md)\n'),
    },
    [
      'a.md:7:14 warning link: "soon.md" expires on 31 December 2026 at 00:00 UTC: from then on, the link is plain text | take the link out, or let that story stay',
    ],
  ],
  [
    'links to a story that waits for its other languages',
    { 'b.md': sound({ title: 'B', release: 'together', languages: ['fr'] }), 'a.md': sound({}, '[b](b.md)\n') },
    [
      'a.md:7:1 warning link: "b.md" waits for its other languages: until it is published, the link is plain text | publish it first, or leave the link: it appears by itself',
      'b.md:5:10 warning waiting release: this story waits for its other languages: fr (b.fr.md is not there, or has mistakes) | finish them; or take release: together away, and each edition goes out by itself',
    ],
  ],
  [
    'links of a draft to a draft',
    { 'b.md': sound({ title: 'B', draft: true }), 'a.md': sound({ draft: true }, '[b](b.md)\n') },
    [],
  ],
  [
    'links to a story with a mistake: it is told there alone',
    { 'b.md': sound({ title: 'B', sumary: 'x' }), 'a.md': sound({}, '[b](b.md) [b](/b/)\n') },
    ['b.md:5:9 error unknown-field sumary: there is no such field | did you mean summary?'],
  ],
  [
    'links to lists, feeds, files and former addresses',
    {
      'static/logo.png': PNG,
      'b.md': sound({ title: 'B', aliases: ['/old/'], topics: ['x'], draft: true }),
      'a.md': sound(
        { section: 'S' },
        '[a](/topics/x/) [b](/feed.rss) [c](/feeds.opml) [d](/logo.png) [e](/old/) [f](/sections/s/) [g](/feeds/)\n',
      ),
    },
    [],
  ],
  [
    'a translation without a partner',
    {
      '2026/harbour-reopens.md': sound(),
      '2026/harbor-reopens.fr.md': sound(),
      '2026/other.fr.md': sound(),
      'exp.md': sound(),
      'seul.fr.md': sound(),
    },
    [
      '2026/harbor-reopens.fr.md:1:1 warning lone-translation: this is named as the fr edition of 2026/harbor-reopens.md, and there is no other | did you mean 2026/harbour-reopens.fr.md? if it stands alone, name it 2026/harbor-reopens.md and write lang: fr in it',
      '2026/other.fr.md:1:1 warning lone-translation: this is named as the fr edition of 2026/other.md, and there is no other | name it after the story that it translates; if it stands alone, name it 2026/other.md and write lang: fr in it',
      'seul.fr.md:1:1 warning lone-translation: this is named as the fr edition of seul.md, and there is no other | name it after the story that it translates; if it stands alone, name it seul.md and write lang: fr in it',
    ],
  ],
  [
    'translations that are older than their original',
    {
      'a.md': sound({ updated: '2026-05-04' }),
      'a.fr.md': sound(),
      'a.es.md': sound({ updated: '2026-05-05' }),
      'b.md': sound({ corrections: [{ date: '2026-05-06', note: 'A name.' }] }),
      'b.fr.md': sound({ updated: '2026-05-04' }),
      'c.md': sound({ withdrawn: { date: '2026-05-07', reason: 'Wrong.' } }),
      'c.fr.md': sound({ draft: true }),
      'c.es.md': sound({ withdrawn: { date: '2026-05-03', reason: 'Wrong.' } }),
      'd.md': sound(),
      'd.fr.md': sound(),
      'e.md': sound({ updated: '2026-05-04', draft: true }),
      'e.fr.md': sound(),
      'f.es.md': sound({ date: '2026-05-02' }),
      'f.fr.md': sound({ date: '2026-05-01', updated: '2026-05-03' }),
    },
    [
      'a.fr.md:1:1 warning stale-translation updated: this translation is older than its original: a.md changed on 4 May 2026 | translate what changed, and give it the same updated or corrections',
      'b.fr.md:5:10 warning stale-translation updated: this translation is older than its original: b.md changed on 6 May 2026 | translate what changed, and give it the same updated or corrections',
      'c.fr.md:1:1 warning stale-translation updated: this translation is older than its original: c.md was withdrawn on 7 May 2026 | withdraw it as well, or remove its file',
      'f.es.md:1:1 warning stale-translation updated: this translation is older than its original: f.fr.md changed on 3 May 2026 | translate what changed, and give it the same updated or corrections',
    ],
  ],
  [
    'translations with a partner, even one with a mistake',
    {
      'a.md': sound({ title: undefined }),
      'a.fr.md': sound(),
      'b.fr.md': sound(),
      'b.es.md': sound(),
      'c.md': sound({ lang: 'fr' }),
    },
    ['a.md:1:1 error missing-field title: is missing | add a line: title: Kazakhstan concludes its WTO accession negotiations'],
  ],
  [
    'aliases that collide',
    { 'a.md': sound({ aliases: ['/old/', '/b/'] }), 'b.md': sound({ title: 'B', aliases: ['/old/'] }) },
    [
      'a.md:5:20 error same-address aliases.1: the address /b/ is also that of b.md | remove this alias, or rename the other',
      'b.md:5:12 error same-address aliases.0: the address /old/ is also that of a.md | remove this alias, or rename the other',
    ],
  ],
  [
    'addresses in site.yaml and of what to read instead',
    {
      'site.yaml': `${SITE_YAML}navigation:\n  - { label: A, href: /a/ }\n  - { label: Gone, href: "/gone/?x#y" }\nfooter:\n  - { label: F, href: /feeds/ }\n  - { label: G, href: /gonetoo }\n  - { label: H, href: "/feed/#x" }\n${FOR_SHOW}`,
      'a.md': sound({ withdrawn: { date: '2026-05-02', reason: 'R.', replacement: '/nowhere/' } }),
    },
    [
      'a.md:5:62 warning link withdrawn.replacement: "/nowhere/" leads nowhere | correct it: an address within the site begins and ends with a slash, /about/',
      'site.yaml:9:27 warning link navigation.1.href: "/gone/?x#y" leads nowhere | correct it: an address within the site begins and ends with a slash, /about/',
      'site.yaml:12:23 warning link footer.1.href: "/gonetoo" leads nowhere | correct it: an address within the site begins and ends with a slash, /about/',
      'site.yaml:13:24 warning link footer.2.href: "/feed/#x" leads nowhere | did you mean /feeds/?',
    ],
  ],
]

/** A PNG that says that it has this size, and is this long. */
function pngOf({
  width,
  height,
  bytes = 0,
}: {
  readonly width: number
  readonly height: number
  readonly bytes?: number
}): Uint8Array {
  const png = Buffer.concat([PNG, Buffer.alloc(bytes)])
  png.writeUInt32BE(width, 16)
  png.writeUInt32BE(height, 20)
  return png
}

const IMAGES: readonly Case[] = [
  [
    'images that are far too large',
    {
      'wide.png': pngOf({ width: 8000, height: 7000 }),
      'heavy.png': pngOf({ width: 2000, height: 1000, bytes: 21_000_000 }),
      'bomb.png': pngOf({ width: 20_000, height: 20_000 }),
      'right.png': pngOf({ width: 2500, height: 2500, bytes: 900_000 }),
      'a.md': sound({ image: { src: 'wide.png', alt: 'W' } }, '![Right](right.png) ![Heavy](heavy.png) ![Bomb](bomb.png)\n'),
    },
    [
      'a.md:5:16 warning large-image image.src: wide.png is far larger than any page needs: 8000 × 7000 pixels, 0.0 MB | save it smaller: 5000 pixels on its longer side are plenty',
      'a.md:8:21 warning large-image: heavy.png is far larger than any page needs: 2000 × 1000 pixels, 21.0 MB | save it smaller: 5000 pixels on its longer side are plenty',
      'a.md:8:41 warning broken-image: bomb.png cannot be published: 20000 × 20000 pixels are more than 100 million | save it anew as a JPEG, PNG or WebP of at most 100 million pixels',
    ],
  ],
]

describe('checkNewsroom', () => {
  test.each([...FIELDS, ...BODIES, ...TOGETHER, ...IMAGES])('names at its place: %s', async (_, files, mistakes) => {
    expect(await mistakesIn(files)).toEqual(mistakes)
  })

  test('looks at bodies while it reads others, and tells all of each at its place', async () => {
    const numbers = Array.from({ length: 300 }, (_, index) => 1000 + index)
    const files = numbers.map(number => {
      const body = `Text.\n\n[next](s${number + 1}.md#text) [none](none-${number}.md)\n\n## Text\n`
      return [`s${number}.md`, sound({ title: `S${number}` }, body)] as const
    })
    const place =
      'does not exist: the link became plain text | check the path; it is relative to this file, or begins with / at the top of the newsroom'
    const own = numbers.flatMap(number => [
      ...(number === 1299 ? [`s1299.md:9:1 warning link: "s1300.md#text" ${place}`] : []),
      `s${number}.md:9:23 warning link: "none-${number}.md" ${place}`,
    ])
    expect(await mistakesIn(Object.fromEntries(files))).toEqual(own)
  })

  test.each(['minimal', 'base-path', 'hard-text', 'everything'])('finds no error in the fixture %s', async name => {
    const { paths } = newsroomFrom(fixture(name))
    const { diagnostics } = await checkNewsroom({ paths, asOf: AS_OF, record: undefined, pool, onProgress: () => {} })
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
  })
})

test('checkNewsroom: tries the theme on every page, of drafts, of stories to come and of those that are gone, and keeps none', async () => {
  const newsroom = newsroomOf({
    'a.md': sound(),
    'draft.md': sound({ title: 'Draft', draft: true }, 'Text of it.\n'),
    'later.md': sound({ title: 'Later', date: '2036-05-01' }),
    'gone.md': sound({ title: 'Gone', expires: '2026-05-02' }),
  })
  await newsroom.publish({ asOf: Date.parse('2026-05-01T12:00:00Z') })
  await newsroom.publish()
  const told = async (files: Readonly<Record<string, string>>): Promise<readonly string[]> => {
    writeFiles(newsroom.paths.theme, files)
    const request = { paths: newsroom.paths, asOf: AS_OF, record: undefined, pool, onProgress: () => {} }
    return shown((await checkNewsroom(request)).diagnostics).map(line => line.split(' | ')[0] ?? '')
  }
  const failsOn = (title: string): string =>
    `export default ({ html, page, parts }) => html\`\${page.article.title === '${title}' ? page.none.of : parts.body}\`\n`
  const before = newsroom.out()
  const fails = "fails on /later/: Cannot read properties of undefined (reading 'of')"
  expect(await told({ 'article.js': failsOn('Nothing') })).toEqual([])
  expect(await told({ 'article.js': failsOn('Later') })).toEqual([
    `../theme/article.js:1:93 error theme: the template article ${fails}`,
  ])
  // A template may go by the text of a story.
  const needsText = `export default ({ html, page, parts }) => {
  if (page.article.title === 'Draft' && !String(parts.body).includes('Text of it.')) throw new Error('no text')
  return html\`\`
}\n`
  expect(await told({ 'article.js': needsText })).toEqual([])
  expect(await told({ 'article.js': 'export default 1\n', 'gone.js': 'export const a = 1\n' })).toEqual([
    '../theme/article.js:1:1 error theme: the template article cannot be loaded: its default export is no function',
    '../theme/gone.js:1:1 error theme: the template gone cannot be loaded: its default export is no function',
  ])
  expect(differingPaths(before, newsroom.out())).toEqual([])
})

test('checkNewsroom: takes a link to whatever Courant makes, or `site.yaml` leads on, for right, as a publish does', async () => {
  const made = [
    '/feeds.opml',
    '/robots.txt',
    '/sitemap.xml',
    '/sitemap-news.xml',
    '/sitemaps/2026.xml',
    '/404.html',
    '/archive/',
  ]
  const body = [...made, '/assets/feed-extension.txt', '/search/', '/search/search.js', '/legacy/', '/record.jsonl']
    .map(path => `[to](${path})\n`)
    .join('')
  const site = `${SITE_YAML + FOR_SHOW}redirects: { /legacy/: /archive/ }\n`
  const files = { 'site.yaml': site, 'a.md': sound({ date: '2026-05-31' }, body) }
  const mistakes = await mistakesIn(files)
  expect(mistakes).toEqual([expect.stringMatching(/^a\.md:18:1 warning link: "\/record\.jsonl" does not exist/)])
  expect(shown((await newsroomOf(files).publish()).diagnostics)).toEqual(mistakes)
})

test('checkNewsroom: names feeds that the next publish takes away, and none that a last good version keeps', async () => {
  const newsroom = newsroomOf({ 'a.md': sound({ topics: ['ports'] }) })
  await newsroom.publish()
  const told = async (source: string): Promise<readonly string[]> => {
    newsroom.write({ 'a.md': source })
    const request = { paths: newsroom.paths, asOf: AS_OF, record: undefined, pool, onProgress: () => {} }
    return (await checkNewsroom(request)).diagnostics.map(({ code, path }) => `${path} ${code}`)
  }
  expect(await told(sound())).toEqual(['site.yaml removed'])
  expect(await told('no story any more\n')).toEqual(['a.md front-matter'])
})

/** Saves a story again and again, without a pause. */
const RESTLESS = `
  const { renameSync, writeFileSync } = require('node:fs')
  const { workerData: { draft, file } } = require('node:worker_threads')
  for (let saves = 0; ; saves++) {
    writeFileSync(draft, \`---\\ntitle: Version \${saves}\\ndate: 2026-05-01\\nsummary: S.\\n---\\n\\nText.\\n\`)
    renameSync(draft, file)
  }`

test('checkNewsroom: gives up on a newsroom that is saved anew whenever it is read, and says when to check again', async () => {
  const { root, paths } = newsroomOf({ 'a.md': sound() })
  const author = new Worker(RESTLESS, {
    eval: true,
    workerData: { draft: join(root, 'draft'), file: join(paths.articles, 'a.md') },
  })
  onTestFinished(() => void author.terminate())
  const request = { paths, asOf: AS_OF, record: undefined, pool, onProgress: () => {} }
  // By luck it may find a moment of peace.
  const refused = await until(() =>
    checkNewsroom(request).then(
      () => undefined,
      error => error,
    ),
  )
  expect(refused).toMatchObject({
    code: 'disk',
    message: 'the articles keep changing while they are read',
    remedy: 'check again when they are saved',
  })
})
