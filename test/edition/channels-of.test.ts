import { describe, expect, test } from 'vitest'
import { changesOf } from '../../src/edition/changes.ts'
import { channelsOf } from '../../src/edition/channels-of.ts'
import { byLanguage } from '../../src/edition/group-stories.ts'
import { subjectsOf } from '../../src/edition/subjects.ts'
import type { Article } from '../../src/model/article.ts'
import type { Site } from '../../src/model/site.ts'
import { namesOf, on, site, storyOf } from './stories.ts'

function channelsIn(released: readonly Article[], fields: Partial<Site> = {}) {
  const at = { ...site, ...fields }
  return channelsOf({
    site: at,
    released,
    languages: byLanguage(released),
    subjects: subjectsOf(released, at),
    changes: changesOf(released, at),
  })
}

const goods = { slug: 'goods', title: 'Goods' }
const desk = { slug: 'desk', name: 'The desk', type: 'person' as const, email: undefined, url: undefined }

const stories = [
  storyOf('b', { topics: [goods], date: on(2) }),
  storyOf('a', { section: 'Trade News', authors: [desk], updated: { date: on(3), note: 'More.' } }),
]
const french = storyOf('c', { lang: 'fr', topics: [goods], date: on(1) })

describe('channelsOf', () => {
  test('the site first, the changes, then every topic, section and author', () => {
    const channels = channelsIn(stories)
    expect(channels.map(({ kind, path }) => [kind, path])).toEqual([
      ['site', '/'],
      ['changes', '/changes/'],
      ['topic', '/topics/goods/'],
      ['section', '/sections/trade-news/'],
      ['author', '/authors/desk/'],
    ])
    const [whole, changes, topic, section, author] = channels.map(namesOf)
    expect([whole, topic, section, author]).toEqual([['b', 'a'], ['b'], ['a'], ['a']])
    expect(changes).toEqual([expect.stringMatching(/^a#update/)])
  })

  test('no later spelling renames a channel', () => {
    const spelt = [
      storyOf('b', { section: 'TRADE news', topics: [{ slug: 'goods', title: 'GOODS' }], date: on(2) }),
      storyOf('a', { section: 'Trade News', topics: [goods] }),
    ]
    const titles = channelsIn(spelt).map(({ title }) => title.split(' – ')[0])
    expect(titles.slice(2)).toEqual(['Goods', 'Trade News'])
  })

  test('an empty newsroom has its own channel and the changes', () => {
    expect(channelsIn([]).map(({ kind, stories }) => [kind, stories])).toEqual([
      ['site', []],
      ['changes', []],
    ])
  })

  test('topics and authors that are declared have a channel before their first story', () => {
    const declared = { topics: new Map([['goods', { title: 'Goods', description: 'What is traded.' }]]) }
    const topic = channelsIn([], { ...declared, authors: new Map([['desk', desk]]) }).find(({ kind }) => kind === 'topic')
    expect(topic).toMatchObject({ path: '/topics/goods/', stories: [], description: 'What is traded.' })
  })

  test('languages and sections that are declared keep their feeds when their last story leaves', () => {
    const declared = {
      languages: ['en', 'fr'],
      sections: new Map([
        ['trade-news', { name: 'Trade News', title: 'Trade News', disclaimer: undefined, boilerplate: undefined }],
      ]),
    }
    const paths = (released: readonly Article[]): readonly string[] =>
      channelsIn(released, declared)
        .filter(({ kind }) => kind === 'language' || kind === 'section')
        .map(({ path }) => path)
    expect(paths([...stories, french])).toEqual(['/sections/trade-news/', '/en/', '/fr/'])
    expect(paths(stories.slice(0, 1))).toEqual(['/sections/trade-news/', '/en/', '/fr/'])
  })

  test('titles and descriptions tell the channels apart, and are never the same', () => {
    const channels = channelsIn([...stories, french])
    const titles = channels.map(({ title }) => title)
    expect(new Set(titles).size).toBe(titles.length)
    for (const { title, description } of channels) expect(description).not.toBe(title)
  })

  test('one language has no channel of its own beside the site', () => {
    expect(channelsIn(stories).filter(({ kind }) => kind === 'language')).toEqual([])
  })

  test('each of several languages has one, and each topic within it, whose page is that of the language', () => {
    const channels = channelsIn([...stories, french])
    const ofLanguages = channels.filter(({ path }) => /^\/(en|fr)\//.test(path))
    expect(ofLanguages.map(channel => [channel.kind, channel.path, channel.page, channel.lang, namesOf(channel)])).toEqual([
      ['language', '/en/', '/', 'en', ['b', 'a']],
      ['language', '/fr/', '/fr/', 'fr', ['c']],
      ['topic', '/en/topics/goods/', '/topics/goods/', 'en', ['b']],
      ['topic', '/fr/topics/goods/', '/fr/topics/goods/', 'fr', ['c']],
    ])
    expect(channels[0] && namesOf(channels[0])).toEqual(['b', 'a', 'c'])
  })

  test('withdrawn stories stay: their subscribers are told', () => {
    const withdrawn = storyOf('a', { topics: [goods], withdrawn: { date: on(5), reason: 'In error.', replacement: undefined } })
    for (const channel of channelsIn([withdrawn]).filter(({ kind }) => kind !== 'changes'))
      expect(namesOf(channel)).toEqual(['a'])
  })
})
