import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { newsroomOf, story, temporaryFolder, treeOf, writeFiles } from '../support/newsroom.ts'
import { courant } from './courant.ts'

/** Commands that read the theme. */
const READING_THEMES: readonly (readonly string[])[] = [
  ['publish'],
  ['check'],
  ['run', '--port', '0'],
  ['preview', '--port', '0'],
]

describe('courant theme', () => {
  test('begins templates with ours, which publish as before, and touches none that is there', async () => {
    const { root, paths } = newsroomOf({ 'a.md': story() })
    expect((await courant(['publish'], { cwd: root })).code).toBe(0)
    const begun = await courant(['theme', 'article', 'card'], { cwd: root })
    expect(begun.code).toBe(0)
    expect(begun.stderr).toContain('article    article.ts\n')
    expect(begun.stderr).toContain('list       -\n')
    expect(begun.stderr).toContain('Wrote theme/article.ts, theme/card.ts, as Courant has it.')
    expect(readFileSync(join(paths.theme, 'article.ts'), 'utf8')).toContain("import type { Template } from './types.ts'")
    expect(existsSync(join(paths.theme, 'types.ts'))).toBe(true)
    expect(await courant(['publish'], { cwd: root })).toMatchObject({
      code: 0,
      stderr: expect.stringContaining(': nothing changed.'),
    })
    expect(await courant(['theme', 'article'], { cwd: root })).toMatchObject({
      code: 2,
      stderr: 'article.ts is there already\n  edit it, or move it away first\n',
    })
  })

  test('writes nothing where there is no newsroom', async () => {
    const cwd = temporaryFolder()
    const { code, stderr } = await courant(['theme', 'card'], { cwd })
    expect([code, stderr]).toEqual([2, expect.stringMatching(/^there is no newsroom at .*articles: site\.yaml is missing/)])
    expect([...treeOf(cwd).keys()]).toEqual([])
  })

  test('nothing is published without the theme that is named', async () => {
    const { root } = newsroomOf({ 'a.md': story() })
    writeFiles(root, { 'courant.yaml': 'theme: house-style\n' })
    for (const ended of await Promise.all(READING_THEMES.map(command => courant(command, { cwd: root }))))
      expect(ended).toMatchObject({
        code: 2,
        stderr: `there is no theme at ${join(root, 'house-style')}\n  put its folder back, or mount it again; or see what theme in courant.yaml names\n`,
      })
    expect((await courant(['theme'], { cwd: root })).code).toBe(0)
    expect((await courant(['publish'], { cwd: root })).code).toBe(0)
  })

  test('knows which templates there are, and keeps themes from where authors write', async () => {
    const { root, paths } = newsroomOf({ 'a.md': story() })
    expect(await courant(['theme', 'artikel'], { cwd: root })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('there is no template "artikel"\n  the templates are body, head-end,'),
    })
    writeFiles(paths.articles, { 'look/article.js': '' })
    writeFiles(root, { 'courant.yaml': 'theme: articles/look\n' })
    for (const ended of await Promise.all(READING_THEMES.map(command => courant(command, { cwd: root }))))
      expect(ended).toMatchObject({ code: 2, stderr: expect.stringContaining('the theme stands among the articles') })
  })
})
