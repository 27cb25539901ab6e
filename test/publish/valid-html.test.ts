import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { HtmlValidate, StaticConfigLoader } from 'html-validate'
import { expect, test } from 'vitest'
import { renderPage } from '../../src/page/render-page.ts'
import { SITE } from '../page/example-pages.ts'
import { PAGES } from '../page/serve-pages.ts'

const GOLDEN = fileURLToPath(new URL('../golden', import.meta.url))

/** What the validator takes for a mistake and HTML does not: each left out for its reason. */
const LEFT_OUT = {
  // Both ways of writing them are HTML. A body has the form that is XML as well, since feeds carry it too.
  'void-style': 'off',
  'attribute-boolean-style': 'off',
  // How long a headline is, is for `courant check` to tell its author; hard-text has the longest.
  'long-title': 'off',
  // A number is shown as its author wrote it, and copied as it is shown.
  'tel-non-breaking': 'off',
} as const

const validator = new HtmlValidate(
  new StaticConfigLoader({
    root: true,
    extends: ['html-validate:recommended'],
    rules: { 'doctype-style': ['error', { style: 'lowercase' }], ...LEFT_OUT },
  }),
)

/** What is wrong with a document, a mistake a line. */
function mistakesIn(html: string): readonly string[] {
  const { results } = validator.validateStringSync(html)
  return results.flatMap(({ messages }) => messages.map(({ line, ruleId, message }) => `${line} ${ruleId}: ${message}`))
}

test('every page of the golden editions is valid HTML', () => {
  const pages = readdirSync(GOLDEN, { recursive: true, encoding: 'utf8' }).filter(path => path.endsWith('.html'))
  expect(pages.length).toBeGreaterThan(90)
  const mistakes = pages.map(path => [path, mistakesIn(readFileSync(join(GOLDEN, path), 'utf8'))] as const)
  expect(mistakes.filter(([, found]) => found.length > 0)).toEqual([])
})

test('a page of every kind is valid HTML', () => {
  const mistakes = PAGES.map(({ name, page, body }) => [name, mistakesIn(renderPage(page, { site: SITE, body }))] as const)
  expect(mistakes.filter(([, found]) => found.length > 0)).toEqual([])
})

test('a planted mistake is found', () => {
  const page =
    '<!doctype html>\n<html lang="en">\n<head><title>x</title></head>\n<body><ul><p id="a">x</p></ul><p id="a">y</p></body>\n</html>\n'
  expect(mistakesIn(page)).toEqual([
    expect.stringContaining('4 element-permitted-content'),
    expect.stringContaining('4 no-dup-id'),
  ])
})
