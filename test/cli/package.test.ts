import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import { photograph } from '../support/images.ts'
import { story, temporaryFolder, treeOf, writeFiles } from '../support/newsroom.ts'
import { COURANT, type Ended, runCommand, WITH_URL } from './courant.ts'

const CHECKOUT = fileURLToPath(new URL('../..', import.meta.url))

/** What `npm pack` reads. */
const PACKED = ['bin', 'src', 'package.json', 'tsconfig.json', 'rolldown.config.ts', 'LICENSE', 'README.md', 'CHANGELOG.md']

/** The Node of the tests comes first, so that it runs the scripts of npm and the installed command too. */
const ENV = { PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH}` }

async function npm(args: readonly string[], cwd: string): Promise<Ended> {
  const ended = await runCommand(['npm', ...args], { cwd, env: ENV })
  expect(ended.code, ended.stderr).toBe(0)
  return ended
}

describe('the package', () => {
  const host = join(temporaryFolder(), 'host')

  /** Runs the command as it is installed. */
  function installed(args: readonly string[], cwd: string, env: Readonly<Record<string, string>> = {}): Promise<Ended> {
    return runCommand([join(host, 'node_modules/.bin/courant'), ...args], { cwd, env: { ...ENV, ...env } })
  }

  beforeAll(async () => {
    const copy = temporaryFolder()
    for (const path of PACKED) cpSync(join(CHECKOUT, path), join(copy, path), { recursive: true })
    symlinkSync(join(CHECKOUT, 'node_modules'), join(copy, 'node_modules'))
    await npm(['pack', '--silent'], copy)
    const tarball = readdirSync(copy).find(name => /^courant-\d.*\.tgz$/.test(name)) ?? ''
    mkdirSync(host)
    writeFileSync(join(host, 'package.json'), '{ "name": "host", "private": true }')
    await npm(['install', '--prefer-offline', '--no-audit', '--no-fund', join(copy, tarball)], host)
  })

  test('holds what runs, and neither sources nor tests', () => {
    expect(readdirSync(join(host, 'node_modules/courant')).sort()).toEqual(
      ['CHANGELOG.md', 'LICENSE', 'README.md', 'bin', 'dist', 'package.json'].sort(),
    )
    for (const thread of ['render-worker.js', 'look-worker.js', 'search-worker.js'])
      expect(existsSync(join(host, 'node_modules/courant/dist', thread))).toBe(true)
  })

  test('says what is missing where a bucket is to be delivered to', async () => {
    expect(await installed(['init', 'bucket', ...WITH_URL], host)).toMatchObject({ code: 0 })
    const news = join(host, 'bucket')
    writeFiles(news, { 'courant.yaml': 'deliver: [{ s3: news }]\n' })
    const { code, stderr } = await installed(['publish'], news)
    expect([code, stderr]).toEqual([
      3,
      expect.stringContaining(
        '\nNot delivered to s3://news/: what speaks S3 is not installed beside Courant; install it: npm install @aws-sdk/client-s3\n',
      ),
    ])
  })

  test('says what is missing where processes are to share a Redis', async () => {
    expect(await installed(['init', 'shared', ...WITH_URL], host)).toMatchObject({ code: 0 })
    expect(await installed(['publish'], join(host, 'shared'), { REDIS_URL: 'redis://127.0.0.1:1' })).toEqual({
      code: 3,
      stdout: '',
      stderr:
        'REDIS_URL is set, and the package ioredis is not installed\n  npm install ioredis bullmq, beside Courant; or leave REDIS_URL out\n',
    })
  })

  test('says what is missing where it was installed without what makes images and the search', async () => {
    expect(await installed(['init', 'bare', ...WITH_URL], host)).toMatchObject({ code: 0 })
    const news = join(host, 'bare')
    const asides = ['sharp', 'pagefind'].map(name => join(host, 'node_modules', name))
    for (const aside of asides) renameSync(aside, `${aside}-aside`)
    try {
      const { code, stderr } = await installed(['publish'], news)
      expect([code, stderr]).toEqual([
        0,
        expect.stringContaining(
          `Pagefind, which makes the search, does not start on ${process.platform}-${process.arch}; install Courant again with its optional packages, or write search: false in site.yaml\n`,
        ),
      ])
      writeFiles(join(news, 'articles'), {
        '2026/quay.md': story({}, '![The quay](quay.jpg)\n'),
        '2026/quay.jpg': await photograph(),
      })
      expect(await installed(['publish'], news)).toEqual({
        code: 3,
        stdout: '',
        stderr:
          'images cannot be made: sharp is not installed for this machine\n  install Courant with its optional packages: npm install --include=optional\n',
      })
    } finally {
      for (const aside of asides) renameSync(`${aside}-aside`, aside)
    }
  })

  test('brings a command that starts a newsroom, checks and publishes it', async () => {
    expect(await installed(['init', 'news', ...WITH_URL], host)).toMatchObject({ code: 0, stdout: '' })
    const news = join(host, 'news')
    expect(await installed(['check', '--strict'], news)).toMatchObject({ code: 0, stderr: 'No mistakes.\n' })
    expect(await installed(['publish'], news)).toMatchObject({ code: 0, stdout: '' })
    const out = treeOf(join(news, 'out'))
    expect([...out.keys()]).toEqual(
      expect.arrayContaining(['feed.atom', 'feed.json', 'feed.rss', 'index.html', 'search/index.json']),
    )
    expect(out.get('feed.rss')?.toString()).toContain('From today our news is published here.')
  })

  test('brings its templates, and takes one of the newsroom’s own', async () => {
    const root = temporaryFolder()
    await installed(['init', '.', ...WITH_URL], root)
    expect(await installed(['theme', 'article'], root)).toMatchObject({ code: 0 })
    const theme = treeOf(join(root, 'theme'))
    expect([...theme.keys()]).toEqual(['article.ts', 'page-types.ts', 'types.ts'])
    const own = theme.get('article.ts')?.toString().replace('class="story"', 'class="story own"') ?? ''
    writeFiles(join(root, 'theme'), { 'article.ts': own })
    expect(await installed(['publish'], root)).toMatchObject({ code: 0, stdout: '' })
    const pages = [...treeOf(join(root, 'out'))].filter(([path]) => path.endsWith('welcome/index.html'))
    expect(pages.map(([, page]) => page.includes('<article class="story own">'))).toEqual([true])
  })

  test('renders on several threads', async () => {
    const root = temporaryFolder()
    await installed(['init', 'news', ...WITH_URL], root)
    const many = Array.from({ length: 200 }, (_, index) => [`2026/s-${index}.md`, story({}, `Story **${index}**.\n`)] as const)
    writeFiles(join(root, 'news/articles'), Object.fromEntries(many))
    writeFiles(join(root, 'news/articles'), { '2026/code.md': story({}, '```js\nlet a\n```\n') })
    expect(await installed(['publish'], join(root, 'news'))).toMatchObject({ code: 0 })
    const out = treeOf(join(root, 'news/out'))
    expect(out.get('2026/s-199/index.html')?.toString()).toContain('Story <strong>199</strong>.')
    expect(out.get('2026/code/index.html')?.toString()).toContain('<span class="code-keyword">let</span> a\n</code>')
  })

  test('makes images with what comes with it', async () => {
    const root = temporaryFolder()
    await installed(['init', 'news', ...WITH_URL], root)
    writeFiles(join(root, 'news/articles'), {
      '2026/quay.md': story({}, '![The quay](quay.jpg)\n'),
      '2026/quay.jpg': await photograph(),
    })
    expect(await installed(['publish'], join(root, 'news'))).toMatchObject({ code: 0 })
    expect([...treeOf(join(root, 'news/out')).keys()]).toContain('2026/quay.jpg.480w.webp')
  })

  test('names its mistakes as the checkout does', async () => {
    const root = temporaryFolder()
    await installed(['init', 'news', ...WITH_URL], root)
    writeFiles(join(root, 'news/articles'), { '2026/bad.md': story({ date: '3rd May' }) })
    const { code, stderr } = await installed(['check'], join(root, 'news'))
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('articles/2026/bad.md:3:') })
  })
})

/** A Node of this machine, apart from the checkout's own, that Courant does not run on. */
async function oldNode(): Promise<string | undefined> {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(folder => !folder.split(sep).includes('node_modules'))
  for (const node of folders.map(folder => join(folder, 'node')).filter(existsSync)) {
    const { stdout } = await runCommand([node, '--version'], { cwd: CHECKOUT })
    if (Number(/^v(\d+)/.exec(stdout)?.[1]) < 24) return node
  }
  return undefined
}

const OLD_NODE = await oldNode()
if (!OLD_NODE) console.warn('SKIPPED: what Courant says on a Node that is too old, for want of one on the PATH')

describe.skipIf(!OLD_NODE)('a Node that is too old', () => {
  test.each([[], ['publish'], ['--help']])('is named in one line, and the command ends with 3: %s', async (...args) => {
    const { code, stdout, stderr } = await runCommand([OLD_NODE ?? '', COURANT, ...args], { cwd: temporaryFolder() })
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' })
    expect(stderr).toMatch(/^courant needs Node 24 or newer; this is Node \d+\.\d+\.\d+\n$/)
  })
})
