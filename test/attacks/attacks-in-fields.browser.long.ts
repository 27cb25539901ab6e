import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser } from '../support/browser.ts'
import { newsroomOf, type TemporaryNewsroom } from '../support/newsroom.ts'
import { type AttackNewsroom, attackNewsroom } from './attack-newsroom.ts'
import { openAll } from './open-in-browser.ts'

let browser: Browser
let attacks: AttackNewsroom
let newsroom: TemporaryNewsroom

beforeAll(async () => {
  attacks = attackNewsroom(66)
  newsroom = newsroomOf(attacks.files)
  ;[browser] = await Promise.all([launchBrowser(), newsroom.publish()])
}, 120_000)

afterAll(() => browser?.close())

function published(...endings: readonly string[]): readonly string[] {
  return [...newsroom.out().keys()].filter(path => endings.some(ending => path.endsWith(ending)))
}

/** Fields that take any text. */
const TEXTS = [
  'title',
  'summary',
  'section',
  'topics.0',
  'authors.0',
  'dateline',
  'disclaimer',
  'boilerplate',
  'notes.0',
  'contact.name',
  'updated.note',
].concat(['corrections.0.note', 'withdrawn.reason', 'image.alt', 'image.credit', 'image.caption', 'attachments.0.title', 'id'])

/** Fields whose form lets only some through, and those of `site.yaml`. */
const FORMED = [
  'canonical',
  'aliases.0',
  'withdrawn.replacement',
  'contact.email',
  'title',
  'rights',
  'publisher.name',
  'publisher.url',
].concat([
  'navigation.0.label',
  'footer.0.text',
  'footer.0.label',
  'topics.accessions.title',
  'labels.en.feeds',
  'labels.en.updated',
])

describe('attacks in every field of stories and of site.yaml, and in the names of files', () => {
  test('are many, of every family in every field that takes text', () => {
    expect(attacks.strings.size).toBeGreaterThan(1000)
    const fields = Map.groupBy(attacks.dealt.keys(), key => key.split(' ')[0])
    for (const field of TEXTS) expect(fields.get(field)?.length, field).toBe(7)
    for (const field of FORMED) expect(fields.has(field), field).toBe(true)
  })

  test('run nothing on any page, and ask nothing of any other host', async () => {
    const pages = published('.html')
    const { ran, elsewhere, provoked } = await openAll(browser, newsroom.out(), pages)
    expect({ ran, elsewhere }).toEqual({ ran: [], elsewhere: [] })
    expect([pages.length > 150, provoked > 10_000]).toEqual([true, true])
  })

  test('run nothing in a feed that a browser opens', async () => {
    const feeds = published('.rss', '.atom', '.opml', '.xml').filter(
      path => path.split('/').length < 3 || path.startsWith('topics/'),
    )
    const { ran, elsewhere } = await openAll(browser, newsroom.out(), feeds)
    expect({ ran, elsewhere }).toEqual({ ran: [], elsewhere: [] })
  })

  test('run nothing in the body of an item that a reader shows', async () => {
    const bodies = published('feed.json').flatMap(path => {
      const { items } = JSON.parse(newsroom.read(path))
      return items.map(({ content_html }: { content_html: string }) => content_html)
    })
    const readers = new Map(
      [...new Set(bodies)].map((body, index) => [`${index}.html`, `<!doctype html><meta charset="utf-8"><body>${body}`]),
    )
    expect(readers.size).toBeGreaterThan(40)
    const { ran, elsewhere } = await openAll(browser, readers, [...readers.keys()])
    expect({ ran, elsewhere }).toEqual({ ran: [], elsewhere: [] })
  })

  test('run where pages do not escape what is written', async () => {
    const pages = published('.html').slice(0, 60)
    const spoiled = new Map(
      pages.map(path => [
        path,
        newsroom
          .read(path)
          .replace(/&lt;/g, '<')
          .replace(/&gt;/g, '>')
          .replace(/&quot;/g, '"'),
      ]),
    )
    const { ran } = await openAll(browser, spoiled, pages)
    expect(ran.length).toBeGreaterThan(20)
  })
})
