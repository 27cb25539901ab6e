import { statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openSqliteStore } from '../../src/notify/sqlite-hub-store.ts'
import { temporaryFolder } from '../support/newsroom.ts'
import { describeHubStore } from './hub-store.ts'

// A killed process leaves its connection unclosed, as these do.
describeHubStore('openSqliteStore', async () => {
  const file = join(temporaryFolder(), 'state', 'hub.sqlite')
  return { store: openSqliteStore(file), again: async () => openSqliteStore(file) }
})

test('openSqliteStore: nobody else reads it, since secrets stand in it', async () => {
  const file = join(temporaryFolder(), 'state', 'hub.sqlite')
  await using store = openSqliteStore(file)
  await store.count(0)
  for (const name of [file, `${file}-wal`]) expect(statSync(name).mode & 0o777).toBe(0o600)
  expect(statSync(join(file, '..')).mode & 0o777).toBe(0o700)
})
