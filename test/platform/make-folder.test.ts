import { statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { makeFolder } from '../../src/platform/make-folder.ts'
import { temporaryFolder, writeFiles } from '../support/newsroom.ts'

test('makeFolder: makes what is missing, and leaves what is there', () => {
  const root = temporaryFolder()
  makeFolder(join(root, 'a/b'))
  makeFolder(join(root, 'a/b/c'))
  makeFolder(join(root, 'a/b/c'))
  expect(statSync(join(root, 'a/b/c')).isDirectory()).toBe(true)
})

test('makeFolder: names the file that stands in its way', () => {
  const root = temporaryFolder()
  writeFiles(root, { file: '' })
  expect(() => makeFolder(join(root, 'file/out'))).toThrow(`EEXIST: file already exists, mkdir '${join(root, 'file')}'`)
})

test.runIf(process.platform === 'linux')('makeFolder: says that there is no such place, and tries no more', () => {
  expect(() => makeFolder('/proc/courant/out')).toThrow("ENOENT: no such file or directory, mkdir '/proc/courant'")
})
