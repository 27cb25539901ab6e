import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import {
  broken,
  CHANGES,
  type EditedStory,
  type FeedItem,
  STORY_CHANGES,
  type StoryChange,
  withField,
} from '../../bench/changes.ts'
import { temporaryFolder } from '../support/newsroom.ts'

const MARK = 'Edited as a test.'
const STORY = `---
title: "The harbour"
date: 2026-05-01
summary: "What the harbour does."
topics: [law, trade]
authors: [law-desk]
---

A text.
`
const ITEM: FeedItem = { url: 'https://news.example.org/2026/05/story-000031/', title: 'The harbour', tags: [], authors: [] }
const KINDS = Object.keys(STORY_CHANGES).filter((kind): kind is StoryChange => kind in STORY_CHANGES)

function story(): EditedStory {
  const folder = temporaryFolder()
  mkdirSync(join(folder, 'articles'))
  const saved = (name: string, source: string): EditedStory['other'] => {
    const file = join(folder, 'articles', `${name}.md`)
    writeFileSync(file, source)
    return { file, source, address: `/2026/05/${name}/` }
  }
  return {
    ...saved('story-000031', STORY),
    other: saved('story-000011', STORY.replace('harbour', 'river')),
    page: saved('about', '---\ntitle: About\n---\n\nA page.\n'),
  }
}

function filesBeside({ file }: EditedStory): ReadonlyMap<string, string> {
  const folder = join(file, '..')
  return new Map(readdirSync(folder).map(name => [name, readFileSync(join(folder, name), 'utf8')]))
}

test('every kind is a change of a story but a new one, and the draft that is published again', () => {
  expect([...KINDS, 'published again', 'new'].toSorted()).toEqual([...CHANGES].toSorted())
})

test.each(KINDS)('%s changes files when it is saved, and none is different when it is undone', kind => {
  const edited = story()
  const before = filesBeside(edited)
  const { save, undo } = STORY_CHANGES[kind](edited, MARK)
  save()
  expect(filesBeside(edited)).not.toEqual(before)
  undo()
  expect(filesBeside(edited)).toEqual(before)
})

test.each(KINDS)('%s is not seen in what was served before', kind => {
  const { isOnPage, isInFeed } = STORY_CHANGES[kind](story(), MARK)
  const before = kind === 'renamed' ? { status: 404, text: '' } : { status: 200, text: STORY }
  expect(isOnPage(before)).toBe(false)
  expect(isInFeed?.(kind === 'renamed' ? undefined : ITEM) ?? false).toBe(false)
})

test.each([
  ['removed', 301],
  ['draft', 410],
] as const)('%s is seen by the status of the page, and by a feed without the story', (kind, status) => {
  const { isOnPage, isInFeed } = STORY_CHANGES[kind](story(), MARK)
  expect(isOnPage({ status, text: '' })).toBe(true)
  expect(isInFeed?.(undefined)).toBe(true)
})

test('topics and authors become others than the story has', () => {
  const edited = story()
  for (const kind of ['topics', 'authors'] as const) STORY_CHANGES[kind](edited, MARK).save()
  expect(readFileSync(edited.file, 'utf8')).toMatch(/^authors: \[(?!law-desk)[a-z-]+\]$/m)
  const { isInFeed } = STORY_CHANGES.authors(edited, MARK)
  expect(isInFeed?.({ ...ITEM, authors: [{ name: 'Law desk' }] })).toBe(false)
})

test('a renamed story keeps what is in it, and goes to the address of its new name', () => {
  const edited = story()
  const { save, address } = STORY_CHANGES.renamed(edited, MARK)
  save()
  expect(address).toBe('/2026/05/renamed-000031/')
  expect(existsSync(edited.file)).toBe(false)
  expect(readFileSync(edited.file.replace('story-', 'renamed-'), 'utf8')).toBe(STORY)
})

test('a field is replaced where it is, and added where it is not', () => {
  expect(withField(STORY, 'title', 'Another')).toContain('\ntitle: Another\ndate:')
  expect(withField(STORY, 'draft', 'true')).toMatch(/^---\ndraft: true\ntitle:/)
})

test('a broken story has a field that does not exist', () => {
  expect(broken(STORY)).toContain('\ntitel: "The harbour"\n')
})
