import { describe, expect, test } from 'vitest'
import { COURANT } from '../cli/courant.ts'
import { differingPaths } from '../support/newsroom.ts'
import { changedNewsroom, PUBLISH } from './changed-newsroom.ts'
import { type Change, canTrace, changesOf, runFailing } from './failing-calls.ts'
import { isLitter, litterIn, readFeeds, tornFiles } from './published-set.ts'

const TRACES = process.platform === 'linux' && (await canTrace())
if (!TRACES) console.warn('SKIPPED: a disk that fails call by call, for want of strace or of the right to trace')

const COMMAND = [process.execPath, COURANT, ...PUBLISH]

/** Of the many pages, files and feeds that are staged in the same way, the first of each; packs have another name each time. */
function isOneOfAKind({ call, path }: Change): boolean {
  if (/(entries\/|good-)[0-9a-f]{8}/.test(path)) return false
  return call === 'rename' || !/\.courant-stage\/(page|file)-[1-9]|\.courant-stage\/feed-([1-9]|0-(atom|json))/.test(path)
}

describe.skipIf(!TRACES)('a disk that fails', () => {
  test('at any change that a publish asks of it leaves a whole site, is told for what it is, and the next publish mends all', async () => {
    const { newsroom, before, after, restore } = await changedNewsroom()
    const { root: cwd } = newsroom
    const changes = (await changesOf(COMMAND, { cwd })).filter(isOneOfAKind)
    const wrong: string[] = []
    const failed = new Map<string, number>()
    for (const change of changes) {
      restore()
      const ended = await runFailing(COMMAND, { cwd, change, error: 'EIO' })
      const now = newsroom.out()
      const isAsBefore = differingPaths(now, before).length === 0
      const found = [...tornFiles(now, { before, after }), ...readFeeds(now).problems]
      if (!ended.failed) found.push('was never asked for')
      if (ended.code !== 3 && ended.code !== 0) found.push(`ended with ${ended.code}: ${ended.stderr}`)
      if (ended.code === 3 && !ended.stderr.includes('EIO')) found.push(`said nothing of it: ${ended.stderr}`)
      if (!isAsBefore && ended.stderr.includes('is as it was')) found.push(`is not so: ${ended.stderr}`)
      if (ended.code === 0)
        found.push(
          ...differingPaths(now, after)
            .filter(path => !isLitter(path))
            .map(path => `${path} was not published, and nothing said`),
        )
      await newsroom.publish({ accept: true })
      found.push(...differingPaths(newsroom.out(), after).map(path => `${path} is not mended`))
      found.push(...litterIn(newsroom))
      expect((await newsroom.publish({ accept: true })).written).toEqual([])
      wrong.push(...found.map(problem => `${change.call} ${change.path}: ${problem}`))
      failed.set(change.call, (failed.get(change.call) ?? 0) + 1)
    }
    console.info('calls that failed once each:', Object.fromEntries(failed))
    expect(wrong).toEqual([])
    for (const call of ['openat', 'write', 'fsync', 'rename', 'mkdir', 'unlink', 'rmdir'])
      expect(failed.get(call), call).toBeGreaterThan(0)
  })
})
