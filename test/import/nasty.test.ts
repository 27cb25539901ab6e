import { truncateSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Files, shown, type TemporaryNewsroom, temporaryFolder, writeFiles } from '../support/newsroom.ts'
import { articleAt, emptyNewsroom, importInto, lossesOf } from './import-into.ts'
import { bytesOf, serveOldSite } from './old-site.ts'

const HOME = 'https://old.example.org'

/** A folder with these files; the path of one in it. */
function folderOf(files: Files): (name: string) => string {
  const folder = temporaryFolder()
  writeFiles(folder, files)
  return name => join(folder, name)
}

function rss(items: string, prolog = '<?xml version="1.0" encoding="UTF-8"?>'): string {
  return `${prolog}<rss version="2.0"><channel><title>Old</title><link>${HOME}/</link><description>Old news</description>${items}</channel></rss>`
}

function item(name: string, more = ''): string {
  return `<item><title>${name}</title><link>${HOME}/${name}/</link><guid>${HOME}/?p=${name}</guid><pubDate>Mon, 02 Mar 2015 09:00:00 GMT</pubDate><description>Text.</description>${more}</item>`
}

/** Imports a feed from a file into an empty newsroom. */
async function importFeed(
  feed: string | Uint8Array,
): Promise<{ readonly newsroom: TemporaryNewsroom; readonly losses: readonly string[]; readonly paths: readonly string[] }> {
  const newsroom = emptyNewsroom()
  const result = await importInto(newsroom, folderOf({ 'feed.xml': feed })('feed.xml'))
  return { newsroom, losses: lossesOf(result), paths: result.written.map(({ path }) => path ?? '') }
}

function titleIn(text: string): string {
  return JSON.parse(/^title: (".*")$/m.exec(text)?.[1] ?? JSON.stringify(/^title: (.*)$/m.exec(text)?.[1] ?? ''))
}

describe('import: XML that is broken', () => {
  test('that ends too soon is read as far as it goes, and said to be broken at its line', async () => {
    const whole = rss(`\n${item('one')}\n${item('two')}\n`)
    const { paths, losses } = await importFeed(whole.slice(0, whole.indexOf('Text.', whole.indexOf('two')) + 5))
    expect(paths).toEqual(['one.md', 'two.md'])
    expect(losses).toEqual([expect.stringMatching(/^line 3: an end tag is missing here/)])
  })

  test('with references that XML does not know, and an ampersand alone, keeps its words', async () => {
    const { newsroom, losses } = await importFeed(rss(item('one').replace('Text.', 'Fish&nbsp;& chips &copy; R&D')))
    expect(losses).toEqual([])
    expect(articleAt(newsroom, 'one.md')).toContain('Fish\u00A0& chips © R&D\n')
  })

  test('that would expand to gigabytes expands to nothing', async () => {
    const entities = Array.from({ length: 40 }, (_, index) => `<!ENTITY a${index + 1} "${`&a${index};`.repeat(10)}">`).join('')
    const prolog = `<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a0 "ha">${entities}<!ENTITY file SYSTEM "file:///etc/passwd">]>`
    const { newsroom } = await importFeed(rss(item('one').replace('Text.', 'Ha: &a40; &file;'), prolog))
    const text = articleAt(newsroom, 'one.md')
    expect(text).toContain('Ha: \\&a40; \\&file;')
    expect(text.length).toBeLessThan(1000)
  })

  test('that is nested beyond measure is refused', async () => {
    await expect(importFeed(rss('<item>'.repeat(200_000)))).rejects.toThrow('more than 200 elements stand within each other')
  })

  test('in CDATA, in comments and between processing instructions means what it says', async () => {
    const { newsroom } = await importFeed(
      rss(`<!-- <item/> --><?php ?>${item('one').replace('Text.', '<![CDATA[<p>a ]]]]><![CDATA[> b &amp; c</p>]]>')}`),
    )
    expect(articleAt(newsroom, 'one.md')).toContain('a \\]\\]> b & c\n')
  })
})

