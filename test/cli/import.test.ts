import { appendFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { importFixture } from '../import/import-into.ts'
import { bytesOf, serveOldSite, textOf } from '../import/old-site.ts'
import { newsroomOf, temporaryFolder, writeFiles } from '../support/newsroom.ts'
import { courant, WITH_URL } from './courant.ts'

test('courant import: says what came, what could not be carried, and where subscribers must be led', async () => {
  const { root, paths } = newsroomOf()
  const { code, stdout, stderr } = await courant(['import', importFixture('hugo')], { cwd: root })
  expect({ code, stdout }).toEqual({ code: 0, stdout: '' })
  expect(stderr).toBe(`Imported 6 articles and 4 files that they show from a Hugo site into articles.
Not carried over:
  content/news/notes.org
    only Markdown and HTML are read
  content/news/script.md
    the front matter is marked as "js", which is never read
  content/news/reopening.md → news/reopening.md
    the shortcode tweet stays as text
    no field here for weight
Subscribers poll https://harbour.example.org/index.xml. Add to site.yaml:
  redirects: { /index.xml: /feed.rss }
Next: courant check, then courant publish --dry-run.
`)
  expect((await courant(['check'], { cwd: root })).code).toBe(0)
  const again = await courant(['import', importFixture('hugo'), '--articles', paths.articles], { cwd: root })
  expect(again.stderr).toContain('Imported 0 articles')
  expect(again.stderr).toContain('6 articles are there already and stay as they are.')
})

test('courant import --dry-run --json: says all of it for programs, and writes nothing', async () => {
  const { root, paths } = newsroomOf()
  const { code, stdout, stderr } = await courant(['import', importFixture('jekyll'), '--dry-run', '--json'], { cwd: root })
  expect(code).toBe(0)
  expect(stderr).toContain('Would import 5 articles and 1 file that they show from a Jekyll site into articles.')
  const { dryRun, kind, written, feeds } = JSON.parse(stdout)
  expect([dryRun, kind, written.length]).toEqual([true, 'jekyll', 5])
  expect(feeds).toEqual([{ address: 'https://harbour.example.org/blog/feed.xml', format: 'atom' }])
  expect((await courant(['import', importFixture('jekyll'), '--dry-run'], { cwd: root })).stderr).toContain('Would import 5')
  expect(paths.articles).toBe(join(root, 'articles'))
})

test('courant import: from an address, with the files that it shows, and a feed that tells the ids', async () => {
  const { base } = await serveOldSite({
    '/export.xml': textOf('wordpress/export.xml'),
    '/wp-content/uploads/2015/03/quay.png': bytesOf('hugo/static/images/quay.png'),
    '/wp-content/uploads/2015/03/ferry.png': bytesOf('hugo/content/news/ferry/ferry.png'),
    '/feed/': `<rss version="2.0"><channel><title>Old</title><link>{{base}}</link><item><title>Storm warning</title><link>{{base}}/2015/03/storm-warning/</link><guid isPermaLink="false">storm 1</guid></item></channel></rss>`,
  })
  const newsroom = newsroomOf()
  const { code, stderr } = await courant(['import', `${base}/export.xml`, '--feed', `${base}/feed/`], { cwd: newsroom.root })
  expect([code, stderr]).toEqual([
    0,
    expect.stringContaining('Imported 5 articles and 4 files that they show from a WordPress export'),
  ])
  expect(newsroom.sources().get('2015/03/storm-warning.md')?.toString()).toContain('id: storm 1\n')
})

test.each([
  [
    'nothing.xml',
    2,
    'nothing.xml: there is nothing of this name\n  name a folder, a file, or an address that begins with http\n',
  ],
  ['page.html', 2, 'page.html: this is a web page\n  name its feed: https://old.example.org/feed/\n'],
  [
    'german.xml',
    2,
    'german.xml: most of its stories, 1 of 1, are in another language than the newsroom, whose own is en\n  write lang: de-DE in site.yaml; or, where the newsroom is to have both, languages: [en, de-DE]\n',
  ],
  ['bare.html', 2, 'bare.html: this is a web page\n  name an RSS, Atom or JSON feed, or a WordPress export\n'],
  [
    'http://127.0.0.1:1/feed',
    3,
    'http://127.0.0.1:1/feed cannot be fetched: connect ECONNREFUSED 127.0.0.1:1\n  try again later, or fetch it yourself and name the file\n',
  ],
])('courant import: of %s ends with %s', async (source, exit, said) => {
  const { root } = newsroomOf()
  writeFiles(root, {
    'page.html':
      '<!doctype html><html><head><link rel="alternate" type="application/rss+xml" href="https://old.example.org/feed/"></head></html>',
    'bare.html': '<html></html>',
    'german.xml':
      '<rss version="2.0"><channel><title>Alt</title><language>de-DE</language><item><title>Hafen</title></item></channel></rss>',
  })
  expect(await courant(['import', source], { cwd: root })).toEqual({ code: exit, stdout: '', stderr: said })
})

test('courant import: a feed of ids that cannot be read is named itself', async () => {
  const { root } = newsroomOf()
  const { code, stderr } = await courant(['import', importFixture('hugo'), '--feed', 'missing.xml'], { cwd: root })
  expect([code, stderr]).toEqual([2, expect.stringMatching(/^missing\.xml: there is nothing of this name\n/)])
})

test('courant import: the placeholder of a new newsroom gives way to the page that comes; one that was touched stays, and is named', async () => {
  const cwd = temporaryFolder()
  const page = '---\ntitle: About\n---\n\nThe harbour since 1903.\n'
  const story = '---\ntitle: Open\ndate: 2024-05-01\n---\n\nOpen.\n'
  writeFiles(cwd, {
    'old/config.toml': 'baseURL = "https://old.example.org/"\n',
    'old/content/about.md': page,
    'old/content/news/open.md': story,
  })
  await courant(['init', 'new', ...WITH_URL], { cwd })
  const about = join(cwd, 'new/articles/pages/about.md')
  const run = () => courant(['import', '../old'], { cwd: join(cwd, 'new') })
  expect((await run()).stderr).toContain('Imported 2 articles from a Hugo site')
  expect(readFileSync(about, 'utf8')).toContain('The harbour since 1903.')
  writeFileSync(about, '---\ntitle: About us\n---\n\nOurs.\n')
  expect((await run()).stderr).toContain('stay as they are.\n  content/about.md → pages/about.md\n')
  expect(readFileSync(about, 'utf8')).toContain('Ours.')
})

test('courant import: the placeholder story of a new newsroom gives way to stories that come, to no page, and not once it was touched', async () => {
  const cwd = temporaryFolder()
  writeFiles(cwd, {
    'pages/hugo.toml': 'baseURL = "https://old.example.org/"\n',
    'pages/content/contact.md': '---\ntitle: Contact\n---\n\nWrite to us.\n',
    'old/hugo.toml': 'baseURL = "https://old.example.org/"\n',
    'old/content/news/open.md': '---\ntitle: Open\ndate: 2024-05-01\n---\n\nOpen.\n',
  })
  await courant(['init', 'new', ...WITH_URL], { cwd })
  await courant(['init', 'touched', ...WITH_URL], { cwd })
  const [welcome = ''] = readdirSync(join(cwd, 'new/articles')).filter(name => /^\d+$/.test(name))
  const story = (newsroom: string): string => join(cwd, newsroom, 'articles', welcome, 'welcome.md')
  const run = (source: string, newsroom: string, ...options: readonly string[]) =>
    courant(['import', `../${source}`, ...options], { cwd: join(cwd, newsroom) })
  expect((await run('pages', 'new')).stderr).not.toContain('placeholder')
  expect((await run('old', 'new', '--dry-run')).stderr).toContain('would give way.')
  expect(existsSync(story('new'))).toBe(true)
  const { stdout, stderr } = await run('old', 'new', '--json')
  expect(stderr).toContain(`\n${welcome}/welcome.md, the placeholder of a new newsroom, gives way.\n`)
  expect(JSON.parse(stdout).replaced).toEqual([`${welcome}/welcome.md`])
  expect(existsSync(story('new'))).toBe(false)
  appendFileSync(story('touched'), 'Ours.\n')
  expect((await run('old', 'touched')).stderr).not.toContain('placeholder')
  expect(readFileSync(story('touched'), 'utf8')).toContain('Ours.')
})

test('courant import: where there is no newsroom, says how to start one', async () => {
  const { code, stderr } = await courant(['import', importFixture('hugo')], { cwd: temporaryFolder() })
  expect([code, stderr]).toEqual([2, expect.stringContaining('courant init DIR')])
})
