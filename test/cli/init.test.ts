import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { temporaryFolder, treeOf, writeFiles } from '../support/newsroom.ts'
import { COURANT, courant, runCommand, WITH_URL } from './courant.ts'

/** util-linux's `script` gives a command a terminal of its own. */
const SCRIPT = ['/usr/bin/script', '/bin/script'].find(path => existsSync(path))

const NEXT = `A newsroom stands in news/room. Next:
  cd news/room
  edit articles/site.yaml      title, lang and timezone are yours to choose, before anything is published
  courant run                  publishes it and shows it at http://127.0.0.1:8080
  courant new "A headline"     begins a story
  courant preview              shows it while you write, to you alone
  courant check                names every mistake, and how to mend it
`

describe('courant init', () => {
  test('makes url and idPrefix of the address that it is given, and says so to programs', async () => {
    const cwd = temporaryFolder()
    const year = new Date().getFullYear()
    const idPrefix = `tag:www.exampletown.test,${year}:`
    const given = ['--url', 'https://www.exampletown.test/news/', '--json']
    const { code, stdout } = await courant(['init', 'news', ...given], { cwd })
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toEqual({ folder: 'news', url: 'https://www.exampletown.test/news', idPrefix })
    const site = readFileSync(join(cwd, 'news/articles/site.yaml'), 'utf8')
    expect(site).toContain('\ntitle: www.exampletown.test\n')
    expect(site).toContain('\nurl: https://www.exampletown.test/news\n')
    expect(site).toContain(`\nidPrefix: "${idPrefix}"\n`)
    expect(site).not.toContain('xample.org')
  })

  test('where nobody can be asked, says what to type, and writes nothing', async () => {
    const cwd = temporaryFolder()
    const message = 'the address of the newsroom is missing: its stories get permanent ids made of it'
    const remedy = "say where it will be published: courant init 'our news' --url https://news.your-domain.org"
    const { code, stdout, stderr } = await courant(['init', 'our news', '--json'], { cwd })
    expect([code, stderr]).toEqual([2, `${message}\n  ${remedy}\n`])
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'usage', message, remedy } })
    expect([...treeOf(cwd).keys()]).toEqual([])
  })

  test.each([
    [
      'https://news.example.org',
      'news.example.org is a domain for examples, which nobody can have\n  write the address where your newsroom will be published',
    ],
    [
      'news.your-domain.org',
      'news.your-domain.org is a domain for examples, which nobody can have\n  write the address where your newsroom will be published',
    ],
    [
      'ftp://news.exampletown.test',
      'cannot read "ftp://news.exampletown.test" as the address of a newsroom\n  write it in full: ',
    ],
    ['https://[::1]/', 'cannot read "https://[::1]/" as the address of a newsroom\n  write it in full: '],
    ['', 'cannot read "" as the address of a newsroom\n  write it in full: '],
  ])('refuses the address %j, and writes nothing', async (url, words) => {
    const cwd = temporaryFolder()
    const { code, stderr } = await courant(['init', 'news', '--url', url], { cwd })
    expect([code, stderr]).toEqual([2, expect.stringContaining(words)])
    expect([...treeOf(cwd).keys()]).toEqual([])
  })

  test.skipIf(!SCRIPT)('asks on a terminal until the answer is an address that a newsroom can have', async () => {
    const cwd = temporaryFolder()
    const typed = 'news.example.org\\nnews.exampletown.test\\n'
    const asking = `printf '${typed}' | '${SCRIPT}' -qec "'${process.execPath}' '${COURANT}' init news" /dev/null`
    const { stdout } = await runCommand(['sh', '-c', asking], { cwd })
    expect(stdout).toContain('Where will the newsroom be published?')
    expect(stdout).toContain('news.example.org is a domain for examples')
    expect(readFileSync(join(cwd, 'news/articles/site.yaml'), 'utf8')).toContain('\nurl: https://news.exampletown.test\n')
  })

  test('makes a newsroom that publishes at once, without a mistake, and is ready to run', async () => {
    const cwd = temporaryFolder()
    expect(await courant(['init', 'news/room', ...WITH_URL], { cwd })).toEqual({
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
    const { code, stderr } = await courant(['init', '.', ...WITH_URL], { cwd })
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: NEXT.replace('news/room', 'this folder').replace('  cd news/room\n', ''),
    })
    expect(readFileSync(join(cwd, '.gitignore'), 'utf8')).toBe('.courant/\nout/\nnode_modules/\n')
    expect(readdirSync(cwd).sort()).toEqual(['.gitattributes', '.gitignore', '.vscode', 'articles', 'courant.yaml', 'schemas'])
  })

  test('--schemas writes the schemas anew, and nothing else', async () => {
    const cwd = temporaryFolder()
    await courant(['init', '.', ...WITH_URL], { cwd })
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
    const begun = { '.DS_Store': '', '.git/HEAD': 'ref: refs/heads/main\n', 'README.md': '# News\n', LICENSE: 'MIT\n' }
    writeFiles(join(cwd, "the paper's news"), begun)
    const { code, stderr } = await courant(['init', "the paper's news", ...WITH_URL], { cwd })
    expect([code, stderr]).toEqual([0, expect.stringContaining("\n  cd 'the paper'\\''s news'\n")])
    expect(String(treeOf(join(cwd, "the paper's news")).get('README.md'))).toBe('# News\n')
  })

  test('--schemas refuses a folder in which no newsroom stands, and writes nothing', async () => {
    const cwd = temporaryFolder()
    const { code, stderr } = await courant(['init', 'nope', '--schemas'], { cwd })
    expect([code, stderr]).toEqual([2, expect.stringContaining('there is no newsroom at nope/articles')])
    expect([...treeOf(cwd).keys()]).toEqual([])
    await courant(['init', '.', ...WITH_URL], { cwd })
    expect((await courant(['init', 'nope', '--schemas'], { cwd })).stderr).toContain('or start one: courant init DIR')
  })

  test('refuses a folder with something in it, and a file', async () => {
    const cwd = temporaryFolder()
    mkdirSync(join(cwd, 'full'))
    writeFileSync(join(cwd, 'full', 'letter.txt'), 'Dear reader')
    const full = 'full holds letter.txt\n  name a new folder; .git, a README and a licence may stand in it\n'
    expect(await courant(['init', 'full', ...WITH_URL], { cwd })).toEqual({ code: 2, stdout: '', stderr: full })
    const empty = 'the name of the folder is empty\n  name a new folder; . is this one\n'
    expect(await courant(['init', '', ...WITH_URL], { cwd })).toEqual({ code: 2, stdout: '', stderr: empty })
    const file = 'full/letter.txt is a file\n  name a new folder\n'
    expect(await courant(['init', 'full/letter.txt', ...WITH_URL], { cwd })).toEqual({ code: 2, stdout: '', stderr: file })
    expect([...treeOf(cwd).keys()]).toEqual(['full/letter.txt'])
  })
})
