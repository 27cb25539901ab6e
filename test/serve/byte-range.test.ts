import { expect, test } from 'vitest'
import { byteRange } from '../../src/serve/byte-range.ts'

test.each<[range: string | undefined, read: ReturnType<typeof byteRange>]>([
  ['bytes=0-0', { start: 0, end: 0 }],
  ['bytes=2-4', { start: 2, end: 4 }],
  ['bytes=2-', { start: 2, end: 9 }],
  ['bytes=2-99999999999999999999', { start: 2, end: 9 }],
  ['bytes=-3', { start: 7, end: 9 }],
  ['bytes=-30', { start: 0, end: 9 }],
  ['BYTES= 2-4 ', { start: 2, end: 4 }],
  ['bytes=10-', 'unsatisfiable'],
  ['bytes=10-20', 'unsatisfiable'],
  ['bytes=-0', 'unsatisfiable'],
  ['bytes=4-2', undefined],
  ['bytes=0-1,3-4', undefined],
  ['bytes=-', undefined],
  ['bytes=', undefined],
  ['bytes=a-b', undefined],
  ['bytes=--3', undefined],
  ['bytes=1.5-2', undefined],
  ['items=0-1', undefined],
  ['', undefined],
  [undefined, undefined],
])('byteRange: %s of ten bytes', (range, read) => {
  expect(byteRange(range, 10)).toEqual(read)
})

test('byteRange: nothing can be had of an empty file', () => {
  for (const range of ['bytes=0-', 'bytes=0-0', 'bytes=-1']) expect(byteRange(range, 0)).toBe('unsatisfiable')
})
