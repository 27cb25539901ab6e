import { expect, test } from 'vitest'
import { publicWordings } from '../../src/audit/public-text.ts'

const UNNAMED: ReadonlySet<string> = new Set(['hidden.md'])

test.each([
  ['See [another](/2026/hidden.md).', 'See [another]( ).'],
  ['See [another](/2026/public.md).', 'See [another](/2026/public.md).'],
  ['See `[another](/2026/hidden.md)`.', 'See `[another](/2026/hidden.md)`.'],
  ['```\n[another](/hidden.md)\n```\n[another](/hidden.md)', '```\n[another](/hidden.md)\n```\n[another]( )'],
  ['~~~ left open\n/hidden.md', '~~~ left open\n/hidden.md'],
])('publicWordings: %j tells readers of no file that is not public, but in code', (source, told) => {
  expect(publicWordings(source, UNNAMED)[0]).toBe(told)
})
