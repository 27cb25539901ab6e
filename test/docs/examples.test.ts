import { hash } from 'node:crypto'
import { expect, test } from 'vitest'
import { articleFields } from '../../src/article/article-fields.ts'
import { articleParser, type Parsed } from '../../src/article/parse-article.ts'
import { readSettings } from '../../src/config/read-settings.ts'
import { readSite } from '../../src/config/read-site.ts'
import { readYaml } from '../../src/fields/read-yaml.ts'
import { excerptOf } from '../../src/markdown/excerpt.ts'
import { highlightCode } from '../../src/markdown/highlight-code.ts'
import { type ResolvedTarget, renderBody } from '../../src/markdown/render-body.ts'
import type { Diagnostic } from '../../src/model/diagnostic.ts'
import type { Site } from '../../src/model/site.ts'
import { patternProblem } from '../../src/runner/heartbeat.ts'
import { fencesOf, inlineCode, read, rowsByName, sectionOf } from './documents.ts'

const AUTHORS = read('docs/authors.md')
const SITE_SECTION = sectionOf(AUTHORS, "## The newsroom's own file: `site.yaml`")

/** The fields that must be there, each as the guide's own example has it. */
const LEAST = [...rowsByName(SITE_SECTION)]
  .filter(([, [about = '']]) => about.includes('Must be there'))
  .map(([, [, example = '']]) => inlineCode(example)[0] ?? '')

/** Reads a `site.yaml` that holds these lines and, of those that must be there, what they lack. */
function readSiteWith(lines: string): ReturnType<typeof readSite> {
  const own = keysOf(lines)
  const rest = LEAST.filter(line => !own.some(key => line.startsWith(`${key}:`)))
  return readSite(`${rest.join('\n')}\n${lines}\n`, { measure: () => ({ width: 144, height: 144 }), exists: () => true })
}

function keysOf(yaml: string): readonly string[] {
  const document = readYaml(yaml)
  if ('message' in document || !(document.value instanceof Map)) return []
  return [...document.value.keys()].map(String)
}

/** The guide's newsroom: the texts that its examples refer to are those that it shows. */
const SITE = siteOfGuide()

function siteOfGuide(): Site {
  const disclaimers = fencesOf(sectionOf(AUTHORS, '## Disclaimers'))[0]?.text ?? ''
  const boilerplates = fencesOf(sectionOf(AUTHORS, '## After the text'))[1]?.text ?? ''
  const { site, diagnostics } = readSiteWith(disclaimers + boilerplates)
  if (site === undefined) throw new Error(JSON.stringify(diagnostics))
  return site
}

function readArticle(article: string, path: string): Parsed {
  const bytes = Buffer.from(article)
  return articleParser({ site: SITE, excerptOf })({ path, bytes, hash: hash('sha256', bytes, 'hex') })
}

function mistakesIn(article: string, path = '2026/example.md'): readonly Diagnostic[] {
  return readArticle(article, path).diagnostics
}

/** Lines of front matter as an article: with a title and a date when they have none. */
function asArticle(lines: string): string {
  const own = keysOf(lines)
  const rest = ['title: Example', 'date: 2026-05-03'].filter(line => !own.includes(line.split(':')[0] ?? ''))
  return `---\n${[...rest, lines.trimEnd()].join('\n')}\n---\n\nText.\n`
}

const ARTICLE_KEYS = new Set(Object.keys(articleFields('UTC')))
const YAML_FENCES = fencesOf(AUTHORS).filter(({ lang }) => lang === 'yaml')
const FRONT_MATTER = YAML_FENCES.filter(({ text }) => keysOf(text).every(key => ARTICLE_KEYS.has(key)))
const OF_SITE = YAML_FENCES.filter(fence => !FRONT_MATTER.includes(fence))

test.each(['README.md', 'docs/authors.md'])('%s: every article shown is read without a mistake', document => {
  const articles = fencesOf(read(document)).filter(({ lang }) => lang === 'markdown')
  expect(articles.length).toBeGreaterThan(0)
  for (const { text } of articles) expect(mistakesIn(text), text).toEqual([])
})

test('authors.md: every piece of front matter shown is read without a mistake', () => {
  expect(FRONT_MATTER.length).toBeGreaterThan(2)
  for (const { text } of FRONT_MATTER) expect(mistakesIn(asArticle(text)), text).toEqual([])
})

test('authors.md: every piece of site.yaml shown is read without a mistake', () => {
  expect(OF_SITE.length).toBeGreaterThan(0)
  for (const { text } of OF_SITE) expect(readSiteWith(text).diagnostics, text).toEqual([])
})

test('themes.md: every piece of site.yaml shown is read without a mistake', () => {
  const shown = fencesOf(read('docs/themes.md')).filter(({ lang }) => lang === 'yaml')
  expect(shown.length).toBeGreaterThan(3)
  for (const { text } of shown) expect(readSiteWith(text).diagnostics, text).toEqual([])
})

