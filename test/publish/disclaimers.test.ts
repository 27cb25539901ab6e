import { describe, expect, test } from 'vitest'
import { newsroomOf, SITE_YAML, shown, story } from '../support/newsroom.ts'

const DATED = `${SITE_YAML}disclaimers:
  standing:
    - text: The first wording.
    - { from: 2026-05-02, text: The second wording. }
    - { from: 2026-05-04, text: The third wording. }
`

const FEEDS = ['feed.rss', 'feed.atom', 'feed.json']

describe('publish: a standing disclaimer that changed', () => {
  test('publish: every story bears the wording of its day, on its page and in every feed', async () => {
    const days = { '2026-05-01': 'first', '2026-05-02': 'second', '2026-05-03T23:59': 'second', '2026-05-04': 'third' }
    const names = Object.keys(days).map(date => date.replace(/\W/g, '-'))
    const stories = Object.keys(days).map((date, index) => [
      `${names[index]}.md`,
      story({ title: date, date, disclaimer: 'standing' }),
    ])
    const newsroom = newsroomOf({ 'site.yaml': DATED, ...Object.fromEntries(stories) })
    const { diagnostics } = await newsroom.publish()
    expect(diagnostics).toEqual([])
    for (const [index, wording] of Object.values(days).entries()) {
      expect(newsroom.read(`${names[index]?.toLowerCase()}/index.html`)).toContain(`The ${wording} wording.`)
    }
    for (const feed of FEEDS) {
      const counts = ['first', 'second', 'third'].map(
        wording => newsroom.read(feed).split(`The ${wording} wording.`).length - 1,
      )
      expect(counts, feed).toEqual([1, 2, 1])
    }
  })

  test('publish: a story older than every wording bears the oldest', async () => {
    const yaml = `${SITE_YAML}disclaimers: { standing: [{ from: 2026-04-01, text: The oldest. }, { from: 2026-05-01, text: A later one. }] }\n`
    const newsroom = newsroomOf({ 'site.yaml': yaml, 'old.md': story({ date: '2020-01-01', disclaimer: 'standing' }) })
    await newsroom.publish()
    expect(newsroom.read('old/index.html')).toContain('The oldest.')
  })

  test('publish: a wording from no day is told at its place', async () => {
    const newsroom = newsroomOf({
      'site.yaml': `${SITE_YAML}disclaimers: { standing: [{ from: 2026-05-01T09:00, text: x }] }\n`,
    })
    const { kind, diagnostics } = await newsroom.attempt()
    expect(kind).toBe('misconfigured')
    expect(shown(diagnostics).join()).toContain('"2026-05-01T09:00" is more than a day | write the day alone: 2026-05-03')
  })
})

describe('publish: a standing text that was renamed in site.yaml', () => {
  const site = (name: string): string =>
    `${SITE_YAML}disclaimers: { ${name}: No position of ours. }\nboilerplates: { about-${name}: Who we are. }\n`
  const bearing = (name: string): string => story({ title: 'Bearing', disclaimer: name, boilerplate: `about-${name}` })
  const ERRORS = [
    'a.md:4:13 error unknown-disclaimer disclaimer: there is no disclaimer "old" | write one of new, or add it to site.yaml',
    'a.md:5:14 error unknown-boilerplate boilerplate: there is no boilerplate "about-old" | did you mean about-new? if not, add it to boilerplates in site.yaml',
  ]

  test('publish: stories that bear the old name stay as they are, page and feeds, until they are mended', async () => {
    const newsroom = newsroomOf({ 'site.yaml': site('old'), 'a.md': bearing('old') })
    await newsroom.publish()
    const before = ['a/index.html', ...FEEDS].map(path => newsroom.read(path))
    newsroom.write({ 'site.yaml': site('new') })
    for (const _ of ['at once', 'and at every publish after it']) {
      const { diagnostics } = await newsroom.publish()
      expect(shown(diagnostics)).toEqual(ERRORS)
      expect(['a/index.html', ...FEEDS].map(path => newsroom.read(path))).toEqual(before)
    }
    newsroom.write({ 'a.md': bearing('new') })
    expect((await newsroom.publish()).diagnostics).toEqual([])
  })

  test('publish: a new story does not go out under the old name', async () => {
    const newsroom = newsroomOf({ 'site.yaml': site('old') })
    await newsroom.publish()
    newsroom.write({ 'site.yaml': site('new'), 'a.md': bearing('old') })
    const { diagnostics, edition } = await newsroom.publish()
    expect([shown(diagnostics), edition.released]).toEqual([ERRORS, []])
  })
})

describe('publish: a hub', () => {
  test('publish: is named in every feed, and another one writes them anew', async () => {
    const newsroom = newsroomOf({ 'a.md': story() })
    await newsroom.publish({ hub: 'https://hub.example.org/' })
    for (const feed of FEEDS) expect(newsroom.read(feed), feed).toContain('https://hub.example.org/')
    const { written } = await newsroom.publish()
    expect(written).toEqual(expect.arrayContaining(FEEDS))
    for (const feed of FEEDS) expect(newsroom.read(feed), feed).not.toContain('hub.example.org')
  })
})

