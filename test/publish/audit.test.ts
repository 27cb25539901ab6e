import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { type Audit, auditOut } from '../../src/review/audit-out.ts'
import { AS_OF, newsroomOf, shown, story, type TemporaryNewsroom, writeFiles } from '../support/newsroom.ts'

const BODY = 'The two ministers will sign the agreement on the old bridge at dawn.\n'

/** A newsroom with a public story and one that is not, published; and what an audit says of it. */
async function published(fields: Readonly<Record<string, unknown>>): Promise<TemporaryNewsroom> {
  const newsroom = newsroomOf({
    '2026/public.md': story({ title: 'Public' }, 'It says nothing of [the other](secret-pact.md).\n'),
    '2026/secret-pact.md': story(
      { title: 'A secret pact', attachments: [{ src: 'pact.txt', title: 'Its text' }], ...fields },
      BODY,
    ),
    '2026/pact.txt': 'First article of the pact.',
  })
  await newsroom.publish()
  return newsroom
}

function audit({ paths }: TemporaryNewsroom, asOf = AS_OF): Promise<Audit | undefined> {
  return auditOut({ paths, asOf: () => asOf, byClock: false, record: undefined })
}

const REMEDY =
  ' | publish again, in case out/ is older than the articles; if it stays, take that file out of out/ and report it as SECURITY.md says'

async function leaksOf(newsroom: TemporaryNewsroom, asOf = AS_OF): Promise<readonly string[]> {
  return shown((await audit(newsroom, asOf))?.leaks ?? []).map(line => line.replace(REMEDY, ''))
}

