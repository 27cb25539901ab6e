import { describe, expect, test } from 'vitest'
import { ask, serve } from '../serve/site.ts'
import { shown, temporaryFolder, writeFiles } from '../support/newsroom.ts'
import { articleAt, emptyNewsroom, importFixture, importInto, lossesOf } from './import-into.ts'
import { publishedItems } from './published-feeds.ts'

const HOME = 'https://harbour.example.org'

/** What Hugo's own feed of the fixture would say: its guid is the page's address. */
const OLD_FEED = [
  {
    id: `${HOME}/news/ferry/`,
    title: 'Ferries sail again',
    published: '2015-03-09T00:00:00.000Z',
    authors: ['Second Author'],
    categories: ['Ferries'],
  },
  {
    id: `${HOME}/fr/news/reopening/`,
    title: 'Le port rouvre',
    published: '2015-03-02T08:30:00.000Z',
    authors: [],
    categories: ['Ports'],
  },
  {
    id: `${HOME}/news/reopening/`,
    title: 'The harbour reopens: what is new',
    published: '2015-03-02T08:00:00.000Z',
    authors: ['Example Author'],
    categories: ['Ports', 'Ferries', 'Transport'],
  },
  {
    id: `${HOME}/2015/03/storm-warning/`,
    title: 'Storm warning',
    published: '2015-03-01T18:00:00.000Z',
    authors: [],
    categories: ['Weather'],
  },
]

