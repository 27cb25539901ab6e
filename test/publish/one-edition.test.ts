import { describe, expect, test } from 'vitest'
import { lookAhead } from '../../src/review/look-ahead.ts'
import { previewOf } from '../preview/previewing.ts'
import { newsroomOf, story, type TemporaryNewsroom } from '../support/newsroom.ts'

const FIRST = story({ title: 'First', date: '2026-05-01' })
const SECOND = story({ title: 'Second', date: '2026-05-02' })
const LATER = story({ title: 'Later', date: '2999-05-01' })

/** What became of the files of a newsroom that was published, and the titles by address that readers have after the next publish. */
const CHANGES: readonly (readonly [string, (newsroom: TemporaryNewsroom) => void, Readonly<Record<string, string>>])[] = [
  ['nothing', () => {}, { '/first/': 'First', '/second/': 'Second' }],
  [
    'a title was edited',
    newsroom => newsroom.write({ 'first.md': story({ title: 'Edited', date: '2026-05-01' }) }),
    { '/first/': 'Edited', '/second/': 'Second' },
  ],
  [
    'a story wants the address of another',
    newsroom => newsroom.write({ 'second.md': story({ title: 'Moved', date: '2026-05-02', slug: 'first' }) }),
    { '/first/': 'First', '/second/': 'Second' },
  ],
  [
    'the front matter of one is broken',
    newsroom => newsroom.write({ 'second.md': '---\ntitle: [\n---\n\nText.\n' }),
    { '/first/': 'First', '/second/': 'Second' },
  ],
  ['the file of one is gone', newsroom => newsroom.remove('second.md'), { '/first/': 'First', '/second/': 'Second' }],
  [
    'one is a draft again',
    newsroom => newsroom.write({ 'second.md': story({ title: 'Second', date: '2026-05-02', draft: true }) }),
    { '/first/': 'First' },
  ],
]

describe('publish, preview and schedule show the same newsroom where', () => {
  test.each(CHANGES)('%s', async (_, change, expected) => {
    const newsroom = newsroomOf({ 'first.md': FIRST, 'second.md': SECOND, 'later.md': LATER })
    await newsroom.publish()
    change(newsroom)
    expect(await scheduled(newsroom)).toEqual(expected)
    expect(await previewed(newsroom, Object.keys(expected))).toEqual(expected)
    await newsroom.publish()
    expect(published(newsroom)).toEqual(expected)
  })
})

function published(newsroom: TemporaryNewsroom): Readonly<Record<string, string>> {
  const { items }: { readonly items: readonly { readonly url: string; readonly title: string }[] } = JSON.parse(
    newsroom.read('feed.json'),
  )
  return Object.fromEntries(items.map(({ url, title }) => [new URL(url).pathname, title]))
}

async function scheduled({ paths }: TemporaryNewsroom): Promise<Readonly<Record<string, string>>> {
  const outlook = await lookAhead({ paths, at: undefined, record: undefined })
  const { released } = outlook.kind === 'seen' ? outlook.edition : { released: [] }
  return Object.fromEntries(released.map(({ permalink, title }) => [permalink, title]))
}

/** The titles of the pages at these addresses, as the preview shows them. */
async function previewed(newsroom: TemporaryNewsroom, addresses: readonly string[]): Promise<Readonly<Record<string, string>>> {
  const preview = await previewOf(newsroom)
  const titles: Record<string, string> = {}
  for (const address of addresses) {
    const { html } = await preview.page(`${address.slice(1)}index.html`)
    titles[address] = /<h1[^>]*>([^<]*)<\/h1>/.exec(html)?.[1] ?? ''
  }
  return titles
}
