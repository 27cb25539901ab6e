import { describe, expect, test } from 'vitest'
import { isReserved, kindsAt, MADE, madeAt, STEPS, stepAt } from '../../src/model/made-files.ts'
import { problemsWith } from '../support/compile.ts'

const TABLE = 'model/made-files.ts'

describe('MADE', () => {
  test('MADE: compiles as it is', () => {
    expect(problemsWith([], [TABLE])).toEqual([])
  })

  test('MADE: a new kind of page, of text and of file has no row until somebody writes one', () => {
    const problems = problemsWith(
      [
        {
          file: 'model/page.ts',
          find: 'export type Page = ',
          replace: "export type Page = { readonly kind: 'planted_page' } & PageHead | ",
        },
        { file: TABLE, find: "  | 'asset'\n", replace: "  | 'asset'\n  | 'planted_text'\n" },
        { file: TABLE, find: 'type FileKind =', replace: "type FileKind = 'planted_file'" },
      ],
      [TABLE],
    )
    for (const kind of ['page', 'text', 'file'])
      expect(problems).toContainEqual(expect.stringMatching(new RegExp(`^${TABLE}: .*Property 'planted_${kind}' is missing`)))
  })

  test('MADE: the compiler asks for each decision of a kind', () => {
    const row = {
      where: "{ of: 'author' }",
      step: "'files'",
      caching: "'ask-each-time'",
      isShared: 'false',
      scripts: "'none'",
      isPreviewed: 'true',
      staticFile: "'claims'",
      isLinked: 'true',
    }
    const decisions = Object.keys(MADE.opml)
    expect(Object.keys(row).toSorted()).toEqual(decisions.toSorted())
    const rows = decisions.map(left => {
      const decided = Object.entries(row).flatMap(([name, value]) => (name === left ? [] : [`${name}: ${value}`]))
      return `  without_${left}: { ${decided.join(', ')} },\n`
    })
    const kinds = decisions.map(left => `  | 'without_${left}'\n`)
    const problems = problemsWith(
      [
        { file: TABLE, find: "  | 'asset'\n", replace: `  | 'asset'\n${kinds.join('')}` },
        { file: TABLE, find: 'const TEXTS = {\n', replace: `const TEXTS = {\n${rows.join('')}` },
      ],
      [TABLE],
    )
    for (const left of decisions)
      expect(problems).toContainEqual(expect.stringMatching(new RegExp(`^${TABLE}: .*Property '${left}' is missing in type`)))
  })
})

describe('kindsAt', () => {
  test.each([
    ['index.html', ['list']],
    ['fr/index.html', ['list']],
    ['pt-br/topics/ports/page/2/index.html', ['list']],
    ['topics/ports/feed.rss', ['feed']],
    ['fr/topics/ports/feed.json', ['feed']],
    ['archive/2026-05/feed.atom', ['feed-archive']],
    ['topics/ports/archive/2026-05/feed.atom', ['feed-archive']],
    ['archive/2026/index.html', ['archive']],
    ['search/index.html', ['search']],
    ['fr/search/index.html', ['search']],
    ['search/index.json', ['index-pointer']],
    ['search/pagefind.js', ['index-part']],
    ['search/index-0123456789abcdef/fragment/en_1.pf_fragment', ['index-part']],
    ['assets/style.0123abcd.css', ['asset']],
    ['index.xml', ['feed-name']],
    ['fr/feed', ['feed-name']],
    ['404.html', ['not-found']],
    ['fr/404.html', []],
    ['2026/story/index.html', []],
    ['2026/chart.png', []],
    ['fr/sitemap.xml', []],
    ['assets/logo.png', []],
    ['topics/x.png', []],
  ])('kindsAt: %s', (path, kinds) => {
    expect(kindsAt(path)).toEqual(kinds)
  })
})

test('madeAt: what is at an address of an author is asked for each time, and no script runs there', () => {
  for (const path of ['2026/story/index.html', '2026/chart.png', 'data.xml', 'list.opml'])
    expect(madeAt(path)).toMatchObject({ caching: 'ask-each-time', scripts: 'none', isShared: false, staticFile: 'claims' })
})

test('stepAt: a story that is known as one comes before lists, wherever it is', () => {
  const stories = new Set(['abc/topics/x/index.html'])
  expect(stepAt('abc/topics/x/index.html', stories)).toBe('stories')
  expect(stepAt('abc/topics/x/index.html', new Set())).toBe('lists')
})

test('STEPS: files of some kind are put in place in each', () => {
  expect([...new Set(Object.values(MADE).map(({ step }) => step))].toSorted()).toEqual(STEPS.toSorted())
})

test('isReserved: in the folder of a language is what each language has; elsewhere nothing is', () => {
  const languages = new Set(['en', 'fr'])
  const paths = ['fr/topics/x', 'fr/feed.rss', 'FR/Index.HTML', 'fr/index.html/x', 'hub', 'sitemap.xml', 'assets']
  expect(paths.filter(path => !isReserved(path, languages))).toEqual([])
  const free = [
    'fr/sitemap.xml',
    'fr/404.html',
    'fr/hub/x',
    'de/topics/x',
    'robots.txt',
    '_redirects',
    'assets/x.png',
    'feed.xml',
  ]
  expect(free.filter(path => isReserved(path, languages))).toEqual([])
})
