import { describe, expect, test } from 'vitest'
import { RIGHT_JSON, spoiled } from './right-feeds.ts'
import { problemsOfFeed } from './validate.ts'

/** What is wrong, the spot that is spoiled, what comes in its place, and the problem that must be told. */
type Case = readonly [what: string, from: string, to: string, problem: RegExp]

const AGAINST_THE_SCHEMA: readonly Case[] = [
  ['text that is no JSON', '"items": [', '"items": ', /not well-formed/],
  ['version 1.0', 'version/1.1', 'version/1', /schema: \/version/],
  ['no title', '"title": "Example News",', '', /schema: .*'title'/],
  ['an empty title', '"title": "Example News"', '"title": ""', /schema: \/title/],
  ['no items', '"items"', '"_items"', /schema: .*'items'/],
  ['an unknown key', '"icon"', '"logo"', /schema: .*: logo/],
  ['the author of version 1.0', '"authors": [', '"author": [', /schema: .*: author/],
  [
    'the author of version 1.0 in an item',
    '"authors": [\n        {\n          "name": "Press Office"',
    '"author": [\n        {\n          "name": "Press Office"',
    /schema: \/items\/0 .*: author/,
  ],
  ['an unknown key of an item', '"summary"', '"abstract"', /schema: \/items\/0 .*: abstract/],
  ['an unknown key of a person', '"name": "Press Office"', '"email": "a@example.org"', /schema: .*: email/],
  ['an unknown key of an attachment', '"size_in_bytes"', '"length"', /schema: .*: length/],
  ['an id that is a number', '"id": "tag:news.example.org,2015:2015/accession"', '"id": 17', /schema: \/items\/0\/id/],
  ['no id', '"id": "tag:news.example.org,2015:2015/accession",', '', /schema: \/items\/0 .*'id'/],
  ['no content', '"content_html": "<p>Les “négociations” sont closes.</p>",', '', /schema: \/items\/1 .*content_html/],
  [
    'a relative URL',
    '"url": "https://news.example.org/2015/accession/"',
    '"url": "/2015/accession/"',
    /schema: \/items\/0\/url/,
  ],
  ['a URL that is no ASCII', 'org/2015/accession/"', 'org/вступление/"', /schema: \/items\/0\/url/],
  ['a date without a zone', '2015-07-27T09:00:00Z', '2015-07-27T09:00:00', /schema: \/items\/0\/date_published/],
  ['a day that does not exist', '2015-07-27T09:00:00Z', '2015-02-30T09:00:00Z', /schema: \/items\/0\/date_published/],
  ['one tag without a list', '"tags": [\n        "Accessions"\n      ]', '"tags": "Accessions"', /schema: \/items\/0\/tags/],
  ['a tag twice', '"Accessions"', '"Accessions", "Accessions"', /schema: \/items\/0\/tags/],
  ['one author without a list', '"authors": [', '"authors": {}, "_x": [', /schema: \/authors/],
  [
    'an attachment without an address',
    '"url": "https://news.example.org/2015/hall.jpg",',
    '',
    /schema: .*attachments\/0 .*'url'/,
  ],
  ['an attachment without a type', '"mime_type": "image/jpeg",', '', /schema: .*attachments\/0 .*'mime_type'/],
  ['an attachment of a type that is none', '"image/jpeg"', '"jpeg"', /schema: .*mime_type/],
  ['an attachment of no bytes', '1234', '0', /schema: .*size_in_bytes/],
  ['a size in words', '1234', '"1234"', /schema: .*size_in_bytes/],
  ['an extension that is no object', '"_courant": {', '"_x": 1, "_courant": {', /schema: \/_x/],
  ['a language that is none', '"language": "en"', '"language": "en_GB"', /schema: \/language/],
]

