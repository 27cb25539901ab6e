import { describe, expect, test } from 'vitest'
import type { Article } from '../../src/model/article.ts'
import { PLAIN_LOOK } from '../../src/model/look.ts'
import type { ArticlePage, Page } from '../../src/model/page.ts'
import type { Site } from '../../src/model/site.ts'
import { renderPage } from '../../src/page/render-page.ts'
import { themeFiles } from '../../src/page/theme-files.ts'
import {
  ARABIC_PAGE,
  ARCHIVE_PAGE,
  ARTICLE,
  ARTICLE_PAGE,
  BODY,
  FEEDS_PAGE,
  GONE_PAGE,
  HOME_PAGE,
  MONTH_PAGE,
  NOT_FOUND_PAGE,
  SITE,
  STANDING_PAGE,
  TOPIC_PAGE,
  YEAR_PAGE,
} from './example-pages.ts'

const EVERY_KIND: readonly Page[] = [
  ARTICLE_PAGE,
  ARABIC_PAGE,
  HOME_PAGE,
  TOPIC_PAGE,
  ARCHIVE_PAGE,
  YEAR_PAGE,
  MONTH_PAGE,
  STANDING_PAGE,
  FEEDS_PAGE,
  NOT_FOUND_PAGE,
  GONE_PAGE,
]

function render(page: Page, site: Site = SITE, body = ''): string {
  return renderPage(page, { site, body })
}

function articlePage(article: Partial<Article>): ArticlePage {
  return { ...ARTICLE_PAGE, article: { ...ARTICLE, ...article } }
}

const WITHDRAWN = {
  date: { at: Date.parse('2015-06-15T00:00:00+02:00'), dateOnly: true },
  reason: 'In <error>.',
  replacement: undefined,
} as const

/** Asserts that the texts stand in the page in this order. */
function expectOrder(html: string, texts: readonly string[]): void {
  const places = texts.map(text => html.indexOf(text))
  expect(places).not.toContain(-1)
  expect(places).toEqual(places.toSorted((a, b) => a - b))
}

