import { tmpdir } from 'node:os'
import { expect, test } from 'vitest'
import { freeSpace, lackingSpace, spaceFor } from '../../bench/free-space.ts'

const MILLION = spaceFor(1_000_000)

test('a million stories need 50 GB and 4.2 million inodes', () => {
  expect(MILLION).toEqual({ bytes: 50e9, inodes: 4.2e6 })
})

test('what is missing is said with what is free', () => {
  expect(lackingSpace({ bytes: 50e9, inodes: 4.2e6 }, MILLION)).toEqual([])
  expect(lackingSpace({ bytes: 49.5e9, inodes: 4_199_999 }, MILLION)).toEqual([
    '50.0 GB needed, 49.5 GB free',
    '4,200,000 inodes needed, 4,199,999 free',
  ])
})

test('the free space of a folder is that of its file system', () => {
  const { bytes, inodes } = freeSpace(tmpdir())
  expect(bytes).toBeGreaterThan(0)
  expect(inodes).toBeGreaterThan(0)
})
