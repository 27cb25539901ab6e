import { expect, test } from 'vitest'
import { articleFields } from '../../src/article/article-fields.ts'
import { inlineCode, read, rowsByName, sectionOf } from './documents.ts'

const IMPORT = read('docs/import.md')
const CARRIED = rowsByName(sectionOf(IMPORT, '## What is carried'))

/** Columns of the table, and the code that reads what stands in them. */
const READERS = [
  ['src/import/read-hugo.ts', 'src/import/image-in.ts'],
  ['src/import/read-jekyll.ts', 'src/import/image-in.ts'],
  ['src/import/read-wordpress.ts', 'src/import/read-rss.ts'],
  ['src/import/read-rss.ts', 'src/import/media-of.ts'],
  ['src/import/read-atom.ts', 'src/import/entry-state.ts', 'src/import/media-of.ts'],
  ['src/import/read-json-feed.ts'],
] as const

test('import.md: every field of an article that is carried is one', () => {
  expect(CARRIED.size).toBeGreaterThan(10)
  expect([...CARRIED.keys()].filter(name => !(name in articleFields('UTC')))).toEqual([])
})

test('import.md: every name of a field that a source has for it is read', () => {
  let count = 0
  for (const [field, cells] of CARRIED) {
    for (const [column, files] of READERS.entries()) {
      const code = files.map(read).join('\n').toLowerCase()
      const names = inlineCode(cells[column] ?? '').filter(name => /^[a-z][\w:-]*$/i.test(name))
      count += names.length
      for (const name of names) expect(code, `${field}: ${name}`).toMatch(new RegExp(`['":.]${name.toLowerCase()}\\b`))
    }
  }
  expect(count).toBeGreaterThan(50)
})

test('import.md: the limits are those of the code', () => {
  const code = read('src/import/files/bring-files.ts')
  const [, mebibytes] = /fileBytes: (\d+) \* 1024 \* 1024/.exec(code) ?? []
  const [, files] = /files: ([\d_]+),/.exec(code) ?? []
  const [, timeoutMs] = /timeoutMs: ([\d_]+),/.exec(code) ?? []
  const number = (text: string | undefined): string => Number(text?.replaceAll('_', '')).toLocaleString('en')
  expect(IMPORT).toContain(
    `at most ${mebibytes} MiB each, ${Number(timeoutMs?.replaceAll('_', '')) / 1000} seconds, ${number(files)} files`,
  )
})

test('import.md: every shortcode and tag that it says is carried is', () => {
  const hugo = read('src/import/hugo-shortcodes.ts')
  for (const name of ['figure', 'highlight', 'ref', 'relref', 'youtube', 'vimeo']) {
    expect(inlineCode(sectionOf(IMPORT, '## From Hugo'))).toContain(name)
    expect(hugo).toMatch(new RegExp(`\\b${name}\\b`))
  }
  const liquid = read('src/import/liquid.ts')
  for (const name of ['highlight', 'raw', 'post_url', 'link']) {
    expect(inlineCode(sectionOf(IMPORT, '## From Jekyll'))).toContain(name)
    expect(liquid).toMatch(new RegExp(`\\b${name}\\b`))
  }
})
