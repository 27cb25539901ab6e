import { cpSync, existsSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import type { HubStore } from '../../src/notify/hub-store.ts'
import { openSqliteStore } from '../../src/notify/sqlite-hub-store.ts'
import { temporaryFolder } from '../support/newsroom.ts'
import { describeHubStore } from './hub-store.ts'

// A killed process leaves its connection unclosed, as these do.
describeHubStore('openSqliteStore', async () => {
  const file = join(temporaryFolder(), 'state', 'hub.sqlite')
  return { store: openSqliteStore(file), again: async () => openSqliteStore(file) }
})

test('openSqliteStore: takes over a file of the first version, and makes all due that may not have arrived', async () => {
  const file = join(temporaryFolder(), 'hub.sqlite')
  const first = new DatabaseSync(file)
  first.exec(readFileSync(new URL('fixtures/hub-1.sql', import.meta.url), 'utf8'))
  first.close()
  await using store = openSqliteStore(file)
  const at = Date.UTC(2026, 5, 1, 12)
  expect(await store.count(at)).toBe(2)
  expect(await store.pending(at)).toMatchObject([{ mode: 'subscribe', callback: 'https://c.example/', leaseSeconds: 86_400 }])
  expect(await store.take(at, 10)).toMatchObject([{ callback: 'https://b.example/', secret: 'secret' }])
})

test('openSqliteStore: refuses a file of a newer version in plain words, and leaves it as it is', () => {
  const file = join(temporaryFolder(), 'hub.sqlite')
  const newer = new DatabaseSync(file)
  newer.exec('CREATE TABLE to_come (x); PRAGMA user_version = 2;')
  newer.close()
  const before = readFileSync(file)
  const message = 'The hub cannot be opened: hub.sqlite is of version 2; this Courant knows version 1'
  const remedy = 'a newer Courant wrote it: publish with that one'
  expect(() => openSqliteStore(file)).toThrow(expect.objectContaining({ message, remedy }))
  expect(readFileSync(file).equals(before)).toBe(true)
})

test('openSqliteStore: nobody else reads it, since secrets stand in it', async () => {
  const file = join(temporaryFolder(), 'state', 'hub.sqlite')
  await using store = openSqliteStore(file)
  await store.count(0)
  for (const name of [file, `${file}-wal`]) expect(statSync(name).mode & 0o777).toBe(0o600)
  expect(statSync(join(file, '..')).mode & 0o777).toBe(0o700)
})

const AT = Date.UTC(2026, 5, 1, 12)

async function subscribe(store: HubStore, callback: string, mode: 'subscribe' | 'unsubscribe' = 'subscribe'): Promise<void> {
  const intent = { mode, topic: 'feed.rss', url: 'x', callback, secret: undefined, leaseSeconds: 60 } as const
  const pending = await store.request(intent, { perHost: 999, all: 999 }, AT)
  if (pending) await store.confirm(pending, AT)
}

test('openSqliteStore: keeps what it knows where somebody removes its folder', async () => {
  const file = join(temporaryFolder(), 'state', 'hub.sqlite')
  {
    await using store = openSqliteStore(file)
    await store.note(new Map([['feed.rss', 'one']]), AT)
    await subscribe(store, 'https://a.example/')
    rmSync(join(file, '..'), { recursive: true })
    await subscribe(store, 'https://b.example/')
    expect(existsSync(file)).toBe(false)
    await store.note(new Map([['feed.rss', 'two']]), AT)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(await store.take(AT, 1)).toMatchObject([{ callback: 'https://a.example/' }])
    rmSync(join(file, '..'), { recursive: true })
    await subscribe(store, 'https://c.example/')
  }
  await using again = openSqliteStore(file)
  const due = await again.take(AT, 9)
  expect(due.map(({ callback }) => callback)).toEqual(['https://a.example/', 'https://b.example/'])
  expect(await again.count(AT)).toBe(3)
})

test('openSqliteStore: keeps what it knows where somebody removes its file, and leaves what stands beside it', async () => {
  const file = join(temporaryFolder(), 'hub.sqlite')
  const addresses = Array.from({ length: 200 }, (_, index) => `https://subscriber-${index}.example/`)
  {
    await using store = openSqliteStore(file)
    await store.note(new Map([['feed.rss', 'one']]), AT)
    for (const address of addresses) await subscribe(store, address)
    for (const address of addresses.slice(50)) await subscribe(store, address, 'unsubscribe')
    rmSync(file)
    await store.note(new Map([['feed.rss', 'two']]), AT)
    expect(await store.take(AT, 999)).toHaveLength(50)
  }
  await using again = openSqliteStore(file)
  expect(await again.take(AT, 999)).toHaveLength(50)
})

test('openSqliteStore: goes on where a copy was put in its place, which it sets aside', async () => {
  const [home, kept] = [join(temporaryFolder(), 'state'), join(temporaryFolder(), 'kept')]
  const file = join(home, 'hub.sqlite')
  {
    await using store = openSqliteStore(file)
    await subscribe(store, 'https://a.example/')
    cpSync(home, kept, { recursive: true })
    renameSync(home, `${home}.broken`)
    renameSync(kept, home)
    await subscribe(store, 'https://b.example/')
    await store.note(new Map([['feed.rss', 'one']]), AT)
  }
  await using again = openSqliteStore(file)
  expect(await again.count(AT)).toBe(2)
  await using other = openSqliteStore(`${file}.other`)
  expect(await other.count(AT)).toBe(1)
})
