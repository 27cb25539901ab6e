import { describe, expect, test } from 'vitest'
import { newsroomOf, SITE_YAML, shown, story, type TemporaryNewsroom } from '../support/newsroom.ts'

const PAGE = '---\ntitle: About\n---\n\nWho we are.\n'
const FILES = {
  'pages/about.md': PAGE,
  'harbour.md': story({ topics: ['ports'], section: 'Trade', authors: ['Anna'] }),
  'harbour.fr.md': story({ topics: ['ports'] }),
}

async function published(): Promise<TemporaryNewsroom> {
  const newsroom = newsroomOf(FILES)
  await newsroom.publish()
  return newsroom
}

/** What is told of addresses that vanish. */
async function told(newsroom: TemporaryNewsroom): Promise<readonly string[]> {
  return shown((await newsroom.publish()).diagnostics).filter(line => line.startsWith('site.yaml:1:1 warning removed'))
}

const feeds = (at: string, remedy: string): string =>
  `site.yaml:1:1 warning removed: the feeds at /${at} were published and are no more: who follows them gets an error | ${remedy}, and they stay though they are empty; or lead them on: redirects: { /${at}feed.rss: /feed.rss }, and the same for feed.atom and feed.json`

describe('publish: addresses that vanish', () => {
  test('publish: feeds of a topic, a section and an author are named, with how they stay', async () => {
    const newsroom = await published()
    newsroom.write({ 'harbour.md': story({ topics: ['ferries'] }), 'harbour.fr.md': story({ topics: ['ferries'] }) })
    expect(await told(newsroom)).toEqual([
      feeds('authors/anna/', 'declare authors: { anna: { name: … } }'),
      feeds('sections/trade/', 'declare sections: { trade: {} }'),
      feeds('topics/ports/', 'declare topics: { ports: { title: … } }'),
    ])
  })

  test('publish: feeds of a language are named, and its topics with them', async () => {
    const newsroom = await published()
    newsroom.write({ 'harbour.fr.md': story({ topics: ['ports'], draft: true }) })
    expect(await told(newsroom)).toEqual([feeds('en/', 'add en to languages'), feeds('fr/', 'add fr to languages')])
  })

  test('publish: feeds of a topic in one language may lead on to the topic', async () => {
    const newsroom = await published()
    newsroom.write({ 'harbour.fr.md': story() })
    expect(await told(newsroom)).toEqual([
      'site.yaml:1:1 warning removed: the feeds at /fr/topics/ports/ were published and are no more: who follows them gets an error | lead them on: redirects: { /fr/topics/ports/feed.rss: /topics/ports/feed.rss }, and the same for feed.atom and feed.json',
    ])
  })

  test('publish: a standing page that is renamed is named, and where it may lead', async () => {
    const newsroom = await published()
    newsroom.rename('pages/about.md', 'pages/who-we-are.md')
    const vanished =
      'site.yaml:1:1 warning removed redirects: the page /about/ was published and is no more: links to it lead nowhere | put it back, or lead them on: redirects: { /about/: /who-we-are/ }'
    expect(await told(newsroom)).toEqual([vanished])
  })

  test('publish: files that are passed through are no pages and feeds of ours', async () => {
    const statics = Object.fromEntries(
      ['index.html', 'feed.rss', 'feed.atom', 'feed.json'].map(file => [`static/ours/${file}`, 'x']),
    )
    const newsroom = newsroomOf({ ...FILES, ...statics })
    await newsroom.publish()
    expect(await told(newsroom)).toEqual([])
  })

  test('publish: what is declared, leads on, or has mistakes is not', async () => {
    const newsroom = await published()
    newsroom.rename('pages/about.md', 'pages/who-we-are.md')
    newsroom.write({
      'site.yaml': `${SITE_YAML}languages: [en, fr]\ntopics: { ports: { title: Ports } }\nsections: { Trade: {} }\nredirects: { /about/: /who-we-are/, /authors/anna/feed.rss: /feed.rss, /authors/anna/feed.atom: /feed.atom, /authors/anna/feed.json: /feed.json }\n`,
      'harbour.md': story({ topics: ['ports'] }),
      'harbour.fr.md': story({ topics: ['ports'], sumary: 'x' }),
    })
    expect(await told(newsroom)).toEqual([])
    newsroom.write({ 'pages/who-we-are.md': 'no page any more\n' })
    expect(await told(newsroom)).toEqual([])
  })
})