test.each(['docs/authors.md', 'README.md'])('%s: every example in the table of fields is read without a mistake', document => {
  const rows = rowsByName(
    document === 'README.md' ? sectionOf(read(document), '## A story') : sectionOf(AUTHORS, '## Every field'),
  )
  for (const [name, cells] of rows) {
    const example = inlineCode(cells.at(-1) ?? '')[0] ?? ''
    const mistakes = mistakesIn(asArticle(example))
    // The generated examples name a disclaimer and a boilerplate of a newsroom that is not the guide's.
    const own =
      document === 'README.md' && ['disclaimer', 'boilerplate'].includes(name)
        ? mistakes.filter(({ code }) => !/^unknown-(disclaimer|boilerplate)$/.test(code))
        : mistakes
    expect(own, example).toEqual([])
  }
})

test('authors.md: every example in the table of site.yaml is read without a mistake', () => {
  const examples = [...rowsByName(SITE_SECTION)].map(([, cells]) => inlineCode(cells.at(-1) ?? '')[0] ?? '')
  expect(readSiteWith(examples.join('\n')).diagnostics).toEqual([])
})

test('authors.md: every way to write a date is read', () => {
  const dates = [...rowsByName(sectionOf(AUTHORS, '## Dates')).keys()]
  expect(dates).toHaveLength(3)
  for (const date of dates) expect(mistakesIn(asArticle(`date: ${date}`)), date).toEqual([])
})

test('authors.md: every way to write a text becomes what is said of it', () => {
  const rows = sectionOf(AUTHORS, '## The text').match(/^\| .*`.*\|$/gm) ?? []
  const elements: readonly (readonly [becomes: string, pattern: RegExp])[] = [
    ['heading', /<h2 id="next-steps">Next steps<\/h2>/],
    ['slanted, bold', /<em>ad referendum<\/em>.*<strong>important<\/strong>/s],
    ['a list', /<ul>\n<li>one<\/li>/],
    ['a numbered list', /<ol>\n<li>one<\/li>/],
    ['a link', /<a href="[^"]*\/2015\/working-party-adopts-package\/">the package<\/a>/],
    ['and a caption', /<figure><img [^>]*alt="Ships at the quay"[^>]*><figcaption>The quay in May<\/figcaption>/],
    ['a quotation', /<blockquote>\n<p>I look forward to it\.<\/p>/],
    ['a footnote', /members<sup><a href="[^"]*#fn-[^"]*" id="[^"]*">1<\/a><\/sup> met\..*<ol class="footnotes">.*Of thirty\./s],
    ['a table', /<th>Year<\/th>\n<th>Members<\/th>/],
  ]
  for (const [becomes, pattern] of elements) {
    const row = rows.find(line => line.trimEnd().replace(/ *\|$/, '').endsWith(becomes))
    const written = inlineCode(row ?? '').map(code => code.replaceAll('\\|', '|'))
    const markdown = written.join(becomes === 'a table' ? '\n' : '\n\n')
    const { html, diagnostics } = renderBody(markdown, { path: 'x.md', bodyLine: 1, permalink: '/x/', resolve: anywhere })
    expect(html, row).toMatch(pattern)
    expect(diagnostics).toEqual([])
  }
})

test('authors.md: every piece of text shown is rendered, and nothing in it could be better', () => {
  const texts = fencesOf(AUTHORS).filter(({ lang }) => lang === 'md')
  expect(texts.length).toBeGreaterThan(0)
  for (const { text } of texts) {
    const context = { path: 'x.md', bodyLine: 1, permalink: '/x/', resolve: anywhere, thorough: true } as const
    const { html, diagnostics } = renderBody(text, context)
    expect([html === '', diagnostics], text).toEqual([false, []])
  }
})

test('authors.md: every language of code that is named is known', () => {
  const languages = inlineCode(/Known are, (.*?)\. Code/s.exec(AUTHORS)?.[1] ?? '')
  expect(languages.length).toBeGreaterThan(20)
  for (const language of languages) expect(highlightCode('a', language), language).toBeDefined()
})

/** Takes every address for one that leads somewhere. */
function anywhere(target: string): ResolvedTarget {
  return target.startsWith('/') ? { kind: 'page', path: `/${target.slice(1)}` } : { kind: 'file', path: `/${target}` }
}

test('authors.md: every file that is shown with its address stands there', () => {
  const lines = fencesOf(AUTHORS).flatMap(({ text }) => text.match(/^articles\/\S+\.md +\/\S+$/gm) ?? [])
  expect(lines.length).toBeGreaterThan(1)
  for (const line of lines) {
    const [path = '', address] = line.split(/ +/)
    const { story } = readArticle(asArticle(''), path.replace('articles/', ''))
    expect(story?.permalink, line).toBe(address)
  }
})

test('operators.md: every piece of courant.yaml shown, and every default, is read without a mistake', () => {
  const section = sectionOf(read('docs/operators.md'), '## Settings: `courant.yaml`')
  const defaults = [...rowsByName(section)].flatMap(([name, cells]) =>
    inlineCode(cells.at(-1) ?? '').map(value => `${name}: ${value}`),
  )
  const shown = fencesOf(section).filter(({ lang }) => lang === 'yaml')
  expect(shown.length).toBeGreaterThan(0)
  for (const text of [...shown.map(fence => fence.text), ...defaults, defaults.join('\n')]) {
    const { settings, diagnostics } = readSettings(text, { path: 'courant.yaml', validate: patternProblem })
    expect([settings !== undefined, diagnostics], text).toEqual([true, []])
  }
})
