import { execFileSync } from 'node:child_process'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { listFiles } from '../../src/sources/list-files.ts'
import { temporaryFolder, writeFiles } from '../support/newsroom.ts'

/** The system's own command, which no package brings. */
const MAKE_PIPE = 'mkfifo'

function pathsIn(root: string): readonly string[] {
  return listFiles(root).files.map(({ path }) => path)
}

function problemsIn(root: string): readonly string[] {
  return listFiles(root).diagnostics.map(({ code, path, message, remedy }) => `${code} ${path}: ${message} | ${remedy}`)
}

describe('listFiles', () => {
  test('lists regular files by path, and no dot files but .well-known', () => {
    const root = temporaryFolder()
    writeFiles(root, { 'b/z.md': '', 'b/a.md': '', 'a.md': '', '.git/config': '', 'b/.draft.md': '', '.well-known/x.txt': '' })
    expect(pathsIn(root)).toEqual(['.well-known/x.txt', 'a.md', 'b/a.md', 'b/z.md'])
    expect(problemsIn(root)).toEqual([])
  })

  test('never follows links: not in circles, not out of the newsroom', () => {
    const root = temporaryFolder()
    const outside = temporaryFolder()
    writeFiles(outside, { 'secret.md': '' })
    writeFiles(root, { 'a.md': '' })
    mkdirSync(join(root, 'sub'))
    symlinkSync('.', join(root, 'loop'))
    symlinkSync('.', join(root, 'sub/loop'))
    symlinkSync(outside, join(root, 'way-out'))
    symlinkSync(join(outside, 'secret.md'), join(root, 'secret.md'))
    symlinkSync('gone', join(root, 'dangling'))
    expect(pathsIn(root)).toEqual(['a.md'])
    expect(problemsIn(root).toSorted()).toEqual(
      ['dangling', 'loop', 'secret.md', 'sub/loop', 'way-out'].map(
        path => `unsafe-file ${path}: this is a symbolic link, which is never followed | put the file itself here`,
      ),
    )
  })

  test('does not wait for a pipe', () => {
    const root = temporaryFolder()
    execFileSync(MAKE_PIPE, [join(root, 'pipe.md')])
    expect(pathsIn(root)).toEqual([])
    expect(problemsIn(root)).toEqual(['unsafe-file pipe.md: this is not an ordinary file | move it out of the newsroom'])
  })

  test('names two files whose names are one text, and takes the same one whatever the order of the disk', () => {
    const composed = 'caf\u00E9'
    const decomposed = 'cafe\u0301'
    const roots = [
      [composed, decomposed],
      [decomposed, composed],
    ].map(names => {
      const root = temporaryFolder()
      for (const name of names) writeFiles(root, { [`${name}.md`]: name, [`${name}/menu.md`]: name })
      return root
    })
    for (const root of roots) {
      const { files, diagnostics } = listFiles(root)
      expect(files.map(({ onDisk }) => onDisk.slice(root.length + 1))).toEqual([`${decomposed}.md`, `${composed}/menu.md`])
      expect(files.map(({ path }) => path)).toEqual([`${composed}.md`, `${composed}/menu.md`])
      expect(diagnostics.map(({ message }) => message)).toEqual([
        `this name also stands for ${JSON.stringify(join(root, `${decomposed}.md`))}, written with other code points`,
        `this name also stands for ${JSON.stringify(join(root, `${composed}/menu.md`))}, written with other code points`,
      ])
    }
  })

  test('names files and folders whose names are no UTF-8', () => {
    const root = temporaryFolder()
    const bytes = (name: string): Buffer => Buffer.concat([Buffer.from(`${root}/`), Buffer.from(name, 'latin1')])
    writeFileSync(bytes('caf\u00E9.md'), '')
    mkdirSync(bytes('\u00E9t\u00E9'))
    writeFileSync(bytes('\u00E9t\u00E9/story.md'), '')
    expect(pathsIn(root)).toEqual([])
    expect(problemsIn(root)).toEqual([
      'unsafe-file caf\uFFFD.md: this file name is not UTF-8 text | rename the file',
      'unsafe-file \uFFFDt\uFFFD: this file name is not UTF-8 text | rename the file',
    ])
  })
})
