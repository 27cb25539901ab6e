import { expect, test } from 'vitest'
import { EN } from '../../src/language/words/en.ts'
import { renderBody } from '../../src/markdown/render-body.ts'
import { labelledBody, labelledFootnotes } from '../../src/page/labelled-body.ts'
import { CONTEXT } from '../markdown/newsroom.ts'

const { html } = renderBody('a[^1] b[^1]\n\n[^1]: One:\n\n    1. two', CONTEXT)

test('labelledBody: names the list, its numbers and its arrows in the story’s language', () => {
  const page = labelledBody(html, 'fr', { labels: {} })
  expect(page).toMatch(
    /<section class="footnotes" role="doc-endnotes" aria-label="Notes de bas de page">\n<ol>\n<li [\s\S]*<\/ol>\n[\s\S]*<\/ol>\n<\/section>\n$/,
  )
  expect(page).toMatch(/<a href="[^"]*#fn-[^"]*" id="fnref-[^"]*" role="doc-noteref" aria-label="Note 1">1<\/a>/)
  expect(page).toMatch(/<a href="[^"]*" role="doc-backlink" aria-label="Retour au texte">↩\uFE0E<\/a>/)
  expect(page).toMatch(/<a href="[^"]*" role="doc-backlink" aria-label="Retour au texte 2">↩\uFE0E<sup>2<\/sup><\/a>/)
  expect(page).not.toContain('<hr')
})

test('labelledFootnotes: changes nothing where there are none', () => {
  const plain = renderBody('a\n\n***\n\n1. b', CONTEXT).html
  expect(labelledFootnotes(plain, EN)).toBe(plain)
})

test("labelledBody: a newsroom's own words stay words, whatever they are", () => {
  const hostile = '"><img src=x onerror=alert(1)>$1$&'
  const labels = { en: { table: hostile, footnotes: hostile, footnote: hostile, backToText: hostile } }
  const body = renderBody('a[^1] b[^1]\n\n| c |\n| - |\n| d |\n\n[^1]: One', CONTEXT).html
  const page = labelledBody(body, 'en', { labels })
  expect(page.match(/&lt;img src=x onerror=alert\(1\)&gt;&#36;1&#36;&amp;/g)).toHaveLength(6)
  expect(page).not.toContain('<img')
})
