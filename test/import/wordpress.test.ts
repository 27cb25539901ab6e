import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ask, serve } from '../serve/site.ts'
import { shown, writeFiles } from '../support/newsroom.ts'
import { articleAt, emptyNewsroom, importInto, lossesOf } from './import-into.ts'
import { bytesOf, type OldSite, serveOldSite, textOf } from './old-site.ts'
import { publishedItems } from './published-feeds.ts'

/** What WordPress's own feed of the fixture would say. */
const OLD_FEED = [
  {
    id: 'https://harbour.example.org/?p=123',
    title: 'The harbour reopens & more',
    published: '2015-03-02T08:00:00.000Z',
    authors: ['Harbour Desk'],
    categories: ['Transport', 'Ferries'],
  },
  {
    id: 'https://harbour.example.org/?p=122',
    title: 'Storm warning',
    published: '2015-03-01T18:00:00.000Z',
    authors: ['Harbour Desk'],
    categories: ['Weather'],
  },
]

function exportedSite(): Promise<OldSite> {
  return serveOldSite({
    '/export.xml': textOf('wordpress/export.xml'),
    '/wp-content/uploads/2015/03/quay.png': bytesOf('hugo/static/images/quay.png'),
    '/wp-content/uploads/2015/03/ferry.png': bytesOf('hugo/content/news/ferry/ferry.png'),
  })
}

