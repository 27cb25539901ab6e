import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type Files, writeFiles } from '../support/newsroom.ts'
import { emptyNewsroom, importInto, lossesOf } from './import-into.ts'

const HOME = 'https://old.example.org'

/** What is lost of a source of these files: a folder of its own, or a file in it that is named. */
async function lostOf(files: Files, { name = '.', at }: { readonly name?: string; readonly at?: string } = {}) {
  const newsroom = emptyNewsroom(at)
  const source = join(newsroom.root, 'source')
  writeFiles(source, files)
  return lossesOf(await importInto(newsroom, join(source, name)))
}

test('import: what a Hugo site holds that cannot be carried', async () => {
  const page = (fields: string, body = 'Text.\n'): string => `---\ntitle: A\ndate: 2024-05-01\n${fields}---\n\n${body}`
  const losses = await lostOf({
    'hugo.toml': 'title = "Old"\n',
    'content/_index.md': '---\ntitle: Home\n---\n\nWelcome.\n',
    'content/news/a.md': page(
      'images: ["https://127.0.0.1:1/a.png"]\n',
      '## Next {#next}\n\nSee [it](gone.md) and ![this](gone.png).\n',
    ),
    'content/news/headless.md': page('headless: true\n'),
    'content/news/yaml.md': '---\ntitle: [A\n---\n',
    'content/news/toml.md': '+++\ntitle = A\n+++\n',
    'content/news/json.md': '{\n  "title": A\n}\n\nText.\n',
    'content/about.md': '---\ntitle: About\naliases: ["/us/"]\n---\n\nUs.\n',
  })
  expect(losses.toSorted()).toEqual([
    'baseURL: the settings do not say where the site stands: ids are made as if at https://news.example.org/; name its feed with --feed to be sure',
    'content/_index.md: the text of a list is not carried: Courant makes its own lists',
    'content/about.md: no redirect: /us/ is now /about/, and pages have no aliases',
    'content/news/a.md: https://127.0.0.1:1/a.png could not be fetched: 127.0.0.1 is an address of a private network, which nothing from elsewhere may ask',
    'content/news/a.md: ids that were given to headings',
    'content/news/a.md: the link gone.md leads to nothing that came along',
    'content/news/a.md: the main image https://127.0.0.1:1/a.png could not be brought here',
    'content/news/a.md: there is no file gone.png',
    'content/news/headless.md: it is headless: no page of its own',
    expect.stringMatching(/^content\/news\/json\.md: the front matter is no JSON: ./),
    'content/news/toml.md: line 1 of the front matter: this is no TOML',
    'content/news/yaml.md: line 1 of the front matter: the [ is not closed',
  ])
})

test('import: of more topics, authors and aliases than an article may have, the first; the others are named', async () => {
  const newsroom = emptyNewsroom()
  const source = join(newsroom.root, 'source')
  const names = (word: string, count: number) => Array.from({ length: count }, (_, index) => `"${word}${index}"`).join(', ')
  writeFiles(source, {
    'hugo.toml': 'baseURL = "https://news.example.org/"\n',
    'content/a.md': `---\ntitle: A\ndate: 2024-05-01\ntags: [${names('t', 52)}]\nauthors: [${names('a', 21)}]\naliases: [${names('/old/', 201)}]\n---\n\nText.\n`,
  })
  const losses = lossesOf(await importInto(newsroom, source))
  expect(losses.toSorted()).toEqual([
    'content/a.md: aliases: 200 at most, so these are left out: /old/200',
    'content/a.md: authors: 20 at most, so these are left out: a20',
    'content/a.md: topics: 50 at most, so these are left out: t50, t51',
  ])
  expect((await newsroom.publish()).edition.released).toMatchObject([{ topics: { length: 50 }, authors: { length: 20 } }])
})

test('import: what a Jekyll site holds that cannot be carried', async () => {
  const losses = await lostOf({
    '_config.yml': 'title: Old\n',
    'index.md': '---\ntitle: Home\n---\n\nWelcome.\n',
    '_posts/2024-05-01-a.md': '---\ntitle: A\n---\n\nOf {{ page.title }}.\n',
  })
  expect(losses.toSorted()).toEqual([
    '_posts/2024-05-01-a.md: {{ page.title }} stays as text',
    'index.md: the text of a front page is not carried: Courant makes its own lists',
    'url: the settings do not say where the site stands: ids are made as if at https://news.example.org/; name its feed with --feed to be sure',
  ])
})

test('import: what feeds and exports hold that cannot be carried', async () => {
  const atom = `<feed xmlns="http://www.w3.org/2005/Atom"><title>Old</title><id>${HOME}/</id><link href="${HOME}/"/><entry><title>A</title><id>${HOME}/a</id><updated>2024-05-01T09:00:00Z</updated><link href="${HOME}/a/"/><link rel="enclosure" href="data:text/plain,x"/><content type="text/html" src="${HOME}/a.html"/></entry></feed>`
  expect(await lostOf({ 'feed.atom': atom }, { name: 'feed.atom' })).toEqual([
    'item 1: the text stands at https://old.example.org/a.html and is not in the feed',
    'item 1: the attachment data:text/plain,x could not be brought here',
  ])
  const item = (name: string, more: string): string =>
    `<item><title>${name}</title><link>${HOME}/${name}/</link><pubDate>Wed, 01 May 2024 09:00:00 GMT</pubDate>${more}</item>`
  const rss = (items: string): string =>
    `<rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Old</title><link>${HOME}/</link>${items}</channel></rss>`
  const items =
    item('a', '<description>&lt;img src="data:image/png;base64,x" alt="x"&gt; Text.</description>') +
    item('b#c', '<description>Text.</description>') +
    item('d//e', '<description>Text.</description>')
  expect(await lostOf({ 'feed.rss': rss(items) }, { name: 'feed.rss' })).toEqual([
    'item 1: an image that stands in the page itself (data:)',
    'item 2: no redirect: https://old.example.org/b#c/ is a place within a page',
    'item 3: no redirect: /d//e/ is no address that an alias can have',
  ])
  const inPress = item('a', '<description>Text.</description>').replaceAll(HOME, 'https://news.example.org')
  expect(await lostOf({ 'feed.rss': rss(inPress) }, { name: 'feed.rss', at: 'https://news.example.org/press' })).toEqual([
    "item 1: no redirect: https://news.example.org/a/ lies outside the newsroom's own address",
  ])
  const exported = rss(
    `<wp:wxr_version>1.2</wp:wxr_version>${item('a', '<wp:status>trash</wp:status><wp:post_id>1</wp:post_id>')}${item('b', '<wp:status>publish</wp:status><wp:post_id>2</wp:post_id><content:encoded>Text.</content:encoded>')}`,
  )
  expect(await lostOf({ 'export.xml': exported }, { name: 'export.xml' })).toEqual([
    'item 1 (post 1): "a" is in the state trash',
  ])
})
