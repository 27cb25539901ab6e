import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { temporaryFolder, treeOf } from '../support/newsroom.ts'
import { courant } from './courant.ts'

const NEXT = `A newsroom stands in news/room. Next:
  cd news/room
  courant run                  publishes it and shows it at http://127.0.0.1:8080
  edit articles/site.yaml      title, url, idPrefix and timezone are yours to choose
  courant new "A headline"     begins a story
  courant check                names every mistake, and how to mend it
`

describe('courant init', () => {
  test('makes a newsroom that publishes at once, without a mistake, and is ready to run', async () => {
    const cwd = temporaryFolder()
    expect(await courant(['init', 'news/room'], { cwd })).toEqual({
      code: 0,
      stdout: '',
      stderr: NEXT,
    })
    const root = join(cwd, 'news/room')
    expect(await courant(['check', '--strict'], { cwd: root })).toMatchObject({ code: 0, stderr: 'No mistakes.\n' })
    const { code, stdout } = await courant(['publish', '--json'], { cwd: root })
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ diagnostics: [], stories: 1, published: true })
    expect([...treeOf(join(root, 'out')).keys()]).toEqual(expect.arrayContaining(['feed.rss', 'about/index.html']))
  })

  test('takes an empty folder, the present one too', async () => {
    const cwd = temporaryFolder()
    expect((await courant(['init', '.'], { cwd })).code).toBe(0)
    expect(readFileSync(join(cwd, '.gitignore'), 'utf8')).toBe('.courant/\nout/\nnode_modules/\n')
    expect(readdirSync(cwd).sort()).toEqual(['.gitattributes', '.gitignore', '.vscode', 'articles', 'courant.yaml', 'schemas'])
  })

  test('--schemas writes the schemas anew, and nothing else', async () => {
    const cwd = temporaryFolder()
    await courant(['init', '.'], { cwd })
    const before = treeOf(cwd)
    writeFileSync(join(cwd, 'schemas/site.schema.json'), '{}')
    expect(await courant(['init', '.', '--schemas'], { cwd })).toEqual({
      code: 0,
      stdout: '',
      stderr:
        'Wrote the schemas in schemas. A site.yaml that begins with this line is completed and checked by them:\n  # yaml-language-server: $schema=../schemas/site.schema.json\n',
    })
    expect(treeOf(cwd)).toEqual(before)
  })

  test('refuses a folder with something in it, and a file', async () => {
    const cwd = temporaryFolder()
    mkdirSync(join(cwd, 'full'))
    writeFileSync(join(cwd, 'full', 'letter.txt'), 'Dear reader')
    for (const dir of ['full', 'full/letter.txt']) {
      const stderr = `${dir} is not empty\n  name a new folder\n`
      expect(await courant(['init', dir], { cwd })).toEqual({ code: 2, stdout: '', stderr })
    }
    expect([...treeOf(cwd).keys()]).toEqual(['full/letter.txt'])
  })
})
