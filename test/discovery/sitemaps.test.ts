import { describe, expect, test } from 'vitest'
import { discoveryFiles } from '../../src/discovery/discovery-files.ts'
import { editionAt } from '../../src/edition/edition-at.ts'
import type { Article, StandingPage } from '../../src/model/article.ts'
import { on, site, storyOf } from '../edition/stories.ts'
import { attributesOf, canonicalXml, textsOf } from '../feed/read-xml.ts'

const AT = 'https://news.example.org/press'

const ABOUT: StandingPage = {
  kind: 'standing',
  path: 'pages/about.md',
  lang: 'en',
  permalink: '/about/',
  title: 'About',
  summary: '',
  draft: false,
  source: { hash: '', facts: '', bodyLine: 1 },
}

/** The files of a newsroom on the tenth of January, by path. */
function filesOf(articles: readonly Article[]): ReadonlyMap<string, string> {
  const edition = editionAt({ articles, standing: [ABOUT] }, { site, asOf: on(10).at })
  return new Map(discoveryFiles(edition, site).map(({ path, text }) => [path, text()]))
}

async function locationsIn(text: string | undefined): Promise<readonly string[]> {
  return textsOf(await canonicalXml(text ?? ''), 'loc')
}

describe('sitemapsOf', () => {
  test('names a sitemap for each year of stories and one for lists and standing pages', async () => {
    const files = filesOf([storyOf('a'), storyOf('b', { date: { at: Date.UTC(2015, 5, 10), dateOnly: true } })])
    expect(await locationsIn(files.get('/sitemap.xml'))).toEqual([
      `${AT}/sitemaps/pages.xml`,
      `${AT}/sitemaps/2026.xml`,
      `${AT}/sitemaps/2015.xml`,
    ])
    expect(await locationsIn(files.get('/sitemaps/2026.xml'))).toEqual([`${AT}/2026/a/`])
    const pages = await locationsIn(files.get('/sitemaps/pages.xml'))
    expect(pages).toEqual(expect.arrayContaining([`${AT}/`, `${AT}/about/`, `${AT}/feeds/`, `${AT}/changes/`]))
  })

  test('a story changed when subscribers last had reason to look again', async () => {
    const corrected = storyOf('a', { corrections: [{ date: on(3), note: 'Put right.' }] })
    const xml = await canonicalXml(filesOf([corrected]).get('/sitemaps/2026.xml') ?? '')
    expect(textsOf(xml, 'lastmod')).toEqual(['2026-01-03T12:00:00Z'])
  })

  test('names every language of a story with each of them', async () => {
    const french = storyOf('a.fr', { story: '2026/a', lang: 'fr', permalink: '/fr/2026/a/' })
    const xml = await canonicalXml(filesOf([storyOf('a'), french, storyOf('b')]).get('/sitemaps/2026.xml') ?? '')
    expect(attributesOf(xml, 'xhtml:link', 'hreflang')).toEqual(['en', 'fr', 'en', 'fr'])
    expect(attributesOf(xml, 'xhtml:link', 'href').slice(0, 2)).toEqual([`${AT}/2026/a/`, `${AT}/fr/2026/a/`])
  })

  test('has the inputs of a file change whenever its text does, and not else', () => {
    const french = storyOf('a.fr', { story: '2026/a', lang: 'fr', permalink: '/fr/2026/a/' })
    const older = storyOf('older', { date: { at: Date.UTC(2015, 5, 10), dateOnly: true } })
    const newsrooms = [
      [storyOf('a'), older],
      [storyOf('a', { title: 'Another title' }), older],
      [storyOf('a', { corrections: [{ date: on(3), note: 'Put right.' }] }), older],
      [storyOf('a'), french, older],
      [storyOf('b'), older],
      [storyOf('a')],
    ]
    const said = newsrooms.flatMap(articles => {
      const edition = editionAt({ articles, standing: [ABOUT] }, { site, asOf: on(10).at })
      return discoveryFiles(edition, site).map(({ path, inputs, text }) => [JSON.stringify([path, inputs()]), path + text()])
    })
    const texts = new Map(said.map(([inputs, text]) => [inputs, text]))
    expect(said.map(([inputs]) => texts.get(inputs))).toEqual(said.map(([, text]) => text))
    expect(new Set(texts.values()).size).toBe(texts.size)
  })

  test('says nothing of drafts, of what is to come, was withdrawn, or has its home elsewhere', () => {
    const files = filesOf([
      storyOf('draft', { draft: true }),
      storyOf('later', { date: on(11) }),
      storyOf('withdrawn', { withdrawn: { date: on(2), reason: 'Wrong.', replacement: undefined } }),
      storyOf('elsewhere', { canonical: 'https://example.org/story' }),
    ])
    expect([...files.values()].join('')).not.toMatch(/draft|later|withdrawn|elsewhere/)
    expect([...files.keys()]).toEqual(['/sitemaps/pages.xml', '/sitemap.xml', '/robots.txt'])
  })

  test('a story that names itself as its home is found here', () => {
    const files = filesOf([storyOf('own', { canonical: `${AT}/2026/own/`, date: on(9) })])
    expect(files.get('/sitemaps/2026.xml')).toContain(`${AT}/2026/own/`)
    expect(files.get('/sitemap-news.xml')).toContain(`${AT}/2026/own/`)
  })

  test('holds 50,000 addresses at most, and a newer story leaves full ones as they are', async () => {
    const stories = Array.from({ length: 50_002 }, (_, index) =>
      storyOf(String(index), {
        topics: [],
        authors: [],
        date: { at: on(1).at - index * 100, dateOnly: false },
        section: undefined,
      }),
    )
    const [before, after] = [filesOf(stories.slice(1)), filesOf(stories)]
    const count = (name: string): number => (after.get(name) ?? '').split('<loc>').length - 1
    expect([count('/sitemaps/2026.xml'), count('/sitemaps/2026-2.xml')]).toEqual([50_000, 2])
    expect(after.get('/sitemaps/2026.xml')).toBe(before.get('/sitemaps/2026.xml'))
  })
})

describe('newsSitemapOf', () => {
  test('has the stories of the last two days, as they were first published', async () => {
    const news = storyOf('now', {
      title: 'AT&T <b>\u0000',
      date: on(9),
      lang: 'zh-Hans',
      corrections: [{ date: on(10), note: 'x' }],
    })
    const xml = await canonicalXml(filesOf([news, storyOf('old', { date: on(8) })]).get('/sitemap-news.xml') ?? '')
    expect(textsOf(xml, 'loc')).toEqual([`${AT}/2026/now/`])
    expect(textsOf(xml, 'news:title')).toEqual(['AT&T <b>'])
    expect(textsOf(xml, 'news:language')).toEqual(['zh-cn'])
    expect(textsOf(xml, 'news:publication_date').map(date => Date.parse(date))).toEqual([on(9).at])
  })

  test('is not there where nothing is news', () => {
    expect(filesOf([storyOf('old')]).has('/sitemap-news.xml')).toBe(false)
    expect(filesOf([storyOf('old')]).get('/robots.txt')).toBe(`User-agent: *\nDisallow:\n\nSitemap: ${AT}/sitemap.xml\n`)
  })
})