const TEXTS = `${SITE_YAML}disclaimers:
  standing:
    - text: The first wording.
    - { lang: fr, text: Le premier texte. }
    - { from: 2026-05-02, text: The second wording. }
    - { from: 2026-05-03, lang: fr, text: Le second texte. }
  market: The figures are not audited.
boilerplates:
  about-us: [{ text: The office publishes. }, { lang: fr, text: L’office publie. }]
sections:
  Market news: { disclaimer: market, boilerplate: about-us }
`

/** The disclaimer and boilerplate on a page: their language, where it is marked, and their words. */
function textsOn(page: string): readonly string[] {
  return [...page.matchAll(/<aside class="(?:disclaimer|boilerplate)"[^>]*><p( lang="\w+")?[^>]*>([^<]*)</g)].map(
    ([, lang = '', text = '']) => `${lang.trim()} ${text}`.trim(),
  )
}

describe('publish: standing texts by language and section', () => {
  test.each([
    ['a.md', { date: '2026-05-01' }, ['The first wording.']],
    ['a.md', { date: '2026-05-02' }, ['The second wording.']],
    ['a.fr.md', { date: '2026-05-02' }, ['Le premier texte.']],
    ['a.fr-CH.md', { date: '2026-05-03' }, ['lang="fr" Le second texte.']],
    ['a.es.md', { date: '2026-05-02' }, ['lang="en" The second wording.']],
  ])('publish: %s of %j bears %j', async (path, fields, expected) => {
    const newsroom = newsroomOf({ 'site.yaml': TEXTS, [path]: story({ ...fields, disclaimer: 'standing' }) })
    const { edition } = await newsroom.publish()
    expect(textsOn(newsroom.read(`${edition.released[0]?.permalink.slice(1)}index.html`))).toEqual(expected)
    for (const feed of FEEDS) expect(newsroom.read(feed)).toContain(expected[0]?.replace(/^lang="\w+" /, ''))
  })

  test.each([
    ["its section's", { section: 'Market news' }, ['The figures are not audited.', 'The office publishes.']],
    [
      "its section's, however the section is written",
      { section: 'market-news' },
      ['The figures are not audited.', 'The office publishes.'],
    ],
    ['its own', { section: 'Market news', disclaimer: 'standing' }, ['The first wording.', 'The office publishes.']],
    ['none, where it says so', { section: 'Market news', disclaimer: 'none', boilerplate: 'none' }, []],
    ['none in another section', { section: 'Other' }, []],
    ['a boilerplate alone', { boilerplate: 'about-us' }, ['The office publishes.']],
  ])('publish: a story bears %s', async (_, fields, expected) => {
    const newsroom = newsroomOf({ 'site.yaml': TEXTS, 'a.md': story(fields) })
    await newsroom.publish()
    expect(textsOn(newsroom.read('a/index.html'))).toEqual(expected)
  })

  test('publish: the disclaimer stands in JSON-LD', async () => {
    const newsroom = newsroomOf({ 'site.yaml': TEXTS, 'a.fr.md': story({ disclaimer: 'standing' }) })
    await newsroom.publish()
    expect(newsroom.read('fr/a/index.html')).toContain(
      '"usageInfo":{"@type":"CreativeWork","text":"Le premier texte.","inLanguage":"fr"}',
    )
  })
})

describe('publish: notes to editors and a media contact', () => {
  const FIELDS = {
    notes: ['Photographs are free to use.', 'The hall opens at eight.'],
    contact: { name: 'Press office', email: 'press@example.org', phone: '+41 (0)22 739 51 11' },
  }

  test.each([
    ['a.md', 'en', 'Notes to editors', 'Media contact'],
    ['a.fr.md', 'fr', 'Notes aux rédactions', 'Contact pour la presse'],
    ['a.es.md', 'es', 'Notas para la redacción', 'Contacto de prensa'],
    ['a.ru.md', 'ru', 'Примечания для редакций', 'Контакт для прессы'],
    ['a.ar.md', 'ar', 'ملاحظات للمحررين', 'جهة الاتصال لوسائل الإعلام'],
    ['a.zh.md', 'zh', '编者须知', '媒体联系'],
  ])('publish: %s has them below its text, on the page and in every feed', async (path, lang, notes, contact) => {
    const newsroom = newsroomOf({ [path]: story(FIELDS) })
    await newsroom.publish()
    const page = newsroom.read(lang === 'en' ? 'a/index.html' : `${lang}/a/index.html`)
    expect(page).toContain(`<h2>${notes}</h2>
<ol>
<li>Photographs are free to use.</li>
<li>The hall opens at eight.</li>
</ol>
<h2>${contact}</h2>
<p>Press office<br><a href="mailto:press@example.org" dir="ltr">press@example.org</a><br><a href="tel:+41227395111" dir="ltr">+41 (0)22 739 51 11</a></p>`)
    for (const feed of FEEDS) {
      const text = newsroom.read(feed)
      for (const words of [notes, contact, 'press@example.org', 'tel:+41227395111']) expect(text, feed).toContain(words)
    }
  })

  test('publish: a story that is withdrawn has none of them any more', async () => {
    const newsroom = newsroomOf({ 'a.md': story({ ...FIELDS, withdrawn: { date: '2026-05-02', reason: 'In error.' } }) })
    await newsroom.publish()
    for (const path of ['a/index.html', ...FEEDS]) expect(newsroom.read(path)).not.toContain('press@example.org')
  })
})