describe('auditOut', () => {
  test('finds nothing of what is not public where all is well, and says how much it looked at', async () => {
    const newsroom = await published({ draft: true })
    expect(await audit(newsroom)).toEqual({ files: newsroom.out().size, hidden: 1, leaks: [] })
  })

  test.each([
    [
      'a page',
      'index.html',
      '<p>At noon the two ministers will sign <b>it</b></p>',
      '"two ministers will sign the agreement on the old bridge at d…" of this draft stands in PATH at byte 15',
    ],
    [
      'a feed',
      'feed.json',
      '{"content_html":"<p>sign the agreement\\non the old bridge</p>"}',
      '"sign the agreement on the old bridge at dawn." of this draft stands in PATH at byte 20',
    ],
    [
      'the index of the search',
      'search/index-1/fragment/a.pf_fragment',
      gzipSync('{"content":"on the old bridge at dawn"}'),
      '"on the old bridge at dawn." of this draft stands in PATH at byte 12',
    ],
    ['an address', 'secret-pact/index.html', '', '"secret-pact" of this draft stands in the name of PATH'],
    [
      'a list of addresses',
      'sitemap.xml',
      '<loc>https://news.example.org/2026/secret-pact/</loc>',
      '"secret-pact" of this draft stands in PATH at byte 35',
    ],
    ['a title', 'topics/x/index.html', '<a>The secret pact’s text</a>', '"secret-pact" of this draft stands in PATH at byte 7'],
    [
      'what a killed publish left',
      '.courant-stage/page-0',
      BODY,
      '"two ministers will sign the agreement on the old bridge at d…" of this draft stands in PATH at byte 4',
    ],
  ])('finds the words of a draft in %s', async (_, path, content, said) => {
    const newsroom = await published({ draft: true })
    writeFiles(newsroom.paths.out, { [path]: content })
    const [leak = '', ...more] = await leaksOf(newsroom)
    expect(leak.replace(/^2026\/secret-pact\.md:\d+:1 error leak: /, '')).toBe(said.replace('PATH', path))
    expect(more).toEqual([])
  })

  test('finds a file that only a draft names, under its own name or another', async () => {
    const newsroom = await published({ draft: true })
    writeFiles(newsroom.paths.out, { '2026/pact.txt': 'Another.', 'elsewhere.bin': 'First article of the pact.' })
    expect(await leaksOf(newsroom)).toEqual(
      [
        '2026/pact.txt:1:1 error leak: no public story names this file, and it stands in elsewhere.bin',
        '2026/pact.txt:1:1 error leak: no public story names this file, and it stands in 2026/pact.txt',
      ].toSorted(() => 0),
    )
  })

  test.each([
    ['to come', { date: '2026-06-01T12:00:01Z' }, AS_OF, 'of this story to come'],
    ['expired', { expires: '2026-06-01T12:00:01Z' }, AS_OF + 1000, 'of this story, which expired'],
    ['waiting', { release: 'together', languages: ['en', 'fr'] }, AS_OF, 'of this story, which is held back'],
    [
      'withdrawn',
      { withdrawn: { date: '2026-06-01T12:00:01Z', reason: 'Wrong.' } },
      AS_OF + 1000,
      'of this story, which is withdrawn',
    ],
    ['broken', { lead: 'perhaps' }, AS_OF, 'of this file, which cannot be published as it stands'],
  ])('knows a story that is %s', async (_, fields, asOf, said) => {
    const newsroom = await published(fields)
    await newsroom.publish({ asOf })
    expect(await leaksOf(newsroom, asOf)).toEqual([])
    writeFiles(newsroom.paths.out, { 'index.html': BODY })
    expect(await leaksOf(newsroom, asOf)).toEqual([expect.stringContaining(said)])
  })

  test('knows changes to come of a public story, and says in how many more files they stand', async () => {
    const note = 'The signing of the pact is put off.'
    const newsroom = await published({ corrections: [{ date: '2026-07-01', note }] })
    expect(await leaksOf(newsroom)).toEqual([])
    writeFiles(newsroom.paths.out, { 'a.html': note, 'b.html': note, 'c.html': note })
    expect(await leaksOf(newsroom)).toEqual([
      expect.stringMatching(/of a change to come stands in [abc]\.html at byte 0, and in 2 more files/),
    ])
  })

  test('takes for no leak what a public story, document, page, template or the site says as well', async () => {
    const newsroom = newsroomOf({
      'draft.md': story(
        { title: 'A secret pact', draft: true },
        `${BODY}\nIt binds *all the parties* to it. First article of the pact.\n\nThey wrote their names in red.\n`,
      ),
      'public.md': story(
        { title: 'A secret pact' },
        `${BODY}\nIt binds [all](https://example.org/) *the parties* to it. See [the pact](pact.txt).\n`,
      ),
      'pact.txt': 'First article of the pact.',
      'static/notes.txt': 'They wrote their names in red.',
    })
    await newsroom.publish()
    expect(await audit(newsroom)).toMatchObject({ hidden: 1, leaks: [] })
  })

  test('takes for no leak a link that public stories have as well, in whatever form, nor the title of a page', async () => {
    const report = 'https://reports.example.net/annual/harbour-authority/2025/'
    const newsroom = newsroomOf({
      '2026/older-public-story.md': story(
        { title: 'The old bridge' },
        `See <a href="${report}">the annual report of the harbour authority</a>, and [all feeds](/feeds/).\n`,
      ),
      'draft.md': story(
        { title: 'Not yet', draft: true },
        `Read [the report](${report}).\n\nSee [The old bridge](https://news.example.org/2026/older-public-story/).\n\nSeen as The old bridge · Example News.\n\nAll: https://news.example.org/feeds/\n`,
      ),
    })
    await newsroom.publish()
    expect(await audit(newsroom)).toMatchObject({ hidden: 1, leaks: [] })
  })

  test('still finds what a hidden story says around a link', async () => {
    const newsroom = newsroomOf({
      'a.md': story({ title: 'Public' }),
      'draft.md': story({ title: 'Not yet', draft: true }, 'Read [the report](/report/) that both ministers sign at dawn.\n'),
    })
    await newsroom.publish()
    writeFiles(newsroom.paths.out, { 'index.html': '<p><a href="/report/">the report</a> that both ministers sign at dawn' })
    expect(await leaksOf(newsroom)).toEqual([expect.stringMatching(/^draft\.md:7:1 .*"that both ministers sign at dawn\." of/)])
  })

  test('takes for no leak what stays public of a story whose file broke or is gone', async () => {
    const newsroom = await published({})
    newsroom.write({
      '2026/secret-pact.md': story(
        { title: 'A secret pact', lead: 'perhaps' },
        `${BODY}\nAnd this is new in the text of it.\n`,
      ),
    })
    newsroom.remove('2026/public.md')
    await newsroom.publish()
    expect(await leaksOf(newsroom)).toEqual([])
    writeFiles(newsroom.paths.out, { 'index.html': 'And this is new in the text of it.' })
    expect(await leaksOf(newsroom)).toHaveLength(1)
  })

  test('says nothing of a story that came out while it looked', async () => {
    const newsroom = await published({ date: '2026-06-01T12:00:01Z' })
    await newsroom.publish({ asOf: AS_OF + 1000 })
    const clock = [AS_OF, AS_OF + 1000]
    const { paths } = newsroom
    expect(await auditOut({ paths, asOf: () => clock.shift() ?? 0, byClock: false, record: undefined })).toMatchObject({
      leaks: [],
    })
  })
})
