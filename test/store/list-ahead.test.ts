import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { listAhead } from '../../src/store/list-ahead.ts'
import { listingNow } from '../../src/store/list-files.ts'
import { temporaryFolder, writeFiles } from '../support/newsroom.ts'

describe('listAhead', () => {
  test('lists as this thread does, with the marks that listings are compared by', async () => {
    const root = temporaryFolder()
    writeFiles(root, { 'b/z.md': 'z', 'a.md': '', 'broken\uFFFD.md': '' })
    const listing = await listAhead(root)()
    expect(listing).toEqual(listingNow(root))
    expect(listing?.files.map(({ path }) => path)).toEqual(['a.md', 'b/z.md'])
    expect(listing?.marks).toContain(' b/z.md\n')
  })

  test('gives nothing for a folder that cannot be listed', async () => {
    expect(await listAhead(join(temporaryFolder(), 'nowhere'))()).toBeUndefined()
  })
})
