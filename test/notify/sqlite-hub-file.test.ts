import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, test } from 'vitest'
import { hubFileRemedy } from '../../src/notify/sqlite-hub-file.ts'
import { temporaryFolder } from '../support/newsroom.ts'

/** What SQLite throws where that is done to a file with a table. */
function thrownBy(work: (database: DatabaseSync) => void, options: { readonly readOnly?: boolean } = {}): unknown {
  const file = join(temporaryFolder(), 'hub.sqlite')
  using made = new DatabaseSync(file)
  made.exec('CREATE TABLE topic (path TEXT)')
  using database = new DatabaseSync(file, options)
  try {
    work(database)
    return undefined
  } catch (error) {
    return error
  }
}

describe('hubFileRemedy: names the file, and what to do about', () => {
  const full = (database: DatabaseSync): void => {
    database.exec('PRAGMA max_page_count = 2')
    database.prepare('INSERT INTO topic VALUES (?)').run('x'.repeat(100_000))
  }
  test.each([
    ['a full disk', thrownBy(full), 'make room on that disk: a/hub.sqlite'],
    [
      'a file that may not be written to',
      thrownBy(database => database.exec('DELETE FROM topic'), { readOnly: true }),
      'let the user that Courant runs as read and write there: a/hub.sqlite',
    ],
    [
      'a folder that may not be read',
      thrownBy(() => new DatabaseSync('/dev/null/hub.sqlite')),
      'let the user that Courant runs as read and write there: a/hub.sqlite',
    ],
    [
      'a folder that cannot be made',
      thrownBy(() => writeFileSync('/dev/null/hub.sqlite', '')),
      'move away what stands there, or name another place: a/hub.sqlite',
    ],
  ])('%s', (_, error, remedy) => {
    expect(hubFileRemedy(error, 'a/hub.sqlite')).toBe(remedy)
  })

  test('a file that is damaged', () => {
    const file = join(temporaryFolder(), 'hub.sqlite')
    writeFileSync(file, 'no database\n'.repeat(100))
    expect(
      hubFileRemedy(
        thrownBy(() => new DatabaseSync(file).exec('SELECT * FROM topic')),
        file,
      ),
    ).toBe(`put ${file} back from a backup, or move it away with its -wal and -shm: subscribers come back when they renew`)
  })
})
