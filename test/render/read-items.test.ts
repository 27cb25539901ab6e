import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Scratch } from '../../src/platform/scratch.ts'
import { itemOf, readItems } from '../../src/render/read-items.ts'
import { newsroomOf, story, temporaryFolder } from '../support/newsroom.ts'

const scratch = new Scratch()

/** Items as JSON, by their ids. */
function itemsOf(file: string) {
  return readItems(file, scratch).map(({ id, content }) => [id, JSON.parse(content.toString())])
}

test.each([0, 1, 3])('readItems: the items of a feed of %i stories, each byte for byte', async count => {
  const text = '```json\n"items": [\n    {\n    },\n    {\n```\n\nÉté: 夏\n'
  const stories = Array.from({ length: count }, (_, index) => [`s-${index}.md`, story({ title: `"Ü" ${index}` }, text)])
  const newsroom = newsroomOf(Object.fromEntries(stories))
  await newsroom.publish()
  const { items }: { readonly items: readonly { readonly id: string }[] } = JSON.parse(newsroom.read('feed.json'))
  expect(items).toHaveLength(count)
  const file = join(newsroom.paths.out, 'feed.json')
  expect(itemsOf(file)).toEqual(items.map(item => [item.id, item]))
  for (const item of readItems(file, scratch).map(({ content }) => Buffer.from(content))) {
    expect(newsroom.read('feed.json')).toContain(`\n${item.toString()}`)
    expect(itemOf(item)).toEqual({ id: expect.stringContaining('s-'), content: item })
  }
})

test('readItems: none where there is no feed, or another one', () => {
  const folder = temporaryFolder()
  expect(readItems(join(folder, 'gone'), scratch)).toEqual([])
  for (const text of ['', '{"items": [{"id": "a"}]}', '"items": [\n    {\n    }\n  ]', '"items": [\n    {\n']) {
    writeFileSync(join(folder, 'feed.json'), text)
    expect(readItems(join(folder, 'feed.json'), scratch)).toEqual([])
  }
})