describe('import: encodings', () => {
  const feedIn = (encoding: string): string =>
    rss(item('one').replace('Text.', 'Зерно, café'), `<?xml version="1.0" encoding="${encoding}"?>`)

  test('of the XML declaration, one byte a character', async () => {
    const bytes = Buffer.from(feedIn('ISO-8859-1').replace('Зерно, ', ''), 'latin1')
    expect(articleAt((await importFeed(bytes)).newsroom, 'one.md')).toContain('café')
  })

  test('Cyrillic by its name', async () => {
    const cyrillic = [...'Зерно'].map(letter => letter.charCodeAt(0) - 0x410 + 0xc0)
    const [before = '', after = ''] = feedIn('windows-1251').replace('é', 'e').split('Зерно')
    const bytes = Buffer.concat([Buffer.from(before), Buffer.from(cyrillic), Buffer.from(after)])
    expect(articleAt((await importFeed(bytes)).newsroom, 'one.md')).toContain('Зерно, cafe')
  })

  test.each(['utf-16le', 'utf-16be'])('%s by its mark, whatever the declaration says', async encoding => {
    const little = Buffer.from(`\uFEFF${feedIn('utf-8')}`, 'utf16le')
    const bytes = encoding === 'utf-16le' ? little : Buffer.from(little).swap16()
    expect(articleAt((await importFeed(bytes)).newsroom, 'one.md')).toContain('Зерно, café')
  })

  test('said to be UTF-8, and none', async () => {
    const bytes = Buffer.from(feedIn('UTF-8').replace('Зерно, ', ''), 'latin1')
    expect(articleAt((await importFeed(bytes)).newsroom, 'one.md')).toContain('café')
  })

  test('of the answer go before that of the declaration', async () => {
    const bytes = Buffer.from(feedIn('UTF-8').replace('Зерно, ', ''), 'latin1')
    const { base } = await serveOldSite({
      '/feed': (_, response) => response.writeHead(200, { 'content-type': 'text/xml; charset="ISO-8859-1"' }).end(bytes),
    })
    const newsroom = emptyNewsroom()
    await importInto(newsroom, `${base}/feed`)
    expect(articleAt(newsroom, 'one.md')).toContain('café')
  })

  test('that nobody knows are read as UTF-8', async () => {
    expect(articleAt((await importFeed(feedIn('x-none'))).newsroom, 'one.md')).toContain('Зерно, café')
  })
})