describe('import: a WordPress export', () => {
  test('published, its feeds have the ids, dates, authors and topics that its subscribers know', async () => {
    const { base } = await exportedSite()
    const newsroom = emptyNewsroom()
    const result = await importInto(newsroom, `${base}/export.xml`)
    expect([result.kind, result.written.length, result.files]).toEqual(['wordpress', 5, 4])
    const { diagnostics } = await newsroom.publish()
    expect(shown(diagnostics)).toEqual([])
    const { rss, atom, json } = publishedItems(newsroom)
    for (const items of [rss, atom, json]) expect(items).toEqual(OLD_FEED)
  })

  test('its posts and pages stand where they stood, old slugs lead to them, drafts are nowhere', async () => {
    const { base } = await exportedSite()
    const newsroom = emptyNewsroom()
    await importInto(newsroom, `${base}/export.xml`)
    await newsroom.publish()
    const { address } = await serve(newsroom.paths.out)
    const status = async (path: string): Promise<number> => (await ask(address, path)).status
    expect(await status('/2015/03/reopening/')).toBe(200)
    expect(await status('/2015/03/storm-warning/')).toBe(200)
    expect(await status('/about/')).toBe(200)
    expect((await ask(address, '/2015/03/reopens/')).headers.get('location')).toBe('/2015/03/reopening/')
    expect(await status('/2015/04/members/')).toBe(404)
    for (const [, bytes] of newsroom.out()) expect(bytes.includes('Behind a word.')).toBe(false)
  })

  test('images are fetched and stand beside the article: the main one, those in the text, a gallery’s', async () => {
    const { base } = await exportedSite()
    const newsroom = emptyNewsroom()
    await importInto(newsroom, `${base}/export.xml`)
    expect(articleAt(newsroom, '2015/03/reopening.md')).toBe(`---
title: "The harbour reopens & more"
date: 2015-03-02T08:00:00Z
updated: 2015-03-05T08:00:00Z
summary: Ferries sail again.
topics: [Transport, Ferries]
authors: [Harbour Desk]
image:
  src: reopening/ferry.png
  alt: The ferry
aliases: [/2015/03/reopens/]
id: "https://harbour.example.org/?p=123"
---

The harbour has **reopened**. See [the storm](/2015/03/storm-warning/).

![The quay](reopening/quay.png "The quay in May")
`)
    expect(newsroom.sources().get('2015/03/reopening/quay.png')).toEqual(bytesOf('hugo/static/images/quay.png'))
    expect(articleAt(newsroom, '2015/03/storm-warning.md').split('---\n')[2]).toBe(`
Stay ashore.${'  '}
Wait for word.

![The quay](storm-warning/quay.png "Empty of ships")

![The ferry](storm-warning/ferry.png)

\\[tide\\_table port="north"\\]
`)
  })

  test('what could not be carried is named', async () => {
    const { base } = await exportedSite()
    const result = await importInto(emptyNewsroom(), `${base}/export.xml`)
    expect(lossesOf(result)).toEqual([
      'item 8 (event 300): "Open day" is of the type event, which is neither post nor page',
      'item 1 (post 123): 1 comment',
      'item 1 (post 123): the custom fields tide',
      'item 1 (post 123): what it has in berth, which is neither category nor tag',
      'item 2 (post 122): the shortcode [tide_table] stays as text',
      'item 3 (post 130): it is behind a password: it is a draft here',
    ])
    expect(result.feeds).toEqual([{ address: `${base}/feed/`, format: 'rss' }])
  })

  /** An item of an export: what it is, its text, and more of its elements. */
  function item(id: number, { type = 'post', status = 'publish', text = '', more = '' } = {}): string {
    return `<item><title>No. ${id}</title><link>https://old.example.org/no-${id}/</link><pubDate>Mon, 02 Mar 2015 09:00:00 +0000</pubDate><guid isPermaLink="false">https://old.example.org/?p=${id}</guid><content:encoded><![CDATA[${text}]]></content:encoded><wp:post_id>${id}</wp:post_id><wp:post_type>${type}</wp:post_type><wp:status>${status}</wp:status>${more}</item>`
  }

  async function importItems(...items: readonly string[]) {
    const newsroom = emptyNewsroom()
    const channel = `<title>Old</title><link>https://old.example.org</link><wp:wxr_version>1.2</wp:wxr_version>${items.join('')}`
    const xml = `<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wp="http://wordpress.org/export/1.2/"><channel>${channel}</channel></rss>`
    writeFiles(newsroom.root, { 'export.xml': xml })
    return { newsroom, losses: lossesOf(await importInto(newsroom, join(newsroom.root, 'export.xml'))) }
  }

  const meta = (key: string, value: string): string =>
    `<wp:postmeta><wp:meta_key>${key}</wp:meta_key><wp:meta_value>${value}</wp:meta_value></wp:postmeta>`

  test('reusable blocks stand in the text, but for one that nobody was to read', async () => {
    const { newsroom, losses } = await importItems(
      item(1, { text: '<!-- wp:block {"ref":2} /--><!-- wp:block {"ref":3} /--><!-- wp:block {"ref":4} /-->' }),
      item(2, { type: 'wp_block', text: '<!-- wp:paragraph --><p>For all.</p><!-- /wp:paragraph -->' }),
      item(3, { type: 'wp_block', status: 'draft', text: '<p>Not yet.</p>' }),
      item(4, { type: 'wp_block', text: '<p>Locked.</p>', more: '<wp:post_password>x</wp:post_password>' }),
    )
    expect(articleAt(newsroom, 'no-1.md').split('---\n')[2]).toBe('\nFor all.\n')
    expect(losses).toEqual([
      'item 1 (post 1): the reusable block 3, of which the export has no published text',
      'item 1 (post 1): the reusable block 4, of which the export has no published text',
    ])
  })

  test('a main image that the export lacks is named; none, as a plugin notes it, is not', async () => {
    const { losses } = await importItems(
      item(1, { text: 'A', more: meta('_thumbnail_id', '555') }),
      item(2, { text: 'B', more: meta('_thumbnail_id', '0') }),
    )
    expect(losses).toEqual(['item 1 (post 1): the main image, file 555 of the media library, which the export lacks'])
  })

  test('a page that is scheduled, or in a state of a plugin, is a draft; a post that is scheduled waits for its date', async () => {
    const { newsroom, losses } = await importItems(
      item(1, { type: 'page', status: 'future', text: 'Soon.' }),
      item(2, { status: 'future', text: 'Soon.' }),
      item(3, { status: 'in-review', text: 'Soon.' }),
    )
    expect(articleAt(newsroom, 'pages/no-1.md')).toContain('draft: true\n')
    expect(articleAt(newsroom, 'no-2.md')).not.toContain('draft')
    expect(articleAt(newsroom, 'no-3.md')).toContain('draft: true\n')
    expect(losses).toEqual([
      'item 1 (page 1): it is in the state future: it is a draft here',
      'item 1 (page 1): pages have no date (2015-03-02T09:00:00Z)',
      'item 3 (post 3): it is in the state in-review: it is a draft here',
    ])
  })
})
