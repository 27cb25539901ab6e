import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { Scratch } from '../../src/platform/scratch.ts'
import { temporaryFolder } from '../support/newsroom.ts'

describe('Scratch', () => {
  test('reads files of any length one after another', () => {
    const folder = temporaryFolder()
    const scratch = new Scratch()
    for (const length of [0, 10, 1024 * 1024, 5_000_000, 3]) {
      const bytes = Buffer.alloc(length, `${length} é `)
      writeFileSync(join(folder, 'file'), bytes)
      expect(scratch.read(join(folder, 'file')).equals(bytes)).toBe(true)
    }
    expect(scratch.join(['é', Buffer.from('x')]).toString()).toBe('éx')
  })

  test('reads a file that does not say how long it is', () => {
    expect(new Scratch().read('/proc/self/status').toString()).toContain('Pid:')
  })

  test('says what the system says of a file that is not there', () => {
    expect(() => new Scratch().read(join(temporaryFolder(), 'gone'))).toThrow(expect.objectContaining({ code: 'ENOENT' }))
  })
})