describe('import: stories that are no good', () => {
  test('of one address each get a file; the address leads to the first', async () => {
    const twin = item('one').replace('?p=one', '?p=two').replace('<title>one', '<title>Two')
    const { newsroom, paths, losses } = await importFeed(rss(item('one') + twin))
    expect(paths).toEqual(['one.md', 'one-2.md'])
    expect(losses).toEqual(['item 2: no redirect: /one/ belongs to another story'])
    const { diagnostics, edition } = await newsroom.publish()
    expect([diagnostics, edition.released.length]).toEqual([[], 2])
  })

  test('of one id are one: the second is left out', async () => {
    const twin = item('two').replace('?p=two', '?p=one')
    const { paths, losses } = await importFeed(rss(item('one') + twin))
    expect(paths).toEqual(['one.md'])
    expect(losses).toEqual([`item 2: left out: item 1 has the same id, ${HOME}/?p=one`])
  })

  test('without a date become drafts of the newest day, which is said', async () => {
    const dateless = item('two').replace(/<pubDate>.*<\/pubDate>/, '<pubDate>soon</pubDate>')
    const { newsroom, losses } = await importFeed(rss(item('one') + dateless))
    expect(losses).toEqual(['item 2: it has no date: it is a draft of 2015-03-02 here'])
    expect(articleAt(newsroom, 'two.md')).toContain('date: 2015-03-02\ndraft: true\n')
  })

  test('without id and address are known again by what they say', async () => {
    const bare =
      '<item><title>Bare</title><pubDate>Mon, 02 Mar 2015 09:00:00 GMT</pubDate><description>Text.</description></item>'
    const path = folderOf({ 'feed.xml': rss(bare) })('feed.xml')
    const newsroom = emptyNewsroom()
    await importInto(newsroom, path)
    expect(articleAt(newsroom, '2015/bare.md')).toMatch(/^id: "tag:news\.example\.org,2026:import:[0-9a-f]{24}"$/m)
    expect((await importInto(newsroom, path)).written).toEqual([])
  })

  test.each([
    ['🎉🎉🎉', '2015/🎉🎉🎉.md'],
    ['../../../etc/passwd', '2015/etcpasswd.md'],
    ['???', '2015/story.md'],
    ['Topics', '2015/topics.md'],
    ['A: "quoted" \\ title # with - signs', '2015/a-quoted-title-with-signs.md'],
    ['v1.fr', '2015/v1-fr.md'],
  ])('with the title %s go to %s', async (title, path) => {
    const bare = `<item><title>${title}</title><pubDate>Mon, 02 Mar 2015 09:00:00 GMT</pubDate><description>Text.</description></item>`
    const { newsroom, paths } = await importFeed(rss(bare))
    expect(paths).toEqual([path])
    expect(titleIn(articleAt(newsroom, path))).toBe(title)
    expect(shown((await newsroom.publish()).diagnostics)).toEqual([])
  })

  test.each(['topics', 'pages', 'static', 'archive', 'index', '%2e%2e', 'CON', 'feed.rss', '%00', 'a%2fb'])(
    'that stood at /%s/ are published all the same',
    async name => {
      const { newsroom } = await importFeed(rss(item('one').replace(`${HOME}/one/`, `${HOME}/${name}/`)))
      const { diagnostics, edition } = await newsroom.publish()
      expect([shown(diagnostics), edition.released.length]).toEqual([[], 1])
    },
  )

  test('with a title, topics and a text beyond measure are cut and told, and published', async () => {
    const words = 'word '.repeat(2000)
    const long = item('one', `<category>${words}</category><category>+</category><category>Ports</category>`)
      .replace('<title>one', `<title>${words}`)
      .replace('Text.', '&lt;p&gt;x&lt;/p&gt;'.repeat(5000))
    const { newsroom, losses } = await importFeed(rss(long))
    expect(losses).toEqual([
      'item 1: its title is too long and was cut',
      'item 1: topics.0 is left out: 9999 characters are too many',
      'item 1: topics.0 is left out: "+" leaves nothing for an address',
    ])
    const { diagnostics, edition } = await newsroom.publish()
    expect([shown(diagnostics), edition.released.length]).toEqual([[], 1])
  })

  test('with scripts, forms and handlers lose them', async () => {
    const html =
      '<p onclick="x()">a</p><script>x()</script><form><input name="q"></form><a href="javascript:x()">b</a><iframe src="//video.example.org/1"></iframe>'
    const { newsroom, losses } = await importFeed(rss(item('one').replace('Text.', `<![CDATA[${html}]]>`)))
    expect(losses).toEqual([
      'item 1: <script> was left out',
      'item 1: <form> was left out',
      'item 1: an embedded page became a link: https://video.example.org/1',
    ])
    expect(articleAt(newsroom, 'one.md').split('---\n')[2]).toBe(
      '\na\n\nb\n\n[https://video.example.org/1](https://video.example.org/1)\n',
    )
  })
})

describe('import: sources that are none', () => {
  const OTHER = 'name an RSS, Atom or JSON feed, or a WordPress export'

  test.each([
    ['', 'there is nothing in it', OTHER],
    ['<!doctype html><title>Old</title>', 'this is a web page', OTHER],
    ['<opml/>', 'this is XML, but no feed: it begins with <opml>', OTHER],
    ['{"items": 1}', 'this JSON is no JSON Feed', 'name a feed: it has "version" and "items"'],
    ['{', /^this JSON is broken: ./, 'fetch the feed again, whole'],
    ['just words', 'this is neither XML nor JSON', OTHER],
    [rss('<item>'.repeat(300)), 'more than 200 elements stand within each other', 'look for tags that are never closed'],
  ])('%s', async (text, message, remedy) => {
    const said = typeof message === 'string' ? message : expect.stringMatching(message)
    await expect(importFeed(text)).rejects.toMatchObject({ message: said, remedy })
  })

  test('a folder that holds neither Hugo nor Jekyll', async () => {
    await expect(importInto(emptyNewsroom(), folderOf({ 'a.txt': '' })('.'))).rejects.toMatchObject({
      message: 'this folder is neither a Hugo nor a Jekyll site',
      remedy: 'name the folder in which content/ (Hugo) or _posts/ (Jekyll) stands',
    })
  })

  test('nothing at all', async () => {
    await expect(importInto(emptyNewsroom(), folderOf({})('gone'))).rejects.toThrow('there is nothing of this name')
  })

  test('a file that is larger than can be read', async () => {
    const path = folderOf({ 'export.xml': '' })('export.xml')
    truncateSync(path, 300 * 1024 * 1024)
    await expect(importInto(emptyNewsroom(), path)).rejects.toMatchObject({
      message: `${path} is larger than 256 MiB`,
      remedy: 'export it in parts, year by year',
    })
  })
})

