import { describe, expect, test } from 'vitest'
import { ask, serve } from '../serve/site.ts'
import { temporaryFolder, writeFiles } from '../support/newsroom.ts'
import { articleAt, emptyNewsroom, importFixture, importInto, lossesOf } from './import-into.ts'
import { publishedItems } from './published-feeds.ts'

const HOME = 'https://harbour.example.org/blog'

/** What jekyll-feed would say of the fixture. */
const OLD_FEED = [
  {
    id: `${HOME}/transport/ports/2015/03/02/reopening`,
    title: 'The harbour reopens',
    published: '2015-03-02T08:00:00.000Z',
    authors: ['Second Author'],
    categories: ['transport', 'ports', 'Ferries', 'Quay'],
  },
  {
    id: `${HOME}/weather/storm-warning`,
    title: 'Storm warning',
    published: '2015-03-01T00:00:00.000Z',
    authors: ['Harbour Desk'],
    categories: ['Harbour'],
  },
  {
    id: `${HOME}/news/2015/02/01/dredging`,
    title: 'Dredging begins',
    published: '2015-02-01T00:00:00.000Z',
    authors: ['Harbour Desk'],
    categories: ['news', 'Harbour'],
  },
]

describe('import: a Jekyll site', () => {
  test('published, its feeds have the ids, dates, authors and topics that its subscribers know', async () => {
    const newsroom = emptyNewsroom(HOME)
    const result = await importInto(newsroom, importFixture('jekyll'))
    expect([result.kind, result.written.length, result.files]).toEqual(['jekyll', 5, 1])
    const { diagnostics } = await newsroom.publish()
    expect(diagnostics).toEqual([])
    const { rss, json, atom } = publishedItems(newsroom)
    expect(rss).toEqual(OLD_FEED)
    expect(json).toEqual(OLD_FEED)
    expect(atom.map(({ id }) => id)).toEqual(OLD_FEED.map(({ id }) => id))
  })

  test('its addresses, and those that led to them, lead to its stories', async () => {
    const newsroom = emptyNewsroom(HOME)
    await importInto(newsroom, importFixture('jekyll'))
    await newsroom.publish()
    const { address } = await serve(newsroom.paths.out, '/blog')
    const answers = async (path: string): Promise<string> => {
      const { status, headers } = await ask(address, path)
      return `${status} ${headers.get('location') ?? ''}`.trim()
    }
    expect(await answers('/blog/weather/storm/')).toBe('200')
    expect(await answers('/blog/about/')).toBe('200')
    expect(await answers('/blog/news/2015/02/01/dredging.html')).toBe('301 /blog/news/2015/02/01/dredging/')
    expect(await answers('/blog/old/reopening.html')).toBe('301 /blog/transport/ports/2015/03/02/reopening/')
    expect(await answers('/blog/not-yet/')).toBe('404')
  })

  test('tags that Markdown can say are written in it; the others stay as text', async () => {
    const newsroom = emptyNewsroom(HOME)
    await importInto(newsroom, importFixture('jekyll'))
    expect(articleAt(newsroom, 'transport/ports/2015/03/02/reopening.md').split('---\n')[2]).toBe(`
See [the storm](/weather/storm/) and [the rules](/about/).

![The quay](reopening/quay.png)

\`\`\`ruby
puts "ashore"
\`\`\`

Braces {{ stay }} here.

{% include map.html %}
`)
    expect(articleAt(newsroom, 'news/2015/02/01/dredging.md')).toContain(
      'The **dredger** is here.\n\n<table><tr><td colspan="2">From six to ten</td></tr></table>\n',
    )
  })

  test('links to its files lead to their stories', async () => {
    const folder = temporaryFolder()
    writeFiles(folder, {
      '_config.yml': 'url: https://harbour.example.org\n',
      '_posts/2015-03-02-a.md': '---\ntitle: A\n---\n[b](2015-03-03-b.md#part) [about](../about.md) [again](/about.md)\n',
      '_posts/2015-03-03-b.md': '---\ntitle: B\n---\n## Part\n',
      'about.md': '---\ntitle: About\n---\nUs.\n',
    })
    const newsroom = emptyNewsroom('https://harbour.example.org')
    await importInto(newsroom, folder)
    expect(articleAt(newsroom, '2015/03/02/a.md')).toContain('[b](/2015/03/03/b/#part) [about](/about/) [again](/about/)')
  })

  test('what could not be carried is named, file by file', async () => {
    const result = await importInto(emptyNewsroom(HOME), importFixture('jekyll'))
    expect(lossesOf(result)).toEqual([
      '_recipes/soup.md: of collections, only posts are carried',
      '_drafts/not-yet.md: it has no date: it is a draft of 2015-03-02 here',
      '_posts/2015-03-02-reopening.md: attributes of kramdown: {: .wide}',
      '_posts/2015-03-02-reopening.md: the tag include stays as text',
      '_posts/2015-03-02-reopening.md: no field here for comments',
      'about.md: pages have no authors (Harbour Desk)',
    ])
  })

  test.each([
    ['date', '2015-03-02-Hello-World.md', '/2015/03/02/Hello-World.html'],
    ['pretty', '2015-03-02-hello.md', '/2015/03/02/hello/'],
    ['ordinal', '2015-03-02-hello.md', '/2015/061/hello.html'],
    ['none', '2015-03-02-hello.md', '/hello.html'],
    ['/:year/:week/:w_day/:slug', '2015-03-02-Hello.md', '/2015/10/1/hello'],
    ['/:short_month-:i_day/:title:output_ext', '2015-3-2-hello.md', '/Mar-2/hello.html'],
  ])('with the pattern %s, %s stood at %s', async (permalink, file, address) => {
    const folder = temporaryFolder()
    writeFiles(folder, {
      '_config.yml': `url: https://harbour.example.org\npermalink: "${permalink}"\n`,
      [`_posts/${file}`]: '---\ntitle: A title\n---\nText.\n',
    })
    const newsroom = emptyNewsroom('https://harbour.example.org')
    const result = await importInto(newsroom, folder)
    await newsroom.publish()
    const { address: server } = await serve(newsroom.paths.out)
    const { status } = await ask(server, address)
    expect([result.written.length, [200, 301].includes(status)]).toEqual([1, true])
  })
})
