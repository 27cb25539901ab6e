import { parseOpml } from 'feedsmith'
import { expect, test } from 'vitest'
import { opmlOf } from '../../src/feed/opml.ts'
import { channelOf, site } from './newsroom.ts'
import { attributesOf, canonicalXml } from './read-xml.ts'

const channels = [
  channelOf([]),
  channelOf([], { kind: 'changes', path: '/changes/', title: 'Corrections and changes' }),
  channelOf([], { kind: 'topic', path: '/topics/қазақстан/', title: 'AT&T <b> "é"\u0000', description: 'a\nb' }),
  channelOf([], { kind: 'language', path: '/fr/', page: '/fr/', lang: 'fr', title: 'Nouvelles' }),
]

test('opmlOf: well-formed, and names every channel once, by its RSS document and its page', async () => {
  const canonical = await canonicalXml(opmlOf(channels, site))
  const at = 'https://news.example.org/press/'
  const topic = `${at}topics/${encodeURIComponent('қазақстан')}/`
  expect(attributesOf(canonical, 'outline', 'xmlUrl')).toEqual([
    `${at}feed.rss`,
    `${at}changes/feed.rss`,
    `${topic}feed.rss`,
    `${at}fr/feed.rss`,
  ])
  expect(attributesOf(canonical, 'outline', 'htmlUrl')).toEqual([at, `${at}changes/`, topic, `${at}fr/`])
  expect(attributesOf(canonical, 'outline', 'text')[2]).toBe('AT&T <b> "é"')
  expect(attributesOf(canonical, 'outline', 'description')[2]).toBe('a b')
  expect(attributesOf(canonical, 'outline', 'language')).toEqual(['en-GB', 'en-GB', 'en-GB', 'fr'])
})

test('opmlOf: an OPML parser reads a subscription list', () => {
  const { head, body } = parseOpml(opmlOf(channels, site))
  expect(head?.title).toBe('Accession News')
  expect(body?.outlines?.map(({ type, title }) => [type, title])).toEqual([
    ['rss', 'Accession News'],
    ['rss', 'Corrections and changes'],
    ['rss', 'AT&T <b> "é"'],
    ['rss', 'Nouvelles'],
  ])
})

test('opmlOf: no clock is asked', () => {
  expect(opmlOf(channels, site)).not.toMatch(/date/i)
})
