import { describe, expect, test } from 'vitest'
import { type ChannelDocuments, problemsAcrossFormats } from './cross-format.ts'
import { RIGHT_ATOM, RIGHT_JSON, RIGHT_RSS, spoiled } from './right-feeds.ts'

const RIGHT: ChannelDocuments = { rss: RIGHT_RSS, atom: RIGHT_ATOM, json: RIGHT_JSON }

type Case = readonly [format: 'rss' | 'atom' | 'json', from: string, to: string, problem: RegExp]

const SPOILED: readonly Case[] = [
  ['rss', '<title>Example News</title>', '<title>Other News</title>', /the feed: title is "Other News" in rss/],
  ['json', '"title": "Example News"', '"title": "Other News"', /the feed: title is "Other News" in json/],
  ['rss', '<description>News of accessions', '<description>News', /the feed: description is "News" in rss/],
  ['json', 'News of accessions', 'News', /the feed: description is "News" in json/],
  ['rss', '<link>https://news.example.org/</link>', '<link>https://example.org/</link>', /the feed: home/],
  ['json', '"home_page_url": "https://news.example.org/"', '"home_page_url": "https://example.org/"', /the feed: home/],
  ['rss', '<language>en<', '<language>de<', /the feed: lang is "de" in rss/],
  ['json', '"language": "en"', '"language": "de"', /the feed: lang is "de" in json/],
  ['rss', '<copyright>©', '<copyright>℗', /the feed: rights/],
  ['rss', 'Tue, 28 Jul 2015 09:30:00', 'Tue, 28 Jul 2015 09:31:00', /the feed: updated/],
  ['json', '"name": "Example Press Office"', '"name": "Press"', /the feed: authors/],
  ['rss', '2015:fr/2015/kazakhstan', '2015:fr/2015/KAZ', /the items are .* in rss/],
  ['json', '2015:fr/2015/kazakhstan', '2015:fr/2015/KAZ', /the items are .* in json/],
  ['rss', 'Le Kazakhstan conclut', 'Le Kazakhstan', /item 2: title is "Le Kazakhstan" in rss/],
  ['json', 'AT&T: if', 'AT&amp;T: if', /item 1: title is "AT&amp;T: if a < b then c" in json/],
  ['rss', 'org/2015/accession/', 'org/2015/accession', /item 1: link/],
  ['json', 'org/2015/accession/', 'org/2015/accession', /item 1: link/],
  ['rss', 'Mon, 27 Jul 2015 09:00:00', 'Mon, 27 Jul 2015 09:00:01', /item 1: published/],
  ['json', '2015-07-27T09:00:00Z', '2015-07-27T09:00:01Z', /item 1: published/],
  ['rss', '2015-07-28T09:30:00Z', '2015-07-28T09:30:01Z', /item 1: updated/],
  ['json', '2015-07-28T09:30:00Z', '2015-07-28T09:30:01Z', /item 1: updated/],
  ['json', '"date_modified": "2015-07-28T09:30:00Z",', '', /item 1: updated is missing in json/],
  ['rss', '<dc:creator>Desk &#x26; Co</dc:creator>', '', /item 1: authors is \["Press Office"\] in rss/],
  ['json', 'Desk & Co', 'Desk', /item 1: authors/],
  ['rss', '>Accessions<', '>accessions<', /item 1: categories/],
  ['json', '"Accessions"', '"accessions"', /item 1: categories/],
  ['rss', ' xml:lang="fr"', '', /item 2: lang is "en" in rss/],
  ['json', '"language": "fr"', '"language": "de"', /item 2: lang/],
  ['rss', 'Les “négociations”', 'Les négociations', /item 2: contentHtml/],
  ['json', 'is &amp; stays', 'is & stays', /item 1: contentHtml/],
  ['rss', 'the package &#x26;amp; the', 'the package and the', /item 1: summary/],
  ['json', 'the package & the', 'the package &amp; the', /item 1: summary/],
]

describe('problemsAcrossFormats', () => {
  test('problemsAcrossFormats: three right documents of one channel agree', async () => {
    expect(await problemsAcrossFormats(RIGHT)).toEqual([])
  })

  test.each(SPOILED)('problemsAcrossFormats: a difference in %s is told: %s', async (format, from, to, problem) => {
    const problems = await problemsAcrossFormats({ ...RIGHT, [format]: spoiled(RIGHT[format], [from, to]) })
    expect(problems[0]).toMatch(problem)
  })

  test('problemsAcrossFormats: an order of its own is told', async () => {
    const [head = '', first = '', second = ''] = RIGHT_RSS.content.split(/(?=<item)/)
    const content = `${head}${second.replace('</channel>\n</rss>\n', '')}${first}</channel>\n</rss>\n`
    expect(await problemsAcrossFormats({ ...RIGHT, rss: { ...RIGHT_RSS, content } })).toEqual([
      expect.stringMatching(/^the items are .* in rss/),
    ])
  })

  test('problemsAcrossFormats: an RSS description is read as HTML, in which an ampersand by itself is one too', async () => {
    const rss = spoiled(RIGHT_RSS, ['the package &#x26;amp; the', 'the package &#x26; the'])
    expect(await problemsAcrossFormats({ ...RIGHT, rss })).toEqual([])
  })

  test('problemsAcrossFormats: RSS may leave out when an item changed', async () => {
    const rss = spoiled(RIGHT_RSS, ['<atom:updated>2015-07-28T09:30:00Z</atom:updated>', ''])
    expect(await problemsAcrossFormats({ ...RIGHT, rss })).toEqual([])
  })

  test('problemsAcrossFormats: authors of the feed may stand for those of an item', async () => {
    const author = '<author><name>Press Office</name></author>\n<summary type="text">Les'
    const atom = spoiled(spoiled(RIGHT_ATOM, [author, '<summary type="text">Les']), [
      'Example Press Office</name>',
      'Press Office</name>',
    ])
    const json = spoiled(RIGHT_JSON, ['"name": "Example Press Office"', '"name": "Press Office"'])
    expect(await problemsAcrossFormats({ ...RIGHT, atom, json })).toEqual([])
  })

  test('problemsAcrossFormats: a disclaimer that an item lacks is told for each format', async () => {
    expect(await problemsAcrossFormats({ ...RIGHT, disclaimer: 'This story  is & stays a draft.' })).toEqual([
      'item 2: the disclaimer is missing in rss',
      'item 2: the disclaimer is missing in atom',
      'item 2: the disclaimer is missing in json',
    ])
  })
})
