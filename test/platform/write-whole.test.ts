import { chmodSync, linkSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { writeFully, writeWhole } from '../../src/platform/write-whole.ts'
import { temporaryFolder } from '../support/newsroom.ts'

describe('writeWhole', () => {
  test('writes text and bytes, makes folders, and leaves nothing beside', () => {
    const root = temporaryFolder()
    writeWhole(join(root, 'a/b.txt'), 'é')
    writeWhole(join(root, 'a/c.bin'), Uint8Array.of(0, 255), { sync: true })
    expect(readFileSync(join(root, 'a/b.txt'), 'utf8')).toBe('é')
    expect([...readFileSync(join(root, 'a/c.bin'))]).toEqual([0, 255])
    expect(readdirSync(join(root, 'a'))).toEqual(['b.txt', 'c.bin'])
  })

  test('replaces the file and never changes it: who has the old one open reads it to the end', () => {
    const root = temporaryFolder()
    const file = join(root, 'feed.rss')
    writeWhole(file, 'old')
    linkSync(file, join(root, 'held'))
    writeWhole(file, 'new and longer')
    expect(readFileSync(join(root, 'held'), 'utf8')).toBe('old')
    expect(readFileSync(file, 'utf8')).toBe('new and longer')
  })

  test('writes parts after one another, texts and bytes', () => {
    const file = join(temporaryFolder(), 'parts')
    const long = 'é'.repeat(600_000)
    writeWhole(file, ['a', Buffer.from('b'), long, long, Buffer.from('ü'), Buffer.alloc(0), 'c'])
    expect(readFileSync(file, 'utf8')).toBe(`ab${long}${long}üc`)
    writeWhole(file, [])
    expect(readFileSync(file, 'utf8')).toBe('')
  })

  test('gives private files to nobody else', () => {
    const file = join(temporaryFolder(), 'state.json')
    writeWhole(file, '{}', { mode: 0o600 })
    expect(statSync(file).mode & 0o777).toBe(0o600)
  })

  test('leaves no half behind when it cannot finish', () => {
    const root = temporaryFolder()
    mkdirSync(join(root, 'taken/full'), { recursive: true })
    expect(() => writeWhole(join(root, 'taken'), 'text')).toThrow(/EISDIR|ENOTEMPTY|EEXIST/)
    expect(readdirSync(root)).toEqual(['taken'])
  })
})

describe('writeFully', () => {
  test('writes megabytes to the last byte', () => {
    const file = join(temporaryFolder(), 'large')
    const bytes = Buffer.alloc(5_000_001, 'news ')
    writeFully(file, bytes)
    expect(readFileSync(file).equals(bytes)).toBe(true)
  })

  test('throws for a full device', () => {
    expect(() => writeFully('/dev/full', 'text')).toThrow(/ENOSPC/)
  })

  test('throws where it may not write', () => {
    const root = temporaryFolder()
    chmodSync(root, 0o500)
    expect(() => writeFully(join(root, 'gone/file'), 'text')).toThrow(/ENOENT|EACCES/)
  })
})