describe('import: a Hugo site', () => {
  test('published, its feeds have the ids, dates, authors and topics that its subscribers know', async () => {
    const newsroom = emptyNewsroom(HOME)
    const result = await importInto(newsroom, importFixture('hugo'))
    expect([result.kind, result.written.length, result.files]).toEqual(['hugo', 6, 4])
    const published = await newsroom.publish()
    expect(shown(published.diagnostics).filter(line => line.includes(' error '))).toEqual([])
    const { rss, atom, json } = publishedItems(newsroom)
    expect(rss).toEqual(OLD_FEED)
    expect(json).toEqual(OLD_FEED)
    expect(atom.map(({ id }) => id)).toEqual(OLD_FEED.map(({ id }) => id))
  })

  test('its pages stand where they stood, and its aliases lead to them', async () => {
    const newsroom = emptyNewsroom(HOME)
    await importInto(newsroom, importFixture('hugo'))
    await newsroom.publish()
    const { address } = await serve(newsroom.paths.out)
    const answers = async (path: string): Promise<string> => {
      const { status, headers } = await ask(address, path)
      return `${status} ${headers.get('location') ?? ''}`.trim()
    }
    for (const path of ['/news/ferry/', '/fr/news/reopening/', '/news/reopening/', '/2015/03/storm-warning/', '/about/'])
      expect([path, await answers(path)]).toEqual([path, '200'])
    expect(await answers('/2014/old-reopening/')).toBe('301 /news/reopening/')
    expect(await answers('/news/short/')).toBe('301 /news/reopening/')
    expect(await answers('/news/draft/')).toBe('404')
  })

  test('images of bundles and static files come along, and stand in the page', async () => {
    const newsroom = emptyNewsroom(HOME)
    await importInto(newsroom, importFixture('hugo'))
    const { diagnostics } = await newsroom.publish()
    expect(diagnostics.filter(({ code }) => code !== 'missing-field')).toEqual([])
    const out = newsroom.out()
    for (const path of [
      'news/ferry/ferry.png',
      'news/ferry/timetable.pdf',
      'news/reopening/quay.png',
      '2015/03/storm-warning/map.png',
    ])
      expect(out.has(path), path).toBe(true)
    expect(newsroom.read('2015/03/storm-warning/index.html')).toContain('src="/2015/03/storm-warning/map.png" alt="A map"')
    expect(newsroom.read('news/reopening/index.html')).toContain('<figcaption>The quay in "May"</figcaption>')
  })

  test('shortcodes that Markdown can say are written in it; the others stay as text, outside of code', async () => {
    const newsroom = emptyNewsroom(HOME)
    await importInto(newsroom, importFixture('hugo'))
    const text = articleAt(newsroom, 'news/reopening.md')
    expect(text).toContain('See [the ferries](/news/ferry/) and [the storm](/2015/03/storm-warning/).')
    expect(text).toContain('![The quay](reopening/quay.png "The quay in \\"May\\"")')
    expect(text).toContain('Code is code: `{{< figure src="x" >}}`.')
    expect(text).toContain('{{\\< tweet 877500564405444608 >}}')
  })

  test('links to its files, as they are written in Markdown and in ref, lead to their stories', async () => {
    const folder = temporaryFolder()
    const page = (body: string): string => `---\ntitle: A\ndate: 2015-03-02\n---\n\n${body}\n`
    const links = [
      'other.md',
      './other.md#part',
      '/posts/other.md',
      'trip/index.md',
      '../posts/trip/index.md',
      '/trip/index.md',
    ]
    const refs = ['other', 'other.md#part', './trip', '../posts/trip', '/posts/trip/index.md', 'trip/index.md', 'other/other']
    writeFiles(folder, {
      'hugo.yaml': `baseURL: ${HOME}/\ndefaultContentLanguage: en\nlanguages: { en: {}, fr: {} }\n`,
      'content/posts/a.md': page(
        [
          ...links.map(link => `[l](${link})`),
          ...refs.map(ref => `[r]({{< ref "${ref}" >}})`),
          '[s]({{< ref "/posts" >}})',
        ].join('\n'),
      ),
      'content/posts/a.fr.md': page('[l](other.md)'),
      'content/posts/other.md': page('## Part'),
      'content/posts/other.fr.md': page('## Part'),
      'content/posts/trip/index.md': page('Text.'),
      'content/posts/_index.md': '---\ntitle: Posts\n---\n',
      'content/deep/other/other.md': page('Text.'),
    })
    const newsroom = emptyNewsroom(HOME)
    const result = await importInto(newsroom, folder)
    const [other, trip] = ['/posts/other/', '/posts/trip/']
    expect([...articleAt(newsroom, 'posts/a.md').matchAll(/\[[lr]\]\((.*)\)/g)].map(([, address]) => address)).toEqual([
      other,
      `${other}#part`,
      other,
      trip,
      trip,
      `${HOME}/trip/index.md`,
      other,
      `${other}#part`,
      trip,
      trip,
      trip,
      trip,
      '/deep/other/other/',
    ])
    expect(articleAt(newsroom, 'posts/a.fr.md')).toContain('[l](/fr/posts/other/)')
    expect(lossesOf(result)).toEqual([
      'content/posts/a.md: the link /trip/index.md leads to nothing that came along',
      `content/posts/a.md: the link ${HOME}/posts/ leads to nothing that came along`,
    ])
  })

  test('translations stand beside each other, at the addresses that they had', async () => {
    const folder = temporaryFolder()
    const page = (title: string, fields = ''): string => `---\ntitle: ${title}\n${fields}---\n\nText.\n`
    const dated = 'date: 2015-03-02\n'
    writeFiles(folder, {
      'hugo.yaml': `baseURL: ${HOME}/\ndefaultContentLanguage: en\nlanguages: { en: {}, fr: {}, it: {} }\n`,
      'content/posts/a/index.fr.md': page('Le A', `${dated}slug: le-a\n`),
      'content/posts/a/index.md': page('The A', dated),
      'content/posts/b.fr.md': page('Le B', `${dated}url: /fr/ailleurs/b/\n`),
      'content/posts/b.md': page('The B', dated),
      'content/posts/deux.fr.md': page('Le C', `${dated}translationKey: c\n`),
      'content/posts/two.md': page('The C', `${dated}translationKey: c\n`),
      'content/archive.md': page('Archive', dated),
      'content/d.fr.md': page('Le D', `${dated}slug: archive\n`),
      'content/d.md': page('The D', `${dated}aliases: [/sitemap.xml]\n`),
      'content/e.fr.md': page('Le E', dated),
      'content/e.it.md': page('Il E', `${dated}slug: il-e\n`),
      'content/about.fr.md': page('À propos', 'slug: a-propos\n'),
      'content/about.md': page('About us'),
    })
    const newsroom = emptyNewsroom(HOME)
    const result = await importInto(newsroom, folder)
    const slugs = result.written.map(({ path = '' }) => [path, /^slug: (.*)$/m.exec(articleAt(newsroom, path))?.[1]])
    expect(slugs.toSorted()).toEqual([
      ['d.fr.md', undefined],
      ['d.md', undefined],
      ['e.fr.md', undefined],
      ['e.it.md', 'il-e'],
      ['news/archive.md', undefined],
      ['pages/about.fr.md', 'a-propos'],
      ['pages/about.md', undefined],
      ['posts/a.fr.md', 'le-a'],
      ['posts/a.md', undefined],
      ['posts/b.fr.md', undefined],
      ['posts/b.md', undefined],
      ['posts/two.fr.md', 'deux'],
      ['posts/two.md', undefined],
    ])
    const { diagnostics } = await newsroom.publish()
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
    const { address } = await serve(newsroom.paths.out)
    const statuses = async (paths: readonly string[]) =>
      Promise.all(paths.map(async path => [path, (await ask(address, path)).status]))
    const kept = ['/posts/a/', '/fr/posts/le-a/', '/fr/posts/deux/', '/it/il-e/', '/fr/a-propos/']
    expect(await statuses(kept)).toEqual(kept.map(path => [path, 200]))
    expect(await statuses(['/fr/ailleurs/b/'])).toEqual([['/fr/ailleurs/b/', 301]])
    expect(lossesOf(result)).toContain('content/d.fr.md: no redirect: /fr/archive/ is an address that Courant makes itself')
    expect(lossesOf(result)).toContain('content/d.md: no redirect: /sitemap.xml is an address that Courant makes itself')
    expect(newsroom.read('posts/a/index.html')).toContain(`hreflang="fr" href="${HOME}/fr/posts/le-a/"`)
  })

  test('what could not be carried is named, file by file', async () => {
    const result = await importInto(emptyNewsroom(HOME), importFixture('hugo'))
    expect(lossesOf(result)).toEqual([
      'content/news/notes.org: only Markdown and HTML are read',
      'content/news/script.md: the front matter is marked as "js", which is never read',
      'content/news/reopening.md: the shortcode tweet stays as text',
      'content/news/reopening.md: no field here for weight',
    ])
  })

  test('front matter marked as a program runs nothing', async () => {
    await importInto(emptyNewsroom(HOME), importFixture('hugo'))
    expect(globalThis).not.toHaveProperty('ran')
  })

  test('ids come from a feed that it left in public/, whatever they are, and before those from one that is named', async () => {
    const folder = temporaryFolder()
    const feed = (id: string): string =>
      `<rss version="2.0"><channel><title>T</title><link>${HOME}</link><item><title>A</title><link>${HOME}/news/a/</link><guid isPermaLink="false">${id}</guid></item></channel></rss>`
    writeFiles(folder, {
      'site/hugo.yaml': `baseURL: ${HOME}/\n`,
      'site/content/news/a.md': '---\ntitle: A\ndate: 2015-03-02\n---\n\nA.\n',
      'site/public/index.xml': feed('built-1'),
      'told.xml': feed('told 1'),
    })
    const built = emptyNewsroom(HOME)
    await importInto(built, `${folder}/site`)
    expect(articleAt(built, 'news/a.md')).toContain('id: built-1\n')
    const told = emptyNewsroom(HOME)
    await importInto(told, `${folder}/site`, { feed: `${folder}/told.xml` })
    expect(articleAt(told, 'news/a.md')).toContain('id: told 1\n')
  })

  test('without baseURL, ids are made as if at the newsroom’s own address, which is said', async () => {
    const folder = temporaryFolder()
    writeFiles(folder, { 'content/a.md': '+++\ntitle = "A"\ndate = 2015-03-02T09:00:00\n+++\nA.\n' })
    const newsroom = emptyNewsroom(HOME)
    const result = await importInto(newsroom, folder)
    expect(lossesOf(result)).toEqual([expect.stringContaining('baseURL: the settings do not say where the site stands')])
    expect(articleAt(newsroom, 'a.md')).toContain(`date: 2015-03-02T09:00:00Z\nid: "${HOME}/a/"`)
  })

  test.each([
    ['', '/Über-Uns?.md', '/news/über-uns/'],
    ['', '/Pier #1.md', '/news/pier-#1/'],
    ['permalinks: { news: "/:year/:month/:day/:title/" }', '/x.md', '/2015/03/02/a-title/'],
    ['permalinks: { page: { news: "/:sections/:slug" } }', '/x.md', '/news/a-title/'],
    ['uglyURLs: true', '/x.md', '/news/x.html'],
    ['disablePathToLower: true', '/X Y.md', '/news/X-Y/'],
    ['defaultContentLanguageInSubdir: true', '/x.md', '/en/news/x/'],
  ])('with the settings "%s", content/news%s stood at %s', async (settings, file, address) => {
    const folder = temporaryFolder()
    writeFiles(folder, {
      'hugo.yaml': `baseURL: ${HOME}/\n${settings}\n`,
      [`content/news${file}`]: '---\ntitle: A title\ndate: 2015-03-02\n---\nText.\n',
    })
    const newsroom = emptyNewsroom(HOME)
    const { written } = await importInto(newsroom, folder)
    const id = /^id: "(.*)"$/m.exec(articleAt(newsroom, written[0]?.path ?? ''))?.[1]
    expect(decodeURIComponent(new URL(id ?? '').pathname)).toBe(address)
  })
})
