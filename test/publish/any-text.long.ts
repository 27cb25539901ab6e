import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readFeed } from '../readers/read-back.ts'
import { AS_OF, newsroomOf } from '../support/newsroom.ts'
import { PNG } from './broken-table.ts'
import { feedDocument, problemsOfEdition } from './edition-problems.ts'

/** Any text, and the strings that take feeds and pages apart. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 20 }).map(codes => String.fromCharCode(...codes)),
  fc.constantFrom(
    ']]>',
    ']]>]]>',
    '<![CDATA[x]]>',
    'AT&T',
    '&amp;',
    '&#0;',
    'a < b',
    '</title><script>alert(1)</script>',
    '"\'`',
    '--><!--',
    '{{x}}',
    '\u0000\u0007\u001b',
    '\ud800',
    '\ufffe\ufdd0',
    '\u202e\u2066',
    '\r\n\t\u2028',
    '012',
    '~',
    '%00',
  ),
)

const FIELDS = [
  'title',
  'summary',
  'section',
  'topic',
  'author',
  'dateline',
  'alt',
  'credit',
  'caption',
  'note',
  'file',
  'mistake',
  'reason',
] as const

const anyStory = fc.record(Object.fromEntries(FIELDS.map(field => [field, anyText])))
const anySite = fc.array(anyText, { minLength: 8, maxLength: 8 })

/** A YAML double-quoted scalar (YAML 1.2.2 §7.3.1) of any text at all, in ASCII. */
function quoted(text: string): string {
  return JSON.stringify(text).replace(/[\u007f-\uffff]/g, unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** A story with these texts in its fields; a letter before each keeps it from being blank, or no name. */
function articleOf(texts: Readonly<Record<string, string>>, index: number): string {
  const text = (field: string) => quoted(`${field[0]}${index} ${texts[field]}`)
  return `---
title: ${text('title')}
date: 2026-05-01T10:0${index}
updated: { date: 2026-05-02, note: ${text('note')} }
summary: ${text('summary')}
section: ${text('section')}
topics: [${index === 0 ? `${text('topic')}, ` : ''}shared]
authors: [${text('author')}]
dateline: ${text('dateline')}
disclaimer: any
attachments: [{ src: dot.png, title: ${text('file')} }]
corrections: [{ date: 2026-05-03, note: ${text('mistake')} }]
${index === 1 ? `withdrawn: { date: 2026-05-04, reason: ${text('reason')} }\n` : ''}image: { src: dot.png, alt: ${text('alt')}, credit: ${text('credit')}, caption: ${text('caption')} }
---

One paragraph.
`
}

function siteOf(texts: readonly string[]): string {
  const [title, description, rights, publisher, disclaimer, topic, label, footer] = texts.map(text => quoted(`x ${text}`))
  return `title: ${title}
description: ${description?.replace('"x', '"A description,')}
url: https://news.example.org/press
idPrefix: "tag:news.example.org,2026:"
timezone: UTC
lang: en
rights: ${rights}
publisher: { name: ${publisher} }
disclaimers: { any: ${disclaimer} }
topics: { shared: { title: ${topic} } }
navigation: [{ label: ${label}, href: / }]
footer: [{ text: ${footer}, href: /feeds/ }]
`
}

/** What of a title a reader can be shown: no character that XML forbids, on one line. */
function shownTitle(text: string): string {
  return text
    .replace(/\s*\n\s*/g, ' ')
    .trim()
    .replace(/\r\n|[\t\n\v\f\r\u0085\u2028\u2029]/g, ' ')
    .replace(/[[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}]--[\t\n\x7F]]/gv, '')
}

describe('publish: any text in any field', () => {
  test('publish: whatever is written, feeds and links are right, and titles read back', async () => {
    await fc.assert(
      fc.asyncProperty(anySite, fc.array(anyStory, { minLength: 1, maxLength: 9 }), async (site, stories) => {
        const files = stories.map((texts, index) => [`${index}.md`, articleOf(texts, index)])
        const newsroom = newsroomOf({ 'site.yaml': siteOf(site), 'dot.png': PNG, ...Object.fromEntries(files) })
        const published = await newsroom.publish()
        // The first story has a topic that `site.yaml` does not declare.
        expect(published.diagnostics.filter(({ code }) => code !== 'unknown-name')).toEqual([])
        const out = newsroom.out()
        expect(await problemsOfEdition(out, { site: published.site, asOf: AS_OF })).toEqual([])
        const { items } = await readFeed(feedDocument(out, { path: 'feed.rss', site: published.site }))
        const titles = stories.map(({ title }, index) => `${index === 1 ? 'Withdrawn: ' : ''}t${index} ${title}`).reverse()
        expect(items.map(({ title }) => title)).toEqual(titles.map(shownTitle))
        expect((await newsroom.publish()).written).toEqual([])
      }),
      { numRuns: 20 },
    )
  })
})