describe('import: files from elsewhere', () => {
  const showing = (...addresses: readonly string[]): string =>
    rss(
      item('one').replace('Text.', `<![CDATA[${addresses.map(address => `<p><img src="${address}" alt="x"></p>`).join('')}]]>`),
    )

  test('a feed from a file may not ask hosts of private networks: not by number and not by name', async () => {
    const { base, asked } = await serveOldSite({ '/a.png': bytesOf('hugo/static/images/quay.png') })
    const { port } = new URL(base)
    const { losses, newsroom } = await importFeed(showing(`${base}/a.png`, `http://localhost:${port}/a.png`))
    expect(asked).toEqual([])
    expect(losses).toEqual([
      `item 1: ${base}/a.png could not be fetched: 127.0.0.1 is an address of a private network, which nothing from elsewhere may ask`,
      `item 1: http://localhost:${port}/a.png could not be fetched: localhost is an address of a private network, which nothing from elsewhere may ask`,
    ])
    expect(articleAt(newsroom, 'one.md')).toContain(`![x](${base}/a.png)`)
  })

  test('what is no picture that can be published stays where it is, whatever it says of itself', async () => {
    const { base } = await serveOldSite({
      '/feed': (request, response) => {
        const own = `http://${request.headers.host}`
        response
          .writeHead(200, { 'content-type': 'text/xml' })
          .end(showing(`${own}/page.png`, `${own}/picture.svg`, `${own}/gone.png`, `${own}/photo.php?id=1`))
      },
      '/page.png': '<html></html>',
      '/picture.svg': '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>',
      '/photo.php?id=1': bytesOf('hugo/static/images/quay.png'),
    })
    const newsroom = emptyNewsroom()
    const result = await importInto(newsroom, `${base}/feed`)
    expect(lossesOf(result)).toEqual([
      `item 1: ${base}/page.png is of a kind that is not published with articles (image/png)`,
      `item 1: ${base}/picture.svg is of a kind that is not published with articles (application/xml)`,
      `item 1: ${base}/gone.png could not be fetched: the server answers 404`,
    ])
    expect([...newsroom.sources().keys()]).toEqual(['one.md', 'one/photo.png', 'site.yaml'])
    expect(articleAt(newsroom, 'one.md')).toContain('![x](one/photo.png)')
  })

  test('two files of one name both come along, and none leaves the story’s folder', async () => {
    const { base } = await serveOldSite({
      '/feed': (request, response) => {
        const own = `http://${request.headers.host}`
        response.writeHead(200).end(showing(`${own}/a/x.png`, `${own}/b/x.png`, `${own}/c/..%2f..%2f..%2fsite.yaml`))
      },
      '/a/x.png': bytesOf('hugo/static/images/quay.png'),
      '/b/x.png': bytesOf('hugo/content/news/ferry/ferry.png'),
      '/c/..%2f..%2f..%2fsite.yaml': bytesOf('hugo/static/images/quay.png'),
    })
    const newsroom = emptyNewsroom()
    await importInto(newsroom, `${base}/feed`)
    expect([...newsroom.sources().keys()]).toEqual(['one.md', 'one/site.png', 'one/x-2.png', 'one/x.png', 'site.yaml'])
  })

  test('a host that fails five times is asked no more', async () => {
    const pages = Array.from({ length: 9 }, (_, index) => `/${index}.png`)
    const { base, asked } = await serveOldSite({
      '/feed': (request, response) => {
        response.writeHead(200).end(showing(...pages.map(path => `http://${request.headers.host}${path}`)))
      },
    })
    const result = await importInto(emptyNewsroom(), `${base}/feed`)
    expect(lossesOf(result).filter(loss => loss.includes('failed 5 times')).length).toBeGreaterThan(0)
    expect(asked.length).toBeLessThan(pages.length + 1)
  })
})

