import { cpSync, mkdirSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { TEMPLATE_NAMES } from '../../src/model/theme.ts'
import { RenderPool } from '../../src/render/render-pool.ts'
import {
  differingPaths,
  type Files,
  fixture,
  newsroomFrom,
  newsroomOf,
  SITE_YAML,
  shown,
  story,
  type TemporaryNewsroom,
  writeFiles,
} from '../support/newsroom.ts'

const BROADSHEET = fileURLToPath(new URL('../themes/broadsheet', import.meta.url))

/** Puts a theme beside a newsroom, in place of the one that was there. */
function give(newsroom: TemporaryNewsroom, files: Files): void {
  rmSync(newsroom.paths.theme, { recursive: true, force: true })
  writeFiles(newsroom.paths.theme, files)
}

const STORY = { 'a.md': story({ title: 'Tom & Ann', summary: 'Two.' }), 'b.md': story({ title: 'Second', date: '2026-05-02' }) }

const OWN = `export default ({ html, title }) => html\`<article class="story own">\${title}</article>\`\n`

/** A template that does something else. */
function template(body: string): string {
  return `export default ({ html, page, title }) => {\n${body}\n}\n`
}

/** What stands on the pages by name: every template of the broadsheet theme says that it was at work. */
function templatesOn(pages: readonly string[]): ReadonlySet<string> {
  const marks = pages.flatMap(page => [...page.matchAll(/data-broadsheet="([\w-]+)"/g)].map(([, name = '']) => name))
  return new Set(pages.some(page => page.includes('<meta name="theme"')) ? [...marks, 'head-end'] : marks)
}

describe('publish, with a theme', () => {
  test('every template can be replaced, and no feed changes by a byte', async () => {
    const newsroom = newsroomFrom(fixture('everything'))
    await newsroom.publish()
    newsroom.remove('2025/two.md')
    await newsroom.publish({ accept: true })
    const plain = newsroom.out()
    cpSync(BROADSHEET, newsroom.paths.theme, { recursive: true })
    const { diagnostics } = await newsroom.publish()
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
    const themed = newsroom.out()
    const pages = [...themed].flatMap(([path, bytes]) => (path.endsWith('.html') ? [bytes.toString()] : []))
    expect([...templatesOn(pages)].sort()).toEqual([...TEMPLATE_NAMES].sort())
    const changed = differingPaths(plain, themed).filter(path => !path.endsWith('.html'))
    expect(changed.map(path => path.replace(/[0-9a-f]{8}\.css/, '*.css'))).toEqual([
      'assets/style.*.css',
      'assets/style.*.css',
      'manifest.jsonl',
    ])
  })

  test('text is escaped, and a template knows what ours would make, and the words of the newsroom', async () => {
    const newsroom = newsroomOf({ ...STORY, 'site.yaml': `${SITE_YAML}labels: { en: { feeds: Follow us } }\n` })
    give(newsroom, {
      'article.js': OWN,
      'footer.js': `export default ({ html, words }) => html\`<p>\${words.feeds}</p>\`\n`,
      'masthead.mjs': `export default ({ html, standard }) => html\`<i>before</i>\${standard()}\`\n`,
    })
    await newsroom.publish()
    const page = newsroom.read('a/index.html')
    expect(page).toContain('<article class="story own">Tom &amp; Ann</article>')
    expect(page).toContain('<i>before</i><div class="inner">')
    expect(page).toContain('<p>Follow us</p>\n</footer>')
  })

  test('its files are modules, whatever the package.json above them says, but for those that are CommonJS', async () => {
    const newsroom = newsroomOf(STORY)
    writeFiles(newsroom.root, { 'package.json': '{ "type": "commonjs" }' })
    give(newsroom, {
      'footer.js': `import { words } from './parts/words.ts'\nexport default ({ html }) => html\`<p>\${words}</p>\`\n`,
      'masthead.ts': `const one: unknown = ({ html }: any) => html\`<p>above</p>\`\nexport default one\n`,
      'parts/words.ts': `module.exports = { words: require('./more.js') }\n`,
      'parts/more.js': `module.exports = 'below'\n`,
    })
    const { diagnostics } = await newsroom.publish()
    expect(diagnostics).toEqual([])
    const page = newsroom.read('a/index.html')
    expect(page).toContain('<p>above</p>')
    expect(page).toContain('<p>below</p>')
  })

  test('a style stands after ours, or in its place', async () => {
    const newsroom = newsroomOf(STORY)
    give(newsroom, { 'style-end.css': '.own { color: inherit; }\n' })
    const after = await newsroom.publish()
    expect(styleIn(newsroom, after.written)).toMatch(/--accent: #0b4f79;.*\.masthead.*\n\n\.own \{ color: inherit; \}\n$/s)
    give(newsroom, { 'style.css': '.own { color: inherit; }\n' })
    const inPlace = await newsroom.publish()
    expect(styleIn(newsroom, inPlace.written)).toMatch(
      /--accent: #0b4f79;(?!.*\.masthead).*\n\n\.own \{ color: inherit; \}\n$/s,
    )
    expect(inPlace.written.filter(path => path.endsWith('feed.rss'))).toEqual([])
  })

  test('what changes in a file that a template imports changes pages, and nothing changes where nothing did', async () => {
    const newsroom = newsroomOf(STORY)
    const files = { 'article.ts': "import { say } from './parts/say.ts'\nexport default say\n" }
    const say = (word: string) =>
      `export const say = ({ html }: { html: (s: TemplateStringsArray) => string }) => html\`${word}\`\n`
    give(newsroom, { ...files, 'parts/say.ts': say('one') })
    await newsroom.atRest()
    await newsroom.publish()
    expect(newsroom.read('a/index.html')).toContain('\none\n')
    expect((await newsroom.publishWhatChanged()).kind).toBe('unchanged')
    give(newsroom, { ...files, 'parts/say.ts': say('two') })
    const { written } = expectPublished(await newsroom.publishWhatChanged())
    expect(written.toSorted()).toEqual(['a/index.html', 'b/index.html'])
    expect(newsroom.read('a/index.html')).toContain('\ntwo\n')
    rmSync(newsroom.paths.theme, { recursive: true })
    await newsroom.publishWhatChanged()
    expect(newsroom.read('a/index.html')).toContain('<h1>Tom &amp; Ann</h1>')
  })

  test('an edited body is made with the theme', async () => {
    const newsroom = newsroomOf(STORY)
    give(newsroom, { 'article.js': `export default ({ html, parts }) => html\`<b>own</b>\${parts.body}\`\n` })
    const memory = {}
    await newsroom.publish({ memory })
    newsroom.write({ 'a.md': story({ title: 'Tom & Ann', summary: 'Two.' }, 'Edited.\n') })
    expect(await newsroom.publishChanges(['a.md'], { memory })).toMatchObject({ kind: 'published' })
    expect(newsroom.read('a/index.html')).toContain('<b>own</b><div class="prose">\n<p>Edited.</p>')
  })
})

/** Each template fails in a way of its own. */
const BROKEN: Files = {
  'archive.js': template('  return { html }'),
  'article.js': template(`  return html\`\${page.nothing.there}\``),
  'list.js': template('  page.list.title = title'),
  'standing.js': template('  return title'),
  'feeds.js': 'export default async ({ page }) => page.nothing.there\n',
  'search.js': template(''),
  'not-found.js': template("  throw 'no'"),
  'masthead.js': template('  const a = ;'),
  'footer.ts': template('  enum A { B }'),
  'body.ts': 'export const body = 1\n',
  'head-end.ts': "import './none.ts'\nexport default () => 1\n",
}

describe('publish, with a theme that fails', () => {
  test('each mistake is told once, at its place, and the pages that stand stay', async () => {
    const newsroom = newsroomOf({ ...STORY, 'pages/about.md': '---\ntitle: About\n---\n\nWe.\n' })
    await newsroom.publish()
    const before = newsroom.out()
    give(newsroom, BROKEN)
    const { diagnostics, written } = await newsroom.publish()
    expect(shown(diagnostics).map(line => line.replace(/^\.\.\/theme\/| \|.*$/g, ''))).toEqual([
      'archive.js:1:1 error theme: the template archive fails on /archive/2026/: gives back an object, and not what html`…` makes (and on 1 more)',
      "article.js:2:30 error theme: the template article fails on /a/: Cannot read properties of undefined (reading 'there') (and on 1 more)",
      'body.ts:1:1 error theme: the template body cannot be loaded: its default export is no function',
      'feeds.js:1:1 error theme: the template feeds fails on /feeds/: gives back a promise, and not what html`…` makes',
      'footer.ts:2:3 error theme: the template footer cannot be loaded: TypeScript enum is not supported in strip-only mode',
      "head-end.ts:1:1 error theme: the template head-end cannot be loaded: Cannot find module 'none.ts' imported from head-end.ts",
      "list.js:2:19 error theme: the template list fails on /: Cannot assign to read only property 'title' of object '#<Object>' (and on 1 more)",
      "masthead.js:2:13 error theme: the template masthead cannot be loaded: Unexpected token ';'",
      'not-found.js:1:1 error theme: the template not-found fails on /404.html: no',
      'search.js:1:1 error theme: the template search fails on /search/: gives back nothing, and not what html`…` makes',
      'standing.js:1:1 error theme: the template standing fails on /about/: gives back text, and not what html`…` makes',
    ])
    expect(new Set(diagnostics.map(({ remedy }) => remedy))).toEqual(
      new Set(['mend it: until then pages stand as they were, and new ones are made with the template that Courant brings']),
    )
    expect(written).toEqual([])
    expect(differingPaths(before, newsroom.out())).toEqual([])
    expect(shown((await newsroom.publish()).diagnostics)).toEqual(shown(diagnostics))
  })

  test('what a template leaves running fails by itself', async () => {
    const newsroom = newsroomOf(STORY)
    give(newsroom, {
      'article.js': template(
        "  setTimeout(() => { throw new Error('late') })\n  Promise.reject(new Error('later'))\n  return html`<b>own</b>`",
      ),
      'feeds.js': template(`  const late = async () => { throw new Error('late') }\n  return html\`\${late()}\``),
      'list.js': template('  throw { toString: 1 }'),
    })
    const { diagnostics } = await newsroom.publish()
    expect(shown(diagnostics).map(line => line.replace(/^\.\.\/theme\/| \|.*$/g, ''))).toEqual([
      'feeds.js:3:14 error theme: the template feeds fails on /feeds/: A page template was given a promise; pages are rendered at once.',
      'list.js:1:1 error theme: the template list fails on /: something that has no words (and on 1 more)',
    ])
    expect(newsroom.read('a/index.html')).toContain('<b>own</b>')
    newsroom.write({ 'a.md': story({ title: 'Tom & Ann', summary: 'Three.' }) })
    await newsroom.publish()
    expect(newsroom.read('feed.json')).toContain('Three.')
  })

  test('what is new is published as Courant makes it, and feeds with it; what stands keeps its style', async () => {
    const newsroom = newsroomOf({ ...STORY, 'm.md': story({ date: '2026-05-02' }), 'b.md': story({ date: '2026-05-03' }) })
    give(newsroom, { 'article.js': OWN, 'style-end.css': '.one { color: red; }\n' })
    const first = await newsroom.publish()
    const style = first.written.find(path => path.startsWith('assets/style.')) ?? ''
    give(newsroom, { 'article.js': template('  throw new Error("no")'), 'style-end.css': '.two { color: red; }\n' })
    newsroom.write({
      'c.md': story({ title: 'Third', date: '2026-05-04' }),
      'b.md': story({ title: 'Second, corrected', date: '2026-05-03' }),
    })
    const { diagnostics } = await newsroom.publish()
    expect(diagnostics).toHaveLength(1)
    expect(newsroom.read('a/index.html')).toContain(`href="/${style}"`)
    expect(newsroom.read(style)).toContain('.one')
    expect(newsroom.read('b/index.html')).toContain('<h1>Second, corrected</h1>')
    expect(newsroom.read('c/index.html')).toContain('<h1>Third</h1>')
    expect(newsroom.read('feed.rss')).toContain('<title>Third</title>')
    give(newsroom, { 'article.js': OWN, 'style-end.css': '.two { color: red; }\n' })
    const mended = await newsroom.publish()
    expect(mended.diagnostics).toEqual([])
    expect(newsroom.read('c/index.html')).toContain('class="story own"')
    expect(mended.removed).toEqual([style])
  })

  test('a template that does not end is ended, told, and tried no more', async () => {
    await using pool = new RenderPool({ deadlineMs: 2000 })
    const newsroom = newsroomOf(STORY)
    give(newsroom, {
      'article.js': template('  for (;;);'),
      'card.js': 'for (;;);\n',
      'feeds.js': template('  process.exit(0)'),
      'gone.js': 'process.exit(0)\n',
    })
    const { diagnostics, written } = await newsroom.publish({ pool })
    const place = (file: string): string =>
      `../theme/${file}:1:1 error slow-theme: the template ${file.replace('.js', '')} cannot be used: `
    expect(shown(diagnostics).map(line => line.split(' | ')[0])).toEqual([
      `${place('article.js')}takes longer than 2 seconds`,
      `${place('card.js')}takes longer than 2 seconds`,
      `${place('feeds.js')}ends the thread that it runs in`,
    ])
    expect(written).toEqual(expect.arrayContaining(['a/index.html', 'b/index.html', 'index.html', 'feed.rss']))
    newsroom.write({ 'c.md': story({ title: 'Third' }) })
    await newsroom.publish({ pool })
    expect(newsroom.read('c/index.html')).toContain('<h1>Third</h1>')
  })

  test('a misspelt name is told', () => {
    const newsroom = newsroomOf(STORY)
    give(newsroom, { 'artcle.js': OWN, 'helpers.js': '', 'parts/artcle.js': '', 'styl.css': '' })
    expect(shown(newsroom.requestFor({}).theme?.diagnostics ?? [])).toEqual([
      '../theme/artcle.js:1:1 warning theme: there is no template "artcle" | did you mean article.js? If it belongs to another file of the theme, move it into a folder in there',
      '../theme/styl.css:1:1 warning theme: there is no template "styl" | did you mean style.css? If it belongs to another file of the theme, move it into a folder in there',
    ])
  })

  test('among the articles, by whatever way, no theme is run', () => {
    const newsroom = newsroomOf(STORY)
    const among = join(newsroom.paths.articles, 'theme')
    give(newsroom, { 'article.js': OWN })
    renameSync(newsroom.paths.theme, among)
    symlinkSync(among, newsroom.paths.theme)
    const refused = {
      message: `the theme stands among the articles: ${newsroom.paths.theme}`,
      remedy: 'let neither stand in the other: what authors can write must run nothing',
    }
    expect(() => newsroom.requestFor({})).toThrow(expect.objectContaining(refused))
    rmSync(newsroom.paths.theme)
    mkdirSync(newsroom.paths.theme)
    symlinkSync(join(among, 'article.js'), join(newsroom.paths.theme, 'article.js'))
    const { templates, diagnostics } = newsroom.requestFor({}).theme ?? {}
    expect(templates).toEqual({})
    expect(diagnostics?.map(({ path, code }) => [path, code])).toEqual([['../theme/article.js', 'unsafe-file']])
  })
})

function styleIn(newsroom: TemporaryNewsroom, written: readonly string[]): string {
  return newsroom.read(written.find(path => path.startsWith('assets/style.')) ?? 'no style')
}

function expectPublished<Result extends { readonly kind: string }>(
  result: Result,
): Extract<Result, { readonly kind: 'published' }> {
  if (result.kind !== 'published') throw new Error(result.kind)
  return result as Extract<Result, { readonly kind: 'published' }>
}
