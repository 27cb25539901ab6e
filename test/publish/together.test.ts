import { describe, expect, test } from 'vitest'
import { newsroomOf, SITE_YAML, shown, story } from '../support/newsroom.ts'

const SITE = `${SITE_YAML}languages: [en, fr, es]\n`
const EDITIONS = {
  'site.yaml': SITE,
  'harbour.md': story({ title: 'Harbour', release: 'together' }),
  'harbour.fr.md': story({ title: 'Port', draft: true }),
}
const HELD =
  'harbour.md:4:10 warning waiting release: this story waits for its other languages: fr (harbour.fr.md is a draft), es (harbour.es.md is not there, or has mistakes) | finish them; or take release: together away, and each edition goes out by itself'

/** Every published text in which a word stands. */
function filesWith(newsroom: ReturnType<typeof newsroomOf>, word: string): readonly string[] {
  return [...newsroom.out()].flatMap(([path, bytes]) => (bytes.includes(word) ? [path] : []))
}

describe('publish: release: together', () => {
  test('publish: nothing of the story is out before its last language is ready, and what is missing is named', async () => {
    const newsroom = newsroomOf(EDITIONS)
    expect(shown((await newsroom.publish()).diagnostics)).toEqual([HELD])
    expect(filesWith(newsroom, 'Harbour')).toEqual([])
    newsroom.write({
      'harbour.fr.md': story({ title: 'Port' }),
      'harbour.es.md': story({ title: 'Puerto', date: '2026-05-31' }),
    })
    const { diagnostics, edition } = await newsroom.publish()
    expect(diagnostics).toEqual([])
    expect(edition.released.map(({ title }) => title).sort()).toEqual(['Harbour', 'Port', 'Puerto'])
    expect(newsroom.read('harbour/index.html')).not.toContain('Not available in')
  })

  test('publish: once out, a translation that is set back takes no other edition with it', async () => {
    const newsroom = newsroomOf({
      ...EDITIONS,
      'harbour.fr.md': story({ title: 'Port' }),
      'harbour.es.md': story({ title: 'Puerto' }),
    })
    await newsroom.publish()
    newsroom.write({ 'harbour.es.md': story({ title: 'Puerto', draft: true }) })
    const { edition } = await newsroom.publish()
    expect(edition.released.map(({ title }) => title).sort()).toEqual(['Harbour', 'Port'])
    expect(newsroom.read('harbour/index.html')).toContain('<li lang="es"><bdi>Español</bdi></li>')
  })

  test('publish: with a mistake in one language, all are held', async () => {
    const newsroom = newsroomOf({ ...EDITIONS, 'harbour.fr.md': story({ sumary: 'x' }), 'harbour.es.md': story() })
    const { edition, diagnostics } = await newsroom.publish()
    expect(edition.released).toEqual([])
    expect(shown(diagnostics)).toEqual([
      'harbour.fr.md:4:9 error unknown-field sumary: there is no such field | did you mean summary?',
      HELD.replace('(harbour.fr.md is a draft), es (harbour.es.md', '(harbour.fr.md'),
    ])
  })
})

describe('publish: languages that a story has not yet', () => {
  test.each([
    ['harbour.md', 'en', 'Not available in:'],
    ['harbour.fr.md', 'fr', 'Pas encore disponible en :'],
    ['harbour.ar.md', 'ar', 'غير متاح باللغات:'],
  ])('publish: %s says so on its page', async (path, lang, words) => {
    const newsroom = newsroomOf({ 'site.yaml': `${SITE_YAML}languages: [${lang}, zh]\n`, [path]: story() })
    await newsroom.publish()
    const page = newsroom.read(lang === 'en' ? 'harbour/index.html' : `${lang}/harbour/index.html`)
    expect(page).toContain(`<div class="lacking"><p>${words}</p>\n<ul>\n<li lang="zh"><bdi>中文</bdi></li>`)
  })

  test('publish: where no languages are declared, none is missed', async () => {
    const newsroom = newsroomOf({ 'a.md': story() })
    await newsroom.publish()
    expect(newsroom.read('a/index.html')).not.toContain('class="lacking"')
  })

  test('publish: a language declared wrongly is told at its place', async () => {
    const { diagnostics } = await newsroomOf({ 'site.yaml': `${SITE_YAML}languages: [en, french]\n` }).attempt()
    expect(shown(diagnostics)).toEqual([
      'site.yaml:7:17 error bad-value languages.1: cannot read "french" as a language | write its code: en, fr, es, ar, zh, ru, pt-BR',
    ])
  })

  test('publish: another word for release is told at its place', async () => {
    const { diagnostics } = await newsroomOf({ 'a.md': story({ release: 'now' }) }).publish()
    expect(shown(diagnostics)).toEqual([
      'a.md:4:10 error bad-value release: cannot read "now" as a way to release it | write together, or remove the line',
    ])
  })
})
