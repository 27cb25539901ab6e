import { readFileSync } from 'node:fs'
import { Parser } from 'htmlparser2'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Published } from '../../src/engine/publish-result.ts'
import { DEMONSTRATION, newsroomFrom, shown, type TemporaryNewsroom } from '../support/newsroom.ts'
import { problemsOfEdition } from './edition-problems.ts'

const AS_OF = Date.UTC(2026, 10, 20, 12)

/** The story as it was handed to us: the text that the page has to give back, word for word. */
const HANDED_IN = readFileSync(new URL('kazakhstan-accession.txt', import.meta.url), 'utf8')

/** Lines of the page around the story that the site's footer says in its place. */
const FOOTER = /RSS news feeds\s+> Problems viewing this page\?\s+Please contact [\s\S]*$/

function collapsed(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}

/** The words within the elements whose class is given, as they are read; list items apart, as the text has them. */
function wordsIn(html: string, className: string): string {
  let depth = 0
  let words = ''
  new Parser({
    onopentag(_name, attributes) {
      if (depth > 0 || attributes.class === className) depth++
    },
    ontext(text) {
      if (depth > 0) words += text
    },
    onclosetag(name) {
      if (depth === 0) return
      depth--
      if (/^(p|li|h2|ul)$/.test(name)) words += ' '
    },
  }).end(html)
  return collapsed(words)
}

describe('the demonstration newsroom', () => {
  let newsroom: TemporaryNewsroom
  let published: Published

  beforeAll(async () => {
    newsroom = newsroomFrom(DEMONSTRATION)
    published = await newsroom.publish({ asOf: AS_OF })
  })

  test('publish: has no mistakes', () => {
    expect(shown(published.diagnostics)).toEqual([])
  })

  test('publish: its feeds and links are right', async () => {
    expect(await problemsOfEdition(newsroom.out(), { site: published.site, asOf: AS_OF })).toEqual([])
  })

  test('publish: the Kazakhstan story has every word and mark that was handed in', () => {
    const page = newsroom.read('2015/kazakhstan-accession/index.html')
    const expected = collapsed(HANDED_IN.replace(FOOTER, '').replaceAll('•', ''))
    expect(expected).toContain('THIS NEWS STORY is designed')
    expect(collapsed(`${wordsIn(page, 'disclaimer')} ${wordsIn(page, 'prose')}`)).toBe(expected)
    expect(page).toContain('<h1>Kazakhstan concludes its WTO accession negotiations</h1>')
    expect(page).toContain('<h2 id="next-steps">Next steps</h2>')
    expect(page).toContain('<h2 id="background-information">Background information</h2>')
    expect(page).toContain('<li>Application received on 29 January 1996</li>')
  })

  test('publish: the Kazakhstan story is whole in every feed', () => {
    const { items }: { items: { title: string; content_html: string }[] } = JSON.parse(newsroom.read('feed.json'))
    const item = items.find(({ title }) => title === 'Kazakhstan concludes its WTO accession negotiations')
    const content = wordsIn(`<div class="item">${item?.content_html}</div>`, 'item')
    expect(content).toBe(collapsed(HANDED_IN.replace(FOOTER, '').replaceAll('•', '')))
  })

  test('publish: the footer has the lines that stood below the story', () => {
    const footer = wordsIn(newsroom.read('2015/kazakhstan-accession/index.html'), 'site-footer')
    expect(footer).toContain('RSS news feeds')
    expect(footer).toContain(
      'Problems viewing this page? Please contact newsroom@example.org giving details of the operating system and web browser you are using.',
    )
  })

  test('publish: shows what it is there to show', () => {
    const { edition } = published
    const languages = new Set(edition.released.map(({ lang }) => lang))
    expect([...languages].sort()).toEqual(['en', 'fr'])
    expect(edition.released.some(({ image }) => image?.alt && image.credit)).toBe(true)
    expect(edition.upcoming.some(({ kind }) => kind === 'release')).toBe(true)
    expect(edition.released.some(({ aliases }) => aliases.length > 0)).toBe(true)
  })
})
