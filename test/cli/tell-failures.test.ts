import { expect, test } from 'vitest'
import type { LogEvent } from '../../src/cli/run-log.ts'
import { tellFailures } from '../../src/cli/tell-failures.ts'
import { EnvironmentError } from '../../src/platform/environment-error.ts'

const FULL = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC', syscall: 'write' })
const LOCKED = new EnvironmentError('locked', 'another Courant is publishing into out', { remedy: 'wait for it, or stop it' })

test('tellFailures: tells once what stays as it is, with what to do, and again once something was published', () => {
  const told: LogEvent[] = []
  const failures = tellFailures({ tell: event => told.push(event) })
  for (const error of [FULL, FULL, LOCKED, LOCKED]) failures.failed(error)
  failures.over()
  failures.failed(LOCKED)
  const locked = {
    level: 'error',
    event: 'publish-failed',
    words:
      'could not publish: another Courant is publishing into out; what is public is served, and it is tried again until it works',
    remedy: 'wait for it, or stop it',
    facts: { code: 'locked' },
  }
  expect(told).toEqual([
    {
      level: 'error',
      event: 'publish-failed',
      words:
        'could not publish: ENOSPC: no space left on device, write; what is public is served, and it is tried again until it works',
      remedy: 'what was public before is as it was; make room on that disk, and try again',
      facts: { code: 'disk' },
    },
    locked,
    locked,
  ])
})

test('tellFailures: tells once of a full disk, whichever file it was that found no room', () => {
  const told: LogEvent[] = []
  const failures = tellFailures({ tell: event => told.push(event) })
  const full = (path: string): void =>
    failures.failed(
      Object.assign(new Error(`ENOSPC: no space left on device, write '${path}'`), { code: 'ENOSPC', syscall: 'write' }),
    )
  for (const name of ['good-1', 'good-2', '3']) full(`/srv/out/.courant-stage/${name}`)
  full('/srv/.courant/state/reached.json')
  expect(told.map(({ words }) => /write '(.*)'/.exec(words)?.[1])).toEqual([
    '/srv/out/.courant-stage/good-1',
    '/srv/.courant/state/reached.json',
  ])
})

test('tellFailures: has a newsroom that went put back, and no word for a bug but its stack', () => {
  const told: LogEvent[] = []
  const failures = tellFailures({ tell: event => told.push(event) })
  failures.failed(new EnvironmentError('no-newsroom', 'there is no newsroom at articles', { remedy: 'courant init DIR' }))
  const bug = new TypeError('a bug')
  failures.failed(bug)
  expect(told.map(({ remedy }) => remedy)).toEqual(['put its folder back, or mount it again', undefined])
  expect(told[1]?.words).toContain(bug.stack)
})
