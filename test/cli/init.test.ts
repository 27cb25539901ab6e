import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { temporaryFolder, treeOf, writeFiles } from '../support/newsroom.ts'
import { courant } from './courant.ts'

const NEXT = `A newsroom stands in news/room. Next:
  cd news/room
  courant run                  publishes it and shows it at http://127.0.0.1:8080
  edit articles/site.yaml      title, url, idPrefix, timezone and lang are yours to choose
  courant new "A headline"     begins a story
  courant preview              shows it while you write, to you alone
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
    const { code, stderr } = await courant(['init', '.'], { cwd })
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: NEXT.replace('news/room', 'this folder').replace('  cd news/room\n', ''),
    })
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

  test('takes what a new repository begins with, and says how to go there', async () => {
    const cwd = temporaryFolder()
    const begun = { '.git/HEAD': 'ref: refs/heads/main\n', 'README.md': '# News\n', LICENSE: 'MIT\n' }
    writeFiles(join(cwd, "the paper's news"), begun)
    const { code, stderr } = await courant(['init', "the paper's news"], { cwd })
    expect([code, stderr]).toEqual([0, expect.stringContaining("\n  cd 'the paper'\\''s news'\n")])
    expect(String(treeOf(join(cwd, "the paper's news")).get('README.md'))).toBe('# News\n')
  })

  test('--schemas refuses a folder in which no newsroom stands, and writes nothing', async () => {
    const cwd = temporaryFolder()
    const { code, stderr } = await courant(['init', 'nope', '--schemas'], { cwd })
    expect([code, stderr]).toEqual([2, expect.stringContaining('there is no newsroom at nope/articles')])
    expect([...treeOf(cwd).keys()]).toEqual([])
  })

  test('refuses a folder with something in it, and a file', async () => {
    const cwd = temporaryFolder()
    mkdirSync(join(cwd, 'full'))
    writeFileSync(join(cwd, 'full', 'letter.txt'), 'Dear reader')
    const full = 'full holds letter.txt\n  name a new folder; .git, a README and a licence may stand in it\n'
    expect(await courant(['init', 'full'], { cwd })).toEqual({ code: 2, stdout: '', stderr: full })
    const file = 'full/letter.txt is a file\n  name a new folder\n'
    expect(await courant(['init', 'full/letter.txt'], { cwd })).toEqual({ code: 2, stdout: '', stderr: file })
    expect([...treeOf(cwd).keys()]).toEqual(['full/letter.txt'])
  })
})