describe('import: a site with values that are no good', () => {
  test.each([
    ['_config.yml', 'timezone: Pacific Time\nbaseurl: "http://[x"\n', '_posts/2015-03-02-a.md', 'date: 2015-03-02 09:00'],
    ['hugo.yaml', 'timeZone: Foo/Bar\n', 'content/2015/03/02/a.md', 'date: 2015-03-02T09:00:00'],
  ])('in %s, reads local times in UTC, and says so', async (name, settings, file, date) => {
    const newsroom = emptyNewsroom()
    const at = folderOf({
      [name]: `url: ${HOME}\nbaseURL: ${HOME}\n${settings}`,
      [file]: `---\ntitle: A\n${date}\n---\nText.\n`,
    })
    const { written, lost } = await importInto(newsroom, at('.'))
    const zone = /zone: (.*)/i.exec(settings)?.[1]
    expect(lost.map(({ losses }) => losses)).toEqual([[`no time zone is called "${zone}": times are read in UTC`]])
    expect(articleAt(newsroom, written[0]?.path ?? '')).toContain('date: 2015-03-02T09:00:00Z')
  })

  test.each([
    ['hugo.yaml', 'content/a.md', 'aliases: ["http://[x"]\nurl: "/http://[x/"'],
    ['hugo.yaml', 'content/a.md', 'aliases: ["http://[x"]\nurl: "http://[x/"'],
    ['_config.yml', '_posts/2015-03-02-a.md', 'redirect_from: ["http://[x"]\npermalink: "http://[x/"\nslug: "http://[x"'],
  ])('of %s, addresses that are none are told, and the story comes', async (name, file, fields) => {
    const newsroom = emptyNewsroom()
    const text = `---\ntitle: A\ndate: 2015-03-02\n${fields}\n---\nText.\n`
    const result = await importInto(newsroom, folderOf({ [name]: `url: ${HOME}\nbaseURL: ${HOME}\n`, [file]: text })('.'))
    expect(result.written).toHaveLength(1)
    expect(lossesOf(result)).toContain(`${file}: no redirect: http://[x is no address`)
  })

  test.each([
    [
      '_config.yml',
      'a: &b c\n',
      '_posts/2015-03-02-a.md',
      {
        message: '_config.yml cannot be read: line 1 of the settings: aliases (& and *) are not read here',
        remedy: 'mend it: what is public of the site depends on it',
      },
    ],
    ['hugo.toml', 'a = \n', 'content/a.md', { message: 'hugo.toml cannot be read: line 1 of the settings: this is no TOML' }],
    [
      'hugo.yaml',
      'ignoreFiles: ["("]\n',
      'content/a.md',
      {
        message: 'ignoreFiles: "(" cannot be read as a pattern',
        remedy: 'write it as JavaScript has patterns, for the import: what it keeps from the public would come along',
      },
    ],
  ])('whose %s cannot be read does not come: nobody knows what it kept away', async (name, settings, file, mistake) => {
    const at = folderOf({ [name]: settings, [file]: '---\ntitle: A\n---\nText.\n' })
    const newsroom = emptyNewsroom()
    await expect(importInto(newsroom, at('.'))).rejects.toMatchObject(mistake)
    expect([...newsroom.sources().keys()]).toEqual(['site.yaml'])
  })

  test('reads who wrote it from groups that have a name, and tells fields from which nothing was taken', async () => {
    const newsroom = emptyNewsroom()
    const page = (fields: string): string => `---\ntitle: A\ndate: 2015-03-02\n${fields}\n---\nText.\n`
    const at = folderOf({
      'hugo.yaml': `baseURL: ${HOME}\n`,
      'content/a.md': page('authors: [{ name: Jane Doe, email: j@example.org }]\nauthor: { name: Jo }'),
      'content/b.md': page('authors: [{ email: j@example.org }]\nsummary: One\ndescription: Two\nlastmod: lately'),
    })
    const result = await importInto(newsroom, at('.'))
    expect(articleAt(newsroom, 'a.md')).toContain('authors: [Jane Doe, Jo]\n')
    expect(lossesOf(result)).toEqual([
      'content/b.md: lastmod cannot be read: "lately" is no date',
      'content/b.md: no field here for authors, description',
    ])
  })
})
