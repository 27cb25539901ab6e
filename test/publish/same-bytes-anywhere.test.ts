import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { isIndexFile } from '../../src/model/made-files.ts'
import { AS_OF, differingPaths, fixture, newsroomFrom, type TemporaryNewsroom } from '../support/newsroom.ts'

const run = promisify(execFile)
const PUBLISH = fileURLToPath(new URL('./publish-elsewhere.ts', import.meta.url))

/** Zones on both sides of the date line, and languages with other digits, cases and orders of letters. */
const PLACES = [
  { TZ: 'Pacific/Apia', LANG: 'ar_EG.UTF-8', LC_ALL: 'ar_EG.UTF-8' },
  { TZ: 'America/Los_Angeles', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' },
] as const

async function publishElsewhere(name: string, place: Readonly<Record<string, string>>): Promise<TemporaryNewsroom> {
  const newsroom = newsroomFrom(fixture(name))
  const { articles, out } = newsroom.paths
  await run(process.execPath, [PUBLISH, articles, out, String(AS_OF)], { env: { ...process.env, ...place } })
  return newsroom
}

describe('publish: the same bytes whatever the machine', () => {
  test.each(['everything', 'hard-text'])('publish: %s is the same in any zone and language', async name => {
    const here = newsroomFrom(fixture(name))
    await here.publish()
    const elsewhere = await Promise.all(PLACES.map(place => publishElsewhere(name, place)))
    for (const newsroom of elsewhere)
      expect(differingPaths(here.out(), newsroom.out()).filter(path => !isIndexFile(path))).toEqual([])
  })

  test('publish: the order in which files were made does not matter', async () => {
    const one = newsroomFrom(fixture('everything'))
    const other = newsroomFrom(fixture('everything'))
    const files = [...one.sources()]
    for (const [path] of files) other.remove(path)
    for (const [path, bytes] of files.reverse()) other.write({ [path]: bytes })
    await one.publish()
    await other.publish()
    expect(differingPaths(one.out(), other.out())).toEqual([])
  })
})
