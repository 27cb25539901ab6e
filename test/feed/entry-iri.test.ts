import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { entryIri } from '../../src/feed/entry-iri.ts'
import { feedDocument } from '../publish/edition-problems.ts'
import { problemsOfFeed } from '../readers/validate.ts'
import { newsroomOf, story } from '../support/newsroom.ts'

const SITE = { idPrefix: 'tag:news.example.org,2026:' }

describe('entryIri', () => {
  test.each([
    'https://old.example.org/?p=123',
    'tag:news.example.org,2026:2026/a',
    'urn:uuid:1-2',
    'https://old.example.org/#1',
  ])('%s is an IRI and stays', id => {
    expect(entryIri(id, SITE)).toBe(id)
  })

  test.each([
    ['123', 'tag:news.example.org,2026:id:123'],
    ['123 at https://old.example.org', 'tag:news.example.org,2026:id:123%20at%20https%3A%2F%2Fold.example.org'],
    [
      'https://old.example.org/#1#correction-1',
      'tag:news.example.org,2026:id:https%3A%2F%2Fold.example.org%2F%231%23correction-1',
    ],
  ])('%s is none', (id, iri) => {
    expect(entryIri(id, SITE)).toBe(iri)
  })

  test('two ids are never one', () => {
    const id = fc.string({ unit: 'grapheme', minLength: 1 })
    fc.assert(fc.property(id, id, (a, b) => a === b || entryIri(a, SITE) !== entryIri(b, SITE)))
  })
})

test('publish: an id of any form is kept byte for byte, and Atom stays valid', async () => {
  const id = '123 at https://old.example.org'
  const newsroom = newsroomOf({
    'a.md': story({ id, corrections: [{ date: '2026-05-02', note: 'A name.' }] }),
    'b.md': story({ id: '124', withdrawn: { date: '2026-05-03', reason: 'In error.' } }),
  })
  const { diagnostics, site } = await newsroom.publish()
  expect(diagnostics).toEqual([])
  expect(JSON.parse(newsroom.read('feed.json')).items.map((item: { readonly id: string }) => item.id)).toEqual([id, '124'])
  expect(newsroom.read('feed.rss')).toContain(`<guid isPermaLink="false">${id}</guid>`)
  const atom = newsroom.read('feed.atom')
  expect(atom).toContain('<id>tag:news.example.org,2026:id:123%20at%20https%3A%2F%2Fold.example.org</id>')
  expect(atom).toContain('<at:deleted-entry ref="tag:news.example.org,2026:id:124"')
  for (const path of ['feed.rss', 'feed.atom', 'feed.json', 'changes/feed.atom'])
    expect(await problemsOfFeed(feedDocument(newsroom.out(), { path, site })), path).toEqual([])
})