describe('renderPage: every page', () => {
  test.each(EVERY_KIND.map(page => [page.kind, page.head.permalink, page] as const))(
    'renderPage: %s %s is a whole document',
    (_, __, page) => {
      const html = render(page)
      expect(html).toMatch(/^<!doctype html>\n<html lang="[a-z]+" dir="(ltr|rtl)">/)
      expect(html.match(/<h1[ >]/g)).toHaveLength(1)
      expect(html.match(/<main /g)).toHaveLength(1)
      expect(html).toContain('<a class="skip" href="#content">')
      expect(html).toContain(`<link rel="stylesheet" href="/press${themeFiles(SITE)[0]?.path}">`)
      expect(html).not.toMatch(/undefined|\[object|>false</)
    },
  )

  test('renderPage: offers the newsroom’s RSS and Atom first, then those of one topic, by absolute address', () => {
    const title = 'Accessions – The Accession Record'
    const at = 'https://news.example.org/press'
    for (const page of [TOPIC_PAGE, ARTICLE_PAGE])
      expect(render(page).match(/<link rel="alternate" type=.*>/g)).toEqual([
        `<link rel="alternate" type="application/rss+xml" title="The Accession Record" href="${at}/feed.rss">`,
        `<link rel="alternate" type="application/atom+xml" title="The Accession Record" href="${at}/feed.atom">`,
        `<link rel="alternate" type="application/rss+xml" title="${title}" href="${at}/topics/accessions/feed.rss">`,
        `<link rel="alternate" type="application/atom+xml" title="${title}" href="${at}/topics/accessions/feed.atom">`,
        `<link rel="alternate" type="application/feed+json" title="The Accession Record" href="${at}/feed.json">`,
      ])
  })

  test('renderPage: canonical is the page itself, or where the story was first published', () => {
    expect(render(STANDING_PAGE)).toContain('<link rel="canonical" href="https://news.example.org/press/about/">')
    expect(render(articlePage({ canonical: undefined }))).toContain(
      '<link rel="canonical" href="https://news.example.org/press/2015/kazakhstan/">',
    )
    expect(render(ARTICLE_PAGE)).toContain(
      '<link rel="canonical" href="https://www.wto.org/english/news_e/news15_e/acc_kaz_10jun15_e.htm">',
    )
  })

  test('renderPage: names the translations to machines and people, and none where there is none', () => {
    const html = render(ARTICLE_PAGE)
    expect(html).toContain('<link rel="alternate" hreflang="fr" href="https://news.example.org/press/fr/2015/kazakhstan/">')
    expect(html).toContain(
      '<a href="/press/fr/2015/kazakhstan/" lang="fr" hreflang="fr" dir="ltr" rel="alternate">Français</a>',
    )
    expect(html).toContain('<a href="/press/ar/2015/kazakhstan/" lang="ar" hreflang="ar" dir="rtl" rel="alternate">العربية</a>')
    expect(render(STANDING_PAGE)).not.toContain('hreflang')
  })

  test('renderPage: a page from right to left says so, with its interface in its language, and marks what is not', () => {
    const html = render(ARABIC_PAGE, { ...SITE, navigation: [{ label: 'About', href: '/about/' }], rights: '© Office' })
    expect(html).toContain('<html lang="ar" dir="rtl">')
    expect(html).toContain(
      '<nav class="sections" aria-label="التنقل الرئيسي"><ul>\n<li><a href="/press/about/"><bdi lang="en">About',
    )
    expect(html).toMatch(/<footer class="site-footer">.*>الأرشيف<.*<p class="publisher">الناشر: <bdi lang="en">/s)
    expect(html).toContain('<p class="rights"><bdi lang="en">© Office</bdi></p>')
    expect(html).toContain('href="/press/fr/2015/seychelles/" lang="fr" dir="ltr">')
  })

  test('renderPage: the site’s own links carry the base path; other schemes than web and mail give no link', () => {
    const site: Site = {
      ...SITE,
      navigation: [
        { label: 'Query', href: '/search/?q=a&b=c#top' },
        { label: 'Bad', href: 'javascript:alert(1)' },
        { label: 'Elsewhere', href: '//evil.example/' },
      ],
      footer: [{ text: 'Data', label: undefined, href: 'data:text/html,x' }],
    }
    const html = render(STANDING_PAGE, site)
    expect(html).toContain('<a href="/press/search/?q=a&amp;b=c#top">Query</a>')
    expect(html).toContain('<span>Bad</span>')
    expect(html).toContain('<span>Elsewhere</span>')
    expect(html).toContain('<p>Data</p>')
    expect(html).not.toMatch(/javascript:|data:text/)
  })

  test('renderPage: a footer line is linked on its label, after its text, or as a whole; feeds are always linked', () => {
    const line = (text: string, label: string | undefined) => ({
      ...SITE,
      navigation: [],
      footer: [{ text, label, href: '/contact/' }],
    })
    expect(render(STANDING_PAGE, line('Write to us now', 'to us'))).toContain(
      '<p>Write <a href="/press/contact/">to us</a> now</p>',
    )
    expect(render(STANDING_PAGE, line('Questions?', 'Contact'))).toContain(
      '<p>Questions? <a href="/press/contact/">Contact</a></p>',
    )
    expect(render(STANDING_PAGE, line('Contact', undefined))).toContain('<p><a href="/press/contact/">Contact</a></p>')
    expect(render(STANDING_PAGE, line('Contact', undefined))).toContain('<p><a href="/press/feeds/">News feeds</a></p>')
  })

  test('renderPage: the name, the link to the front page, the search and the archive stay in the page’s language', () => {
    const html = render({ ...ARABIC_PAGE, head: { ...ARABIC_PAGE.head, home: '/ar/' } })
    expect(html).toContain('<a class="name" href="/press/ar/" rel="home">')
    expect(html).toContain('<a href="/press/ar/"><bdi lang="en">News</bdi></a>')
    expect(html).toContain('<a href="/press/ar/search/">البحث</a>')
    expect(html).toContain('<p><a href="/press/ar/archive/">الأرشيف</a></p>')
  })
})

describe('renderPage: a story', () => {
  test('renderPage: says what, when, by whom, what changed and under which reservation before the text', () => {
    expectOrder(render(ARTICLE_PAGE, SITE, BODY), [
      '<p class="kicker"><a href="/press/topics/accessions/">',
      '<h1>Kazakhstan concludes',
      '<time datetime="2015-06-10T16:30:00+02:00">10 June 2015 at 16:30 CEST</time>',
      'By <a href="/press/authors/newsroom/" rel="author">Newsroom desk</a> and <a href="/press/authors/accessions-desk/"',
      '<nav class="languages"',
      '<strong>Updated <time datetime="2015-06-12">12 June 2015</time></strong> The date on which',
      '<aside class="disclaimer" aria-label="Disclaimer"><p>THIS NEWS STORY',
      '<figure class="main-image"><img src="/press/2015/kazakhstan/table.svg" alt="A long table',
      ' width="1200" height="800"',
      '<figcaption>The Working Party',
      '<span class="credit">Drawing:',
      '<p class="dateline"><strong>GENEVA</strong></p>',
      '<p>WTO Director-General',
      '<h2>Topics</h2>',
      'First published at <a href="https://www.wto.org/',
      '<li class="prev"><p>Newer story</p>',
      '<li class="next"><p>Older story</p>',
    ])
  })

  test('renderPage: a section stands in place of the topic; a change without a note shows its date only', () => {
    const html = render(articlePage({ section: 'Trade', updated: { date: { at: 0, dateOnly: true }, note: undefined } }))
    expect(html).toContain('<p class="kicker"><a href="/press/sections/trade/">Trade</a></p>')
    expect(html).toContain('<p class="date">Updated <time datetime="1970-01-01">1 January 1970</time></p>')
    expect(html).not.toContain('class="update"')
  })

  test('renderPage: corrections stand below the update and above the reservation and the text', () => {
    const corrections = [
      { date: { at: Date.parse('2015-06-13T08:00:00Z'), dateOnly: false }, note: 'A & B.' },
      { date: { at: Date.parse('2015-06-14T00:00:00+02:00'), dateOnly: true }, note: 'C.' },
    ]
    expectOrder(render(articlePage({ corrections }), SITE, BODY), [
      '<strong>Updated ',
      '<strong>Correction <time datetime="2015-06-13T10:00:00+02:00">13 June 2015 at 10:00 CEST</time></strong> A &amp; B.</p>',
      '<strong>Correction <time datetime="2015-06-14">14 June 2015</time></strong> C.</p>',
      '<aside class="disclaimer"',
      '<p>WTO Director-General',
    ])
  })

  test('renderPage: a withdrawal names what to read instead, by its title where it is known', () => {
    const instead = (replacement: string, known?: ArticlePage['replacement']): string => {
      const page = articlePage({ withdrawn: { ...WITHDRAWN, replacement } })
      const [, link = ''] = /<p>Read instead: (.*)<\/p>/.exec(render({ ...page, ...(known && { replacement: known }) })) ?? []
      return link
    }
    expect(render(articlePage({ withdrawn: WITHDRAWN }))).toContain(
      '<strong>Withdrawn <time datetime="2015-06-15">15 June 2015</time></strong> In &lt;error&gt;.</p>',
    )
    expect(render(articlePage({ withdrawn: WITHDRAWN }))).not.toContain('Read instead')
    expect(instead('https://example.org/a')).toBe('<a href="https://example.org/a">https://example.org/a</a>')
    expect(instead('/2015/é/')).toContain('href="/press/2015/%C3%A9/"')
    expect(instead('/2015/b/', { permalink: '/2015/b/', title: 'B & C', lang: 'en' })).toBe(
      '<a href="/press/2015/b/">B &amp; C</a>',
    )
    expect(instead('javascript:alert(1)')).toBe('javascript:alert(1)')
  })

  test('renderPage: files are offered with their type and size', () => {
    const file = { type: 'application/pdf', lengthBytes: 1_500_000, width: undefined, height: undefined }
    const attachments = [{ title: 'Report <1>', file: { path: '/2015/é.pdf', ...file } as const }]
    expect(render({ ...ARTICLE_PAGE, attachments })).toContain(
      '<h2>Files</h2>\n<ul class="files">\n<li><a href="/press/2015/%C3%A9.pdf" type="application/pdf">Report &lt;1&gt;</a> (PDF, 1.5 MB)</li>\n</ul>',
    )
  })

  test('renderPage: what a story has not leaves no trace', () => {
    const bare = {
      topics: [],
      authors: [],
      disclaimer: undefined,
      dateline: undefined,
      canonical: undefined,
      updated: undefined,
    }
    const html = renderPage(
      { ...articlePage(bare), image: undefined, newer: undefined, older: undefined },
      { site: SITE, body: '<p>x</p>' },
    )
    expect(html).not.toMatch(/class="(kicker|byline|update|disclaimer|main-image|dateline|origins|neighbours)"/)
  })

  test('renderPage: Open Graph describes the story and its image', () => {
    const properties = [...render(ARTICLE_PAGE).matchAll(/<meta property="([^"]+)" content="([^"]*)">/g)].map(
      ([, name, value]) => [name, value],
    )
    expect(properties).toEqual([
      ['og:type', 'article'],
      ['og:title', ARTICLE.title],
      ['og:description', ARTICLE.summary],
      ['og:url', ARTICLE.canonical],
      ['og:site_name', SITE.title],
      ['og:image', 'https://news.example.org/press/2015/kazakhstan/table.svg'],
      ['og:image:alt', 'A long table with papers and name plates in a meeting room'],
      ['og:image:width', '1200'],
      ['og:image:height', '800'],
      ['og:locale', 'en_US'],
      ['og:locale:alternate', 'fr_FR'],
      ['og:locale:alternate', 'ar_EG'],
      ['article:published_time', '2015-06-10T16:30:00+02:00'],
      ['article:modified_time', '2015-06-12'],
      ['article:tag', 'Accessions'],
      ['article:tag', 'Kazakhstan'],
    ])
  })

  test('renderPage: related stories stand between the story and the way to its neighbours, each with its day', () => {
    expectOrder(render(ARTICLE_PAGE), [
      '</article>',
      '<h2>Related stories</h2>',
      '<a href="/press/2015/seychelles/">Seychelles becomes the WTO’s 161st member</a>',
      '<time datetime="2015-04-26">26 April 2015</time>',
      '<nav class="neighbours"',
    ])
    expect(render(ARABIC_PAGE)).not.toContain('class="group related"')
  })

  test('renderPage: cells of a table are aligned by classes', () => {
    const body = '<table><thead><tr><th align="right">a</th><td colspan="2" align="center">align=</td></tr></thead></table>'
    expect(render(ARTICLE_PAGE, SITE, body)).toContain('<th class="right">a</th><td colspan="2" class="center">align=</td>')
  })

  test('renderPage: a table of the body gets a frame of its own that scrolls', () => {
    const html = render(ARTICLE_PAGE, SITE, '<p>a &lt;table&gt;</p><table><tr><td>b</td></tr></table>')
    expect(html).toContain(
      '<p>a &lt;table&gt;</p><div class="table" role="group" aria-label="Table" tabindex="0"><table><tr><td>b</td></tr></table></div>',
    )
  })
})

describe('renderPage: lists, feeds and the page for nothing', () => {
  test('renderPage: the front page leads with its lead, and its heading is the newsroom’s name', () => {
    const html = render(HOME_PAGE)
    expect(html).toContain('<title>The Accession Record</title>')
    expectOrder(html, [
      '<h1><a class="name" href="/press/"',
      'class="lead illustrated"',
      '<div class="cards">',
      'class="card illustrated"',
    ])
    expect(html).toContain('<a class="older" rel="next" href="/press/page/3/">Older stories</a>')
    expect(html).not.toContain('rel="prev"')
  })

  test('renderPage: a further page of the front page is a plain list under a title of its own', () => {
    const html = render({
      ...HOME_PAGE,
      lead: undefined,
      head: { ...HOME_PAGE.head, permalink: '/page/3/', title: 'Older news, page 3' },
    })
    expect(html).toContain('<title>Older news, page 3 · The Accession Record</title>')
    expect(html).toContain('<h1>Older news, page 3</h1>')
    expect(html).toContain('<div class="entries">')
  })

  test('renderPage: a topic has its description and its feeds; a story in another language is marked', () => {
    const html = render(TOPIC_PAGE)
    expectOrder(html, [
      '<p class="kicker">Topic</p>',
      '<h1>Accessions</h1>',
      '<p>Economies on their way',
      'href="/press/topics/accessions/feed.rss" type=',
    ])
    expect(html).toContain('<article class="entry" lang="fr" dir="ltr">')
  })

  test('renderPage: the archive counts stories by month, and leads to each month’s page or its place on its year’s', () => {
    expectOrder(render(ARCHIVE_PAGE), [
      '<h1>Archive</h1>',
      '<h2><a href="/press/archive/2015/">2015</a></h2>',
      '<li><a href="/press/archive/2015/04/">April</a> (21)</li>',
      '<h2><a href="/press/archive/2014/">2014</a></h2>',
      '<li><a href="/press/archive/2014/#month-6">June</a> (1)</li>',
    ])
    expect(render({ ...ARCHIVE_PAGE, years: [] })).toContain('<p class="empty">No stories yet.</p>')
  })

  test('renderPage: a year and a month lead back to the archive and on to those beside them', () => {
    const year = render(YEAR_PAGE)
    expectOrder(year, [
      '<p class="kicker"><a href="/press/archive/">Archive</a></p>',
      '<h1>2015</h1>',
      'June</a> (1)',
      'rel="next"',
    ])
    expect(year).not.toContain('<h2>')
    expectOrder(render(MONTH_PAGE), [
      '<h1>June 2015</h1>',
      `<a href="/press/2015/kazakhstan/">${ARTICLE.title}</a>`,
      '<a class="newer" rel="prev" href="/press/archive/2015/07/">July 2015</a>',
      '<a class="older" rel="next" href="/press/archive/2015/04/">April 2015</a>',
    ])
  })

  test('renderPage: an empty list says so', () => {
    expect(render({ ...TOPIC_PAGE, stories: [] })).toContain('<p class="empty">No stories yet.</p>')
  })

  test('renderPage: the feeds page shows every address in full, how many stories, and the newest day', () => {
    const html = render(FEEDS_PAGE)
    for (const file of ['feed.rss', 'feed.atom', 'feed.json', 'topics/accessions/feed.rss']) {
      expect(html).toContain(`dir="ltr">https://news.example.org/press/${file}</a>`)
    }
    expect(html).toContain(
      '<span>Stories: 42</span> <span>Newest: <time datetime="2015-11-30T10:00:00+01:00">30 November 2015</time></span>',
    )
    expect(html).toContain('<span>Stories: 0</span></p>')
    expect(html).toContain('href="/press/topics/%D2%9B%D0%B0%D0%B7%D0%B0%D2%9B%D1%81%D1%82%D0%B0%D0%BD/"')
  })

  test('renderPage: the pages for nothing and for what is gone or withdrawn are kept out of indexes, and only they', () => {
    const withdrawn = articlePage({ withdrawn: WITHDRAWN })
    const noindex = [...EVERY_KIND, withdrawn].filter(page => render(page).includes('<meta name="robots" content="noindex">'))
    expect(noindex).toEqual([NOT_FOUND_PAGE, GONE_PAGE, withdrawn])
  })

  test('renderPage: the page for what is gone says so, leads on, and names nothing of the story', () => {
    const html = render(GONE_PAGE)
    expectOrder(html, [
      '<h1>No longer published</h1>',
      '<p>The story that stood at this address is no longer published.</p>',
      '<p><a href="/press/">Go to the front page</a></p>',
    ])
    expect(html).not.toContain('application/ld+json')
  })
})

describe('themeFiles', () => {
  test('themeFiles: a stylesheet, named for its content, small, and asking for nothing else', () => {
    const [style, ...others] = themeFiles({ search: false, look: PLAIN_LOOK })
    expect(others).toEqual([])
    expect(style?.path).toMatch(/^\/assets\/style\.[0-9a-f]{8}\.css$/)
    expect(style?.content.length).toBeLessThan(20_000)
    expect(style?.content).not.toMatch(/url\(|@import/)
  })

  test('themeFiles: a style and a script for the search alone, which names no address and writes no HTML', () => {
    const [, style, script] = themeFiles({ search: true, look: PLAIN_LOOK })
    expect(style?.path).toMatch(/^\/assets\/search\.[0-9a-f]{8}\.css$/)
    expect(script?.path).toBe('/search/search.js')
    expect(script?.content).not.toMatch(/https?:|innerHTML|insertAdjacentHTML|eval|document\.write/)
  })
})
