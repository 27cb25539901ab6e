import { expect, test } from 'vitest'
import { pollThroughout } from './poll-throughout.ts'

test('a reader that polls during 100 publishes never meets half a feed, nor a feed that names a page that is not there', async () => {
  const { problems, versions } = await pollThroughout(100)
  expect(problems).toEqual([])
  expect(versions).toBeGreaterThan(10)
})
