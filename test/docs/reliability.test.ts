import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { inlineCode, ROOT, read } from './documents.ts'

test('reliability.md: every test and tool that it names is there', () => {
  const named = inlineCode(read('docs/reliability.md')).filter(code => /^(test|bench|tools)\/\S+$/.test(code))
  expect(named.length).toBeGreaterThan(0)
  expect(named.filter(path => ![path, `${path}.test.ts`].some(file => existsSync(ROOT + file)))).toEqual([])
})
