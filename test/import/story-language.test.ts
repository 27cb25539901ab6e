import { describe, expect, test } from 'vitest'
import { BLANK_STORY, type SourceStory } from '../../src/import/source.ts'
import { otherLanguage, refuseOtherLanguage } from '../../src/import/story-language.ts'
import { newsroomOf, SITE_YAML, type TemporaryNewsroom, writeFiles } from '../support/newsroom.ts'
import { articleAt, importInto } from './import-into.ts'

const ENGLISH = { lang: 'en', languages: [] }

describe('otherLanguage', () => {
  test.each([
    ['de-DE', { lang: 'de', languages: [] }, undefined],
    ['de', { lang: 'de-AT', languages: [] }, undefined],
    ['de_DE', { lang: 'en', languages: ['en', 'de'] }, 'de'],
    ['en-US', { lang: 'en-GB', languages: ['en-GB', 'en-US'] }, 'en-US'],
    ['de-DE', ENGLISH, 'de-DE'],
    ['zh-TW', { lang: 'zh', languages: [] }, 'zh-TW'],
    ['us', ENGLISH, undefined],
    ['the usual', ENGLISH, undefined],
    [undefined, ENGLISH, undefined],
  ])('of %s among %j is %s', (lang, site, expected) => {
    expect(otherLanguage(lang, site)).toBe(expected)
  })
})

describe('refuseOtherLanguage', () => {
  const stories = (...langs: readonly (string | undefined)[]): readonly SourceStory[] =>
    langs.map(lang => ({ ...BLANK_STORY, lang }))

  test('takes a source of which no language that is not declared has most', () => {
    refuseOtherLanguage([], ENGLISH)
    refuseOtherLanguage(stories('de', 'en'), ENGLISH)
    refuseOtherLanguage(stories('de', 'fr', undefined), ENGLISH)
    refuseOtherLanguage(stories('de-DE', 'de'), { lang: 'en', languages: ['de'] })
  })

  test('says what to write where one has', () => {
    expect(() => refuseOtherLanguage(stories('de-DE', 'de-AT', 'en'), { lang: 'en', languages: ['en', 'fr'] })).toThrow(
      expect.objectContaining({
        message: 'most of its stories, 2 of 3, are in another language than the newsroom, whose own is en',
        remedy: 'write lang: de-DE in site.yaml; or, where the newsroom is to have both, languages: [en, fr, de-DE]',
      }),
    )
  })
})

describe('import: a site in another language than a new newsroom', () => {
  const HOME = 'https://news.example.org'
  const item = (path: string): string =>
    `<item><title>Hafen</title><link>${HOME}${path}</link><guid>${path}</guid><pubDate>Mon, 02 Mar 2015 09:00:00 GMT</pubDate><description>Der Hafen.</description></item>`

  async function importGerman(path: string, site: string): Promise<TemporaryNewsroom> {
    const newsroom = newsroomOf({ 'site.yaml': SITE_YAML.replace('lang: en\n', site) })
    const feed = `<rss version="2.0"><channel><title>Alt</title><link>${HOME}/</link><language>de-DE</language>${item(path)}</channel></rss>`
    writeFiles(newsroom.root, { 'feed.xml': feed })
    await importInto(newsroom, `${newsroom.root}/feed.xml`)
    return newsroom
  }

  test('is refused, dry or not, until site.yaml says the language', async () => {
    await expect(importGerman('/2015/hafen/', 'lang: en\n')).rejects.toThrow('most of its stories, 1 of 1,')
    const newsroom = await importGerman('/2015/hafen/', 'lang: de\n')
    expect(articleAt(newsroom, '2015/hafen.md')).toContain('Der Hafen.')
    const { diagnostics } = await newsroom.publish()
    expect(diagnostics).toEqual([])
    expect(newsroom.out().has('2015/hafen/index.html')).toBe(true)
  })

  test('keeps its addresses below the language’s folder where the newsroom has both', async () => {
    const newsroom = await importGerman('/de/2015/hafen/', 'lang: en\nlanguages: [en, de]\n')
    expect(articleAt(newsroom, '2015/hafen.de.md')).not.toContain('aliases')
    await newsroom.publish()
    expect(newsroom.out().has('de/2015/hafen/index.html')).toBe(true)
  })
})
