import { hash } from 'node:crypto'
import { expect, test } from 'vitest'
import { articleFields } from '../../src/article/article-fields.ts'
import { articleParser } from '../../src/article/parse-article.ts'
import { readSettings } from '../../src/config/read-settings.ts'
import { readSite } from '../../src/config/read-site.ts'
import { readYaml } from '../../src/fields/read-yaml.ts'
import { excerptOf } from '../../src/markdown/excerpt.ts'
import type { Diagnostic } from '../../src/model/diagnostic.ts'
import type { Site } from '../../src/model/site.ts'
import { patternProblem } from '../../src/schedule/heartbeat.ts'
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
  return readSite(`${rest.join('\n')}\n${lines}\n`, () => ({ width: 144, height: 144 }))
}

function keysOf(yaml: string): readonly string[] {
  const document = readYaml(yaml)
  if ('message' in document || !(document.value instanceof Map)) return []
  return [...document.value.keys()].map(String)
}

/** The guide's newsroom: the disclaimer that its examples refer to is the one that it shows. */
const SITE = siteOfGuide()

function siteOfGuide(): Site {
  const disclaimers = fencesOf(sectionOf(AUTHORS, '## Disclaimers'))[0]?.text ?? ''
  const { site, diagnostics } = readSiteWith(disclaimers)
  if (site === undefined) throw new Error(JSON.stringify(diagnostics))
  return site
}

function mistakesIn(article: string, path = '2026/example.md'): readonly Diagnostic[] {
  const bytes = Buffer.from(article)
  return articleParser({ site: SITE, excerptOf })({ path, bytes, hash: hash('sha256', bytes, 'hex') }).diagnostics
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

test.each(['docs/authors.md', 'README.md'])('%s: every example in the table of fields is read without a mistake', document => {
  const rows = rowsByName(
    document === 'README.md' ? sectionOf(read(document), '## A story') : sectionOf(AUTHORS, '## Every field'),
  )
  for (const [name, cells] of rows) {
    const example = inlineCode(cells.at(-1) ?? '')[0] ?? ''
    const mistakes = mistakesIn(asArticle(example))
    // The generated examples name a disclaimer of a newsroom that is not the guide's.
    const own =
      document === 'README.md' && name === 'disclaimer'
        ? mistakes.filter(({ code }) => code !== 'unknown-disclaimer')
        : mistakes
    expect(own, example).toEqual([])
  }
})

test('authors.md: every example in the table of site.yaml is read without a mistake', () => {
  for (const [, cells] of rowsByName(SITE_SECTION)) {
    const example = inlineCode(cells.at(-1) ?? '')[0] ?? ''
    expect(readSiteWith(example).diagnostics, example).toEqual([])
  }
})

test('authors.md: every way to write a date is read', () => {
  const dates = [...rowsByName(sectionOf(AUTHORS, '## Dates')).keys()]
  expect(dates).toHaveLength(3)
  for (const date of dates) expect(mistakesIn(asArticle(`date: ${date}`)), date).toEqual([])
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
