import { expect, test } from 'vitest'
import { peerFiles } from '../../bench/publishers/peer-files.ts'

const FOLDERS = { stories: 'content', pictures: 'assets', passedOn: 'static' }

const STORY = `---
title: "Section: a date"
date: 2015-03-09T07:00
topics: [health, law]
section: Reports
image:
  src: story-000325.png
  alt: A field
---

date: 2015-03-09T07:00
section: in the body stays
`

test('a story gets seconds and a zone, a list for its section, and a picture from the root; its body stays', () => {
  const [story, ...rest] = peerFiles({ path: '2015/03/story-000325.ru.md', content: STORY }, FOLDERS)
  expect(rest).toEqual([])
  expect(story).toEqual({
    path: 'content/2015/03/story-000325.ru.md',
    content: STORY.replace('T07:00\n', 'T07:00:00Z\n')
      .replace('section: Reports', 'sections: [Reports]')
      .replace('src: story', 'src: /2015/03/story'),
  })
})

test('a date alone stays one', () => {
  const [story] = peerFiles({ path: '2015/03/a.md', content: '---\ndate: 2015-03-09\n---\nText\n' }, FOLDERS)
  expect(story?.content).toBe('---\ndate: 2015-03-09\n---\nText\n')
})

test('pictures, pages and files that are passed on have folders of their own; the configuration is not needed', () => {
  const png = Buffer.from([0x89])
  expect(peerFiles({ path: '2015/03/a.png', content: png }, FOLDERS)).toEqual([{ path: 'assets/2015/03/a.png', content: png }])
  expect(peerFiles({ path: 'static/logo.png', content: png }, FOLDERS)).toEqual([{ path: 'static/logo.png', content: png }])
  expect(peerFiles({ path: 'pages/about.md', content: '---\ntitle: About\n---\n' }, FOLDERS)[0]?.path).toBe('content/about.md')
  expect(peerFiles({ path: 'site.yaml', content: 'title: A\n' }, FOLDERS)).toEqual([])
})
