import { existsSync, readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { inlineCode, ROOT, read, rowsByName, sectionOf } from './documents.ts'

const ARCHITECTURE = read('docs/architecture.md')
const HOUSE = rowsByName(sectionOf(ARCHITECTURE, '## The house'))

test('architecture.md: every folder and file directly in src has its row, and no other has', () => {
  const entries = readdirSync(`${ROOT}src`, { withFileTypes: true }).map(entry =>
    entry.isDirectory() ? `src/${entry.name}/` : `src/${entry.name}`,
  )
  expect([...HOUSE.keys()].filter(name => name.startsWith('src/')).sort()).toEqual(entries.sort())
})

test('architecture.md: every file to begin with is there', () => {
  for (const [folder, [, begin = '']] of HOUSE) {
    for (const file of inlineCode(begin)) expect(existsSync(ROOT + folder + file), folder + file).toBe(true)
  }
  const files = inlineCode(ARCHITECTURE).filter(code => /^src\/.*\.ts$/.test(code))
  for (const file of files) expect(existsSync(ROOT + file), file).toBe(true)
})

test('documents: every file of src that is named is there', () => {
  const known = new Set(readdirSync(`${ROOT}src`, { recursive: true, encoding: 'utf8' }).map(path => path.split('/').at(-1)))
  for (const document of ['docs/decisions.md', 'docs/architecture.md', 'docs/feeds.md']) {
    for (const code of inlineCode(read(document))) {
      const file = /^(?:[\w-]+\/)*([\w-]+\.ts)$/.exec(code)?.[1]
      if (file !== undefined) expect(known, document).toContain(file)
    }
  }
})
