import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { flushFiles } from '../../src/platform/flush-files.ts'
import { temporaryFolder } from '../support/newsroom.ts'

test('flushFiles: more files than are flushed at once, and one that cannot be is told', async () => {
  const folder = temporaryFolder()
  const files = Array.from({ length: 100 }, (_, index) => join(folder, `${index}`))
  for (const file of files) writeFileSync(file, file)
  await flushFiles(files)
  rmSync(join(folder, '90'))
  await expect(flushFiles(files)).rejects.toMatchObject({ code: 'ENOENT' })
})
