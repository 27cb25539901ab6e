import { expect, test } from 'vitest'
import { newsroomOf, SITE_YAML, shown, story, type TemporaryNewsroom } from '../support/newsroom.ts'

const NAMES = `
languages: [en, fr, ar]
topics:
  accessions:
    title: { en: Accessions, fr: Adhésions, ar: الانضمام }
    description: { en: How governments join., ar: كيف تنضم الحكومات. }
  goods: { title: Goods }
sections:
  Markets: { title: { en: Markets and prices, FR: Marchés } }
  Courts: {}
authors:
  desk: { name: { en: News desk, fr: Rédaction, ar: هيئة التحرير }, type: organization }
`

const SHARED = { topics: ['accessions', 'goods'], section: 'Markets', authors: ['desk'] }

/** A newsroom in three languages, with or without names in all of them. */
function newsroomIn(names = NAMES): TemporaryNewsroom {
  return newsroomOf({
    'site.yaml': SITE_YAML + names,
    'a.md': story({ title: 'A', ...SHARED }),
    'a.fr.md': story({ title: 'Un', ...SHARED }),
    'a.ar.md': story({ title: 'واحد', ...SHARED }),
    'b.fr-CH.md': story({ title: 'Deux', section: 'courts', topics: ['accessions'] }),
  })
}

const IN_ENGLISH = NAMES.replace(/\{ en: ([^,]+), (?:fr|FR|ar): [^}]+\}/g, '$1')

function headingOf(newsroom: TemporaryNewsroom, path: string): string | undefined {
  return /<h1[^>]*>(.*?)<\/h1>/.exec(newsroom.read(path))?.[1]
}

interface JsonFeed {
  readonly title: string
  readonly description: string
  readonly items: readonly {
    readonly id: string
    readonly tags?: readonly string[]
    readonly authors?: readonly { readonly name: string }[]
  }[]
}

function feedOf(newsroom: TemporaryNewsroom, path: string): JsonFeed {
  return JSON.parse(newsroom.read(`${path}feed.json`))
}

test('publish: topics, sections and authors are called by their names in each language, on lists and on stories', async () => {
  const newsroom = newsroomIn()
  expect(shown((await newsroom.publish()).diagnostics)).toEqual([])
  const lists = ['topics/accessions', 'topics/goods', 'sections/markets', 'authors/desk']
  const headings = ['', 'fr/', 'ar/'].map(prefix => lists.map(list => headingOf(newsroom, `${prefix}${list}/index.html`)))
  expect(headings).toEqual([
    ['Accessions', 'Goods', 'Markets and prices', 'News desk'],
    ['Adhésions', 'Goods', 'Marchés', 'Rédaction'],
    ['الانضمام', 'Goods', 'Markets and prices', 'هيئة التحرير'],
  ])
  expect(newsroom.read('ar/topics/accessions/index.html')).toContain('<p>كيف تنضم الحكومات.</p>')
  expect(newsroom.read('fr/topics/accessions/index.html')).toContain('<p><bdi lang="en">How governments join.</bdi></p>')

  const page = newsroom.read('fr/a/index.html')
  expect(page).toContain('<p class="kicker"><a href="/fr/sections/markets/">Marchés</a></p>')
  expect(page).toContain('<a href="/fr/topics/accessions/" rel="tag">Adhésions</a>')
  expect(page).toContain('<a href="/fr/authors/desk/" rel="author">Rédaction</a>')
  expect(page).toContain('<meta property="article:section" content="Marchés">')
  expect(page).toContain('"articleSection":"Marchés","about":[{"@type":"Thing","name":"Adhésions"}')
  expect(newsroom.read('ar/search/index.html')).toContain('<a href="/ar/topics/accessions/">الانضمام</a>')
  // A language of the same family, and a name that is the same everywhere.
  expect(headingOf(newsroom, 'fr-ch/topics/accessions/index.html')).toBe('Adhésions')
  expect(headingOf(newsroom, 'fr-ch/sections/courts/index.html')).toBe('Courts')
})

test('publish: feeds bear the names of their language, and entries those of their own', async () => {
  const newsroom = newsroomIn()
  await newsroom.publish()
  const told = ['topics/accessions/', 'fr/topics/accessions/', 'ar/topics/accessions/', 'sections/markets/', 'authors/desk/']
  expect(told.map(path => feedOf(newsroom, path)).map(({ title, description }) => `${title} | ${description}`)).toEqual([
    'Accessions – Example News | How governments join.',
    'Adhésions – Example News (Français) | How governments join.',
    'الانضمام – Example News (العربية) | كيف تنضم الحكومات.',
    'Markets and prices – Example News | Markets and prices: News of the example.',
    'News desk – Example News | News desk: News of the example.',
  ])
  const entries = feedOf(newsroom, '').items.map(({ id, tags, authors }) => [id.split(':').at(-1), tags, authors?.[0]?.name])
  expect(entries.toSorted()).toEqual([
    ['a', ['Accessions', 'Goods'], 'News desk'],
    ['a.ar', ['الانضمام', 'Goods'], 'هيئة التحرير'],
    ['a.fr', ['Adhésions', 'Goods'], 'Rédaction'],
    ['b.fr-CH', ['Adhésions'], undefined],
  ])
  expect(newsroom.read('feed.atom')).toContain('term="accessions" label="الانضمام"')
  expect(newsroom.read('feeds.opml')).toContain('text="الانضمام – Example News (العربية)"')
})

test('publish: the page of feeds marks a topic’s words that are in another language than its own', async () => {
  const newsroom = newsroomIn()
  await newsroom.publish()
  const feeds = newsroom.read('feeds/index.html')
  expect(feeds).toContain(
    '<h3><a href="/ar/topics/accessions/" lang="ar" dir="rtl">الانضمام</a></h3>\n<p lang="ar" dir="rtl">كيف',
  )
  expect(feeds).toContain(
    '<h3><a href="/fr/topics/accessions/" lang="fr" dir="ltr">Adhésions</a></h3>\n<p>How governments join.',
  )
  expect(feeds).toContain('<h3><a href="/fr/topics/goods/">Goods</a></h3>')
})

test('publish: names that are given in more languages make no story new, and change no address', async () => {
  const newsroom = newsroomIn(IN_ENGLISH)
  await newsroom.publish()
  const [before, paths] = [feedOf(newsroom, ''), [...newsroom.out().keys()]]
  expect(before.items.flatMap(({ tags }) => tags ?? [])).not.toContain('Adhésions')
  newsroom.write({ 'site.yaml': SITE_YAML + NAMES })
  const { subscribers } = await newsroom.publish()
  expect(subscribers.flatMap(({ added }) => added)).toEqual([])
  expect(feedOf(newsroom, '').items.map(({ id }) => id)).toEqual(before.items.map(({ id }) => id))
  expect(feedOf(newsroom, '').items.flatMap(({ tags }) => tags ?? [])).toContain('Adhésions')
  expect([...newsroom.out().keys()].map(path => path.replace(/(style|feed|index)[.-][0-9a-f]+/, '$1'))).toEqual(
    paths.map(path => path.replace(/(style|feed|index)[.-][0-9a-f]+/, '$1')),
  )
})