const AGAINST_THE_RULES: readonly Case[] = [
  ['no feed_url', '"feed_url": "https://news.example.org/feed.json",', '', /0 self links/],
  ['a feed_url that is not the address', 'org/feed.json', 'org/feed/', /self link is "https:\/\/news.example.org\/feed\/"/],
  ['no home_page_url', '"home_page_url": "https://news.example.org/",', '', /no page that shows the same/],
  [
    'a next_url that is the feed',
    '"icon"',
    '"next_url": "https://news.example.org/feed.json", "icon"',
    /next_url is the feed itself/,
  ],
  ['no language', '"language": "en",', '', /names no language/],
  ['a language no tag can be', '"language": "fr"', '"language": "fr-fr-fr-fr"', /"fr-fr-fr-fr" is no language tag/],
  ['no description', '"description": "News of accessions",', '', /the feed has no description/],
  ['a description equal to the title', 'News of accessions', 'Example News', /description of the feed is its title/],
  ['the same id twice', '2015:fr/2015/kazakhstan', '2015:2015/accession', /two items have the id/],
  ['an id of blanks', 'tag:news.example.org,2015:fr/2015/kazakhstan', ' ', /item 2: no id/],
  ['no title in an item', '"title": "Le Kazakhstan conclut",', '', /item 2: no title/],
  ['no link', '"url": "https://news.example.org/fr/2015/kazakhstan/",', '', /item 2: no link/],
  ['no date', '"date_published": "2015-07-27T09:00:00Z",', '', /item 1: no date/],
  ['no summary', '"summary": "Les négociations sont closes.",', '', /item 2: no summary/],
  [
    'a summary equal to the title',
    'Les négociations sont closes.',
    'Le Kazakhstan conclut',
    /item 2: the summary is the title/,
  ],
  ['content as text only', '"content_html": "<p>Les', '"content_text": "<p>Les', /item 2: no full content/],
  [
    'an update before the publication',
    '"date_modified": "2015-07-28',
    '"date_modified": "2015-07-26',
    /item 1: updated .* before it was published/,
  ],
  ['a lower-case date', '2015-07-27T09:00:00Z', '2015-07-27t09:00:00z', /no RFC 3339 date/],
  ['a zone that does not exist', '+02:00', '+23:59', /a zone that does not exist/],
  ['an attachment without a size', ',\n          "size_in_bytes": 1234', '', /no size_in_bytes/],
  ['an attachment of another type than its file', '"image/jpeg"', '"image/png"', /attachment's type is "image\/png"/],
  ['an attachment of an unregistered type', '"image/jpeg"', '"image/jpg"', /"image\/jpg" is not registered/],
  ['a link that runs a script', 'https://news.example.org/icon.png', 'javascript:x', /kind that no reader should follow/],
  [
    'a relative link in a body',
    'href=\\"https://news.example.org/about/\\"',
    'href=\\"#about\\"',
    /<a href>: relative URL "#about"/,
  ],
  ['an escaped control character', 'News of', 'News\\u0001of', /\/description holds the forbidden character U\+0001/],
  ['half a character', 'News of', 'News\\ud800of', /forbidden character U\+D800/],
  [
    'an unassigned character in an extension',
    '© Example',
    '\\ufdd0Example',
    /_courant\/rights holds the forbidden character U\+FDD0/,
  ],
  ['an unassigned character', 'News of', 'News\uFDD0of', /the document holds the forbidden character U\+FDD0/],
]

describe('problemsOfFeed, JSON Feed', () => {
  test('problemsOfFeed: a right JSON Feed has none', async () => {
    expect(await problemsOfFeed(RIGHT_JSON)).toEqual([])
  })

  test.each([...AGAINST_THE_SCHEMA, ...AGAINST_THE_RULES])(
    'problemsOfFeed: JSON Feed with %s is told',
    async (_, from, to, problem) => {
      expect((await problemsOfFeed(spoiled(RIGHT_JSON, [from, to]))).join('\n')).toMatch(problem)
    },
  )

  test('problemsOfFeed: an item without authors in a feed without any is told', async () => {
    const anonymous = spoiled(spoiled(RIGHT_JSON, ['"authors"', '"_authors_of_feed"']), [
      '"_authors_of_feed": [',
      '"_authors_of_feed": {}, "_x": {}, "hubs": [',
    ])
    const hubless = spoiled(anonymous, ['"name": "Example Press Office",', '"type": "WebSub",'])
    expect(await problemsOfFeed(hubless)).toEqual([])
    const item = spoiled(hubless, [
      '"authors": [\n        {\n          "name": "Press Office"\n        },',
      '"_x": {}, "authors": [',
    ])
    expect(await problemsOfFeed(item)).toEqual([])
    const none = spoiled(item, [',\n      "authors": [\n        {\n          "name": "Press Office"\n        }\n      ]', ''])
    expect(await problemsOfFeed(none)).toEqual(['feed.json: item 2 has no author, and neither has the feed'])
  })

  test('problemsOfFeed: a date later than asOf is told', async () => {
    const problems = await problemsOfFeed({ ...RIGHT_JSON, asOf: '2015-07-27T08:59:59Z' })
    expect(problems).toContain('feed.json: /items 1/date_published: "2015-07-27T09:00:00Z" is later than 2015-07-27T08:59:59Z')
  })
})
