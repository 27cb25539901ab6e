import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Files, writeFiles } from '../support/newsroom.ts'
import { emptyNewsroom, importInto, lossesOf } from './import-into.ts'

/** The articles of a source of these files that are public, and what is lost of it. */
async function publicOf(files: Files): Promise<{ readonly articles: readonly string[]; readonly losses: readonly string[] }> {
  const newsroom = emptyNewsroom()
  const source = join(newsroom.root, 'source')
  writeFiles(source, files)
  const result = await importInto(newsroom, source)
  const articles = [...newsroom.sources()]
    .filter(([path, bytes]) => path.endsWith('.md') && !/^draft: true$/m.test(bytes.toString('utf8')))
    .map(([path]) => path)
  return { articles: articles.toSorted(), losses: lossesOf(result).filter(loss => !/no redirect|^(baseURL|url):/.test(loss)) }
}

const yaml = (fields: string, body = 'Text.\n'): string => `---\ntitle: A\n${fields}\n---\n\n${body}`
const DATE = 'date: 2024-05-01'

describe('import: what nobody was to see, and what may be so, is no public story', () => {
  test.each(['true', 'yes', 'Yes', 'ON', 'y', '1'])('of Hugo, draft: %s', async said => {
    const { articles, losses } = await publicOf({ 'content/a.md': yaml(`${DATE}\ndraft: ${said}`) })
    expect([articles, losses]).toEqual([[], []])
  })

  test.each(['false', 'no', 'Off', '""'])('of Hugo, draft: %s is none', async said => {
    const { articles, losses } = await publicOf({ 'content/a.md': yaml(`${DATE}\ndraft: ${said}`) })
    expect([articles, losses]).toEqual([['a.md'], []])
  })

  test.each([
    ['draft: perhaps', 'draft cannot be read: "perhaps" is no yes or no'],
    ['draft: [true]', 'draft cannot be read: this is no yes or no'],
    ['headless: perhaps', 'headless cannot be read: "perhaps" is no yes or no'],
    ['publishDate: soon', 'publishdate cannot be read: "soon" is no date'],
    ['published: soon', 'published cannot be read: "soon" is no date'],
    ['expiryDate: soon', 'expirydate cannot be read: "soon" is no date'],
  ])('of Hugo, %s is a draft, which is told', async (field, loss) => {
    const { articles, losses } = await publicOf({ 'content/a.md': yaml(`${DATE}\n${field}`) })
    expect([articles, losses]).toEqual([
      [],
      ['content/a.md: it is a draft here: whether it was public cannot be told', `content/a.md: ${loss}`],
    ])
  })

  test('of Hugo, published: no, which may be a date as well', async () => {
    expect((await publicOf({ 'content/a.md': yaml(`${DATE}\npublished: no`) })).articles).toEqual([])
    const dated = await publicOf({ 'content/a.md': yaml(`${DATE}\npublished: 2024-05-02`) })
    expect([dated.articles, dated.losses]).toEqual([['a.md'], []])
  })

  test.each(['no', 'Off', 'n', 'false', '"false"'])('of Jekyll, published: %s', async said => {
    const { articles, losses } = await publicOf({ '_posts/2024-05-01-a.md': yaml(`published: ${said}`) })
    expect([articles, losses]).toEqual([[], []])
  })

  test.each([
    ['published: perhaps', 'published cannot be read: "perhaps" is no yes or no'],
    ['draft: perhaps', 'draft cannot be read: "perhaps" is no yes or no'],
    ['date: in spring', 'date cannot be read: "in spring" is no date'],
  ])('of Jekyll, %s is a draft, which is told', async (field, loss) => {
    const { articles, losses } = await publicOf({ '_posts/2024-05-01-a.md': yaml(field) })
    expect([articles, losses]).toEqual([
      [],
      ['_posts/2024-05-01-a.md: it is a draft here: whether it was public cannot be told', `_posts/2024-05-01-a.md: ${loss}`],
    ])
  })

  test('what Hugo makes no page of', async () => {
    const { articles, losses } = await publicOf({
      'hugo.yaml':
        'ignoreFiles: ["secret\\\\.md$", "/notes/"]\ndisableLanguages: [it]\nlanguages: { en: {}, it: {}, fr: { disabled: yes } }\n',
      'content/trip/index.md': yaml(DATE),
      'content/trip/resource.md': yaml(DATE),
      'content/trip/more/resource.md': yaml(DATE),
      'content/trip/more/index.md': yaml(DATE),
      'content/a.md': yaml(DATE),
      'content/a.fr.md': yaml(DATE),
      'content/a.it.md': yaml(DATE),
      'content/#b.md': yaml(DATE),
      'content/secret.md': yaml(DATE),
      'content/notes/c.md': yaml(DATE),
      'content/never.md': yaml(`${DATE}\nbuild: { render: never }`),
      'content/link.md': yaml(`${DATE}\n_build: { render: false }`),
      'content/always.md': yaml(`${DATE}\nbuild: { render: always }`),
    })
    expect(articles).toEqual(['a.md', 'always.md', 'trip.md'])
    const ofBundle = 'it belongs to the page whose index.md is beside it or above'
    expect(losses.toSorted()).toEqual([
      'content/#b.md: its name begins with #, which Hugo passes over',
      'content/a.fr.md: its language, fr, is disabled in the settings',
      'content/a.it.md: its language, it, is disabled in the settings',
      'content/link.md: it is not rendered: no page of its own',
      'content/never.md: it is not rendered: no page of its own',
      'content/notes/c.md: it is among the ignoreFiles of the settings',
      'content/secret.md: it is among the ignoreFiles of the settings',
      `content/trip/more/index.md: ${ofBundle}`,
      `content/trip/more/resource.md: ${ofBundle}`,
      `content/trip/resource.md: ${ofBundle}`,
    ])
  })

  test('of Hugo, what settings and lists hand down to pages', async () => {
    const { articles } = await publicOf({
      'hugo.yaml':
        'languages: { en: {}, fr: {} }\ncascade: [{ draft: true, target: { path: "{/kept/**,/b?d[1]}" } }, { draft: true, target: { kind: section } }]\n',
      'content/a.md': yaml(DATE),
      'content/bad[1].md': yaml(DATE),
      'content/kept/a.md': yaml(DATE),
      'content/news/_index.md': yaml('cascade: { draft: true }', ''),
      'content/news/a.md': yaml(DATE),
      'content/news/a.fr.md': yaml(DATE),
      'content/news/shown.md': yaml(`${DATE}\ndraft: false`),
      'content/news/deep/a/index.md': yaml(DATE),
      'content/news/open/_index.md': yaml('cascade: { _target: { path: "/news/open/*" }, draft: false }', ''),
      'content/news/open/a.md': yaml(DATE),
      'content/press/_index.md': yaml('cascade: [{ target: { lang: fr }, build: { render: never } }]', ''),
      'content/press/_index.fr.md': yaml('cascade: [{ target: { lang: fr }, build: { render: never } }]', ''),
      'content/press/a.md': yaml(DATE),
      'content/press/a.fr.md': yaml(DATE),
    })
    expect(articles).toEqual(['a.md', 'news/a.fr.md', 'news/open/a.md', 'news/shown.md', 'press/a.md'])
  })

  test('of Hugo, drafts whose front matter is JSON on one line, without an end of line, or after empty lines', async () => {
    const { articles, losses } = await publicOf({
      'content/line.md': '{"title":"A } {\\" B","date":"2024-05-01","draft":true}\n\nText.\n',
      'content/end.md': '{\n"title": "A",\n"date": "2024-05-01",\n"draft": true\n}',
      'content/nested.md': '{\n"title": "A",\n"date": "2024-05-01",\n"params": {\n"a": {\n}\n}\n}\nText.\n',
      'content/open.md': '{ "title": "A", "draft": true\n\nText.\n',
      'content/late.md': `\n\n${yaml(`${DATE}\ndraft: true`)}`,
    })
    expect(articles).toEqual(['nested.md'])
    expect(losses.toSorted()).toEqual([
      'content/nested.md: no field here for params',
      'content/open.md: the front matter begins with { and is not closed',
    ])
  })

  test('of Hugo, what expired and cannot expire here', async () => {
    const { articles, losses } = await publicOf({
      'content/page.md': yaml('expiryDate: 2019-01-01'),
      'content/story.md': yaml(`${DATE}\nexpiryDate: 2000-01-01`),
    })
    expect([articles, losses]).toEqual([
      [],
      [
        'content/page.md: it expires at 2019-01-01, which no page can here: it is a draft',
        'content/story.md: expires is left out: the story would expire before it is out',
        'content/story.md: it is a draft here: it would never expire',
      ],
    ])
  })

  test('what Jekyll excludes', async () => {
    const { articles, losses } = await publicOf({
      '_config.yml': 'exclude: [private/, "*/notes-?.md", ./todo, _posts/drafts, "[a-c].md"]\n',
      'private/a.md': yaml(''),
      'team/more/notes-1.md': yaml(''),
      'team/notes.md': yaml(''),
      'todo.md': yaml(''),
      'b.md': yaml(''),
      '_posts/drafts/2024-05-01-a.md': yaml(''),
      '_posts/2024-05-02-b.md': yaml(''),
    })
    expect(articles).toEqual(['2024/05/02/b.md', 'pages/team/notes.md'])
    const told = (path: string): string => `${path}: it is excluded in the settings`
    expect(losses.toSorted()).toEqual(
      ['_posts/drafts/2024-05-01-a.md', 'b.md', 'private/a.md', 'team/more/notes-1.md', 'todo.md'].map(told),
    )
  })
})
