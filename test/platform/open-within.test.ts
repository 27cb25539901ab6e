import { execFileSync } from 'node:child_process'
import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { FolderReader, LinkRefused, openWithin, readIfThere, readWithin } from '../../src/platform/open-within.ts'
import { temporaryFolder, writeFiles } from '../support/newsroom.ts'

// Node cannot make one.
const MAKE_PIPE = 'mkfifo'

/** A folder with a file two folders down, and another outside with a namesake of it. */
function twoFolders() {
  const [root, outside] = [temporaryFolder(), temporaryFolder()]
  writeFiles(root, { 'a/b/file.txt': 'inside' })
  writeFiles(outside, { 'a/b/file.txt': 'outside' })
  const within = (path: string) => ({ path, onDisk: join(root, path) })
  return { root, outside, within, file: within('a/b/file.txt') }
}

function refusedOf(open: () => unknown): string | undefined {
  try {
    open()
  } catch (error) {
    if (error instanceof LinkRefused) return error.refused
    throw error
  }
  return undefined
}

describe('openWithin', () => {
  test('reads an ordinary file, below a folder that is itself a link', () => {
    const { root, file } = twoFolders()
    expect(readWithin(file).toString()).toBe('inside')
    const link = join(temporaryFolder(), 'articles')
    symlinkSync(root, link)
    expect(readWithin({ path: file.path, onDisk: join(link, file.path) }).toString()).toBe('inside')
  })

  test('refuses a file that is a link, and says what to do', () => {
    const { outside, file } = twoFolders()
    rmSync(file.onDisk)
    symlinkSync(join(outside, file.path), file.onDisk)
    expect(() => readWithin(file)).toThrow(
      expect.objectContaining({
        code: 'link-refused',
        message: `${file.onDisk} was exchanged for a symbolic link while it was read, or is below one`,
        remedy: 'put the file or the folder itself there: links are never followed',
      }),
    )
    expect(refusedOf(() => readWithin(file))).toBe('a/b/file.txt')
    expect(readIfThere(file)).toBeUndefined()
  })

  test.each(['a', 'a/b'])('refuses a file of which the folder %s is a link, also to elsewhere in the newsroom', folder => {
    for (const isOutside of [true, false]) {
      const { root, outside, within, file } = twoFolders()
      const elsewhere = isOutside ? join(outside, folder) : join(root, 'elsewhere')
      renameSync(join(root, folder), join(root, 'elsewhere'))
      symlinkSync(elsewhere, join(root, folder))
      expect(refusedOf(() => readWithin(file))).toBe('a/b')
      expect(refusedOf(() => openWithin(within('a/b'), 'folder'))).toBe(folder === 'a' ? 'a' : 'a/b')
    }
  })

  test('does not wait for a pipe, and takes a folder for no file', () => {
    const { within, file } = twoFolders()
    rmSync(file.onDisk)
    execFileSync(MAKE_PIPE, [file.onDisk])
    expect(refusedOf(() => readWithin(file))).toBe('a/b/file.txt')
    expect(refusedOf(() => readWithin(within('a/b')))).toBe('a/b')
  })

  test('finds a folder that leads elsewhere by now, as a checkout that is exchanged by one link', () => {
    const [first, second, parent] = [temporaryFolder(), temporaryFolder(), temporaryFolder()]
    writeFiles(first, { 'file.txt': 'first' })
    writeFiles(second, { 'file.txt': 'second' })
    const current = join(parent, 'current')
    const file = { path: 'file.txt', onDisk: join(current, 'file.txt') }
    symlinkSync(first, current)
    expect(readWithin(file).toString()).toBe('first')
    rmSync(current)
    symlinkSync(second, current)
    expect(readWithin(file).toString()).toBe('second')
  })

  test('says of a file that is gone what the system says', () => {
    const { within } = twoFolders()
    expect(() => readWithin(within('a/gone.txt'))).toThrow(expect.objectContaining({ code: 'ENOENT' }))
    expect(readIfThere(within('a/gone.txt'))).toBeUndefined()
  })

  test('reads names of any letters', () => {
    const root = temporaryFolder()
    const paths = ['2026/café.md', '2026/cafe\u0301 (deleted)', "2026/a'b\n c.md"]
    for (const path of paths) {
      mkdirSync(dirname(join(root, path)), { recursive: true })
      writeFileSync(join(root, path), path)
      expect(readWithin({ path: path.normalize('NFC'), onDisk: join(root, path) }).toString()).toBe(path)
    }
  })
})

describe('FolderReader', () => {
  const { platform } = process

  test('reads what readWithin reads, in any order of folders, and closes the last folder', () => {
    const { root, within } = twoFolders()
    writeFiles(root, { 'top.txt': 'top', 'a/one.txt': 'one', 'a/b/é.txt': 'two', 'c/one.txt': 'three' })
    const reader = new FolderReader()
    for (const path of ['top.txt', 'a/one.txt', 'a/b/é.txt', 'a/b/file.txt', 'c/one.txt', 'a/one.txt'])
      expect(reader.read(within(path)).equals(readWithin(within(path)))).toBe(true)
    reader.close()
    expect(reader.read(within('a/one.txt')).toString()).toBe('one')
    reader.close()
  })

  test('refuses a link, and says of a file that is gone what the system says of its name', () => {
    const { outside, within, file } = twoFolders()
    const reader = new FolderReader()
    expect(reader.read(file).toString()).toBe('inside')
    symlinkSync(join(outside, file.path), within('a/b/link.txt').onDisk)
    expect(refusedOf(() => reader.read(within('a/b/link.txt')))).toBe('a/b/link.txt')
    expect(() => reader.read(within('a/b/gone.txt'))).toThrow(
      expect.objectContaining({ code: 'ENOENT', path: within('a/b/gone.txt').onDisk }),
    )
    reader.close()
  })

  test.runIf(platform === 'linux')('reads in the folder that it opened, though a link takes its place; then it refuses', () => {
    const { root, outside, file } = twoFolders()
    const reader = new FolderReader()
    expect(reader.read(file).toString()).toBe('inside')
    renameSync(join(root, 'a/b'), join(root, 'elsewhere'))
    symlinkSync(join(outside, 'a/b'), join(root, 'a/b'))
    expect(reader.read(file).toString()).toBe('inside')
    reader.close()
    expect(refusedOf(() => reader.read(file))).toBe('a/b')
  })

  test('reads a file of a folder that was removed and made again', () => {
    const { root, file } = twoFolders()
    const reader = new FolderReader()
    expect(reader.read(file).toString()).toBe('inside')
    rmSync(join(root, 'a'), { recursive: true })
    writeFiles(root, { 'a/b/file.txt': 'again' })
    expect(reader.read(file).toString()).toBe('again')
    reader.close()
  })
})
