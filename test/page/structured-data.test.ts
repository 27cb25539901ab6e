import { expect, test } from 'vitest'
import type { ArticlePage } from '../../src/model/page.ts'
import { renderPage } from '../../src/page/render-page.ts'
import { ARTICLE, ARTICLE_PAGE, SITE } from './example-pages.ts'

function dataOf(page: ArticlePage): unknown {
  const html = renderPage(page, { site: SITE, body: '' })
  const [, json] = /<script type="application\/ld\+json">([\s\S]*?)<\/script>/.exec(html) ?? []
  return JSON.parse(json ?? '')
}

test('structuredData: describes the story as a NewsArticle', () => {
  expect(dataOf(ARTICLE_PAGE)).toEqual({
    '@context': 'https://schema.org',
    '@type': 'NewsArticle',
    headline: ARTICLE.title,
    description: ARTICLE.summary,
    url: 'https://news.example.org/press/2015/kazakhstan/',
    mainEntityOfPage: { '@type': 'WebPage', '@id': ARTICLE.canonical },
    datePublished: '2015-06-10T16:30:00+02:00',
    dateModified: '2015-06-12',
    inLanguage: 'en',
    author: [
      { '@type': 'Person', name: 'Newsroom desk', url: 'https://news.example.org/press/authors/newsroom/' },
      { '@type': 'Person', name: 'Accessions desk', url: 'https://example.org/accessions' },
    ],
    publisher: { '@type': 'Organization', name: 'Example Trade Information Service', url: 'https://example.org/' },
    image: {
      '@type': 'ImageObject',
      url: 'https://news.example.org/press/2015/kazakhstan/table.svg',
      width: 1200,
      height: 800,
      caption: 'The Working Party on Kazakhstan’s accession was established on 6 February 1996.',
      creditText: 'Drawing: The Accession Record',
    },
    about: [
      { '@type': 'Thing', name: 'Accessions' },
      { '@type': 'Thing', name: 'Kazakhstan' },
    ],
    usageInfo: { '@type': 'CreativeWork', text: expect.stringMatching(/^THIS NEWS STORY/), inLanguage: 'en' },
    isAccessibleForFree: true,
  })
})

test('structuredData: an author that is an organization is named as one', () => {
  const authors = ARTICLE.authors.map((author, index) => (index === 0 ? { ...author, type: 'organization' as const } : author))
  expect(dataOf({ ...ARTICLE_PAGE, article: { ...ARTICLE, authors } })).toMatchObject({
    author: [
      { '@type': 'Organization', name: 'Newsroom desk' },
      { '@type': 'Person', name: 'Accessions desk' },
    ],
  })
})

test('structuredData: every correction is a CorrectionComment, and the last change counts', () => {
  const corrections = [
    { date: { at: Date.parse('2015-06-13T08:00:00Z'), dateOnly: false }, note: 'First.' },
    { date: { at: Date.parse('2015-06-14T00:00:00+02:00'), dateOnly: true }, note: 'Second </script>.' },
  ]
  expect(dataOf({ ...ARTICLE_PAGE, article: { ...ARTICLE, corrections } })).toMatchObject({
    dateModified: '2015-06-14',
    correction: [
      { '@type': 'CorrectionComment', text: 'First.', datePublished: '2015-06-13T10:00:00+02:00' },
      { '@type': 'CorrectionComment', text: 'Second </script>.', datePublished: '2015-06-14' },
    ],
  })
})

test('structuredData: what the story has not is left out; unsigned, it is the publisher’s', () => {
  const article = { ...ARTICLE, authors: [], topics: [], updated: undefined, section: 'Trade' }
  const data = dataOf({ ...ARTICLE_PAGE, article, image: undefined })
  expect(data).toMatchObject({
    articleSection: 'Trade',
    author: { '@type': 'Organization' },
    dateModified: '2015-06-10T16:30:00+02:00',
  })
  expect(data).not.toHaveProperty('about')
  expect(data).not.toHaveProperty('image')
})

test.each(['</script><script>alert(1)</script>', '<!-- <script>', '\u2028 "quoted" \\ & \u0000'])(
  'structuredData: the title %j reads back as written',
  title => {
    expect(dataOf({ ...ARTICLE_PAGE, article: { ...ARTICLE, title } })).toMatchObject({ headline: title })
  },
)
