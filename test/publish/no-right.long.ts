import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { COURANT, type Ended, runCommand } from '../cli/courant.ts'
import { differingPaths, newsroomOf, story, temporaryFolder, treeOf, writeFiles } from '../support/newsroom.ts'
import { PUBLISH, WITHOUT_SEARCH } from './changed-newsroom.ts'
import { isLitter, readFeeds, tornFiles } from './published-set.ts'

/** Root may do everything, so that the command runs as nobody. */
const NOBODY = 65_534
const IS_ROOT = process.getuid?.() === 0
const DEMOTED = IS_ROOT ? ['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups'] : []

/** What is compiled is kept by whoever compiled it. */
const COMPILED = join(temporaryFolder(), 'compiled')
mkdirSync(COMPILED)
for (const folder of [COMPILED, join(COMPILED, '..')]) chmodSync(folder, 0o777)

function publishIn(root: string): Promise<Ended> {
  return runCommand([...DEMOTED, process.execPath, COURANT, ...PUBLISH], { cwd: root, env: { NODE_COMPILE_CACHE: COMPILED } })
}

/** Whether the command can be run by somebody who has no right to everything. */
async function canRun(): Promise<boolean> {
  const { code } = await runCommand([...DEMOTED, process.execPath, COURANT, '--version'], { cwd: '/' }).catch(() => ({
    code: 1,
  }))
  return code === 0
}

const RUNS = process.platform === 'linux' && (await canRun())
if (!RUNS) console.warn('SKIPPED: missing rights, for want of setpriv or of a checkout that others may read')

const BEFORE = {
  'site.yaml': WITHOUT_SEARCH,
  '2026/kept.md': story({ title: 'Kept', topics: ['Trade'] }),
  '2026/edited.md': story({ title: 'Edited', topics: ['Trade'] }),
}
const AFTER = {
  '2026/edited.md': story({ title: 'Edited again', topics: ['Trade'] }),
  '2026/new.md': story({ title: 'New', topics: ['Ports'] }),
}

interface Missing {
  readonly name: string
  /** What may not be done, by the path from the newsroom’s folder, `own` being Courant’s own. */
  readonly path: string
  readonly mode: number
  readonly code: number
  readonly said: RegExp
  /** Whether all is as it was, as far as the command says. */
  readonly kept: boolean
}

const TOUCHED = /some of what is new may be public by now/
const UNTOUCHED = /^EACCES.+\n {2}what was public before is as it was/

const MISSING: readonly Missing[] = [
  { name: 'write in out/', path: 'out', mode: 0o555, code: 3, said: UNTOUCHED, kept: true },
  { name: 'write in a folder of out/', path: 'out/topics', mode: 0o555, code: 3, said: TOUCHED, kept: false },
  { name: 'replace a page', path: 'out/2026/edited', mode: 0o555, code: 3, said: TOUCHED, kept: false },
  { name: 'add to the manifest', path: 'out/manifest.jsonl', mode: 0o444, code: 3, said: TOUCHED, kept: true },
  {
    name: 'change the state',
    path: 'own/state/state.sqlite',
    mode: 0o444,
    code: 3,
    said: UNTOUCHED,
    kept: true,
  },
  { name: 'make a journal of the state', path: 'own/state', mode: 0o555, code: 3, said: UNTOUCHED, kept: true },
  { name: 'write the cache', path: 'own/cache', mode: 0o555, code: 3, said: UNTOUCHED, kept: true },
  { name: 'read the record', path: 'out/record.jsonl', mode: 0o000, code: 3, said: UNTOUCHED, kept: true },
  {
    name: 'read a folder of articles',
    path: 'articles/2026',
    mode: 0o000,
    code: 1,
    said: /articles\/2026\b.*\(EACCES\)/,
    kept: true,
  },
  {
    name: 'read courant.yaml',
    path: 'courant.yaml',
    mode: 0o000,
    code: 2,
    said: /^courant\.yaml cannot be read \(EACCES\)\n {2}let the user that Courant runs as read it\n$/,
    kept: true,
  },
  { name: 'read site.yaml', path: 'articles/site.yaml', mode: 0o000, code: 3, said: UNTOUCHED, kept: true },
]

describe.skipIf(!RUNS)('a publisher without the right', () => {
  test.each(MISSING)(
    'to $name says so, leaves a whole site, and goes on once it has it',
    async ({ path, mode, code, said, kept }) => {
      const newsroom = newsroomOf(BEFORE)
      const { root } = newsroom
      writeFiles(root, { 'courant.yaml': '' })
      chmodSync(root, 0o755)
      if (IS_ROOT) own(root)
      expect((await publishIn(root)).code).toBe(0)
      const before = newsroom.out()
      newsroom.write(AFTER)
      if (IS_ROOT) own(root)
      const barred = path.startsWith('own') ? join(newsroom.paths.own, path.slice(3)) : join(root, path)
      const rights = statSync(barred).mode
      chmodSync(barred, mode)
      const ended = await publishIn(root)
      const now = newsroom.out()
      chmodSync(barred, rights)
      expect((await publishIn(root)).code).toBe(0)
      const after = newsroom.out()

      expect(ended.stderr).toMatch(said)
      expect(ended.code).toBe(code)
      expect([...tornFiles(now, { before, after }), ...readFeeds(now).problems]).toEqual([])
      expect(differingPaths(now, before).length === 0).toBe(kept)
      expect([...after.keys()].filter(isLitter)).toEqual([])
      expect(readFeeds(after).stories.map(({ title }) => title)).toEqual(
        expect.arrayContaining(['Edited again', 'New', 'Kept']),
      )
    },
  )

  test('to write the state can look at the newsroom, its last good versions included', async () => {
    const newsroom = newsroomOf(BEFORE)
    const { root, paths } = newsroom
    chmodSync(root, 0o755)
    if (IS_ROOT) own(root)
    expect((await publishIn(root)).code).toBe(0)
    newsroom.write({ '2026/kept.md': 'no story any more\n' })
    if (IS_ROOT) own(root)
    for (const [path, mode] of [
      [join(paths.state, 'state.sqlite'), 0o444],
      [paths.state, 0o555],
      [paths.out, 0o555],
    ] as const)
      chmodSync(path, mode)
    const before = treeOf(root)
    for (const command of [['check'], ['schedule'], ['publish', '--dry-run', '--at', '2026-06-01T12:00Z']]) {
      const { code, stderr } = await runCommand([...DEMOTED, process.execPath, COURANT, ...command], { cwd: root })
      expect([command, code], stderr).toEqual([command, command[0] === 'schedule' ? 0 : 1])
      expect(stderr).toMatch(/2026\/kept\.md|1 file has errors/)
    }
    expect(differingPaths(treeOf(root), before)).toEqual([])
    chmodSync(paths.out, 0o755)
  })

  test('to read one article keeps its last good version, names it, and publishes all others', async () => {
    const newsroom = newsroomOf(BEFORE)
    const { root, paths } = newsroom
    chmodSync(root, 0o755)
    if (IS_ROOT) own(root)
    expect((await publishIn(root)).code).toBe(0)
    newsroom.write(AFTER)
    if (IS_ROOT) own(root)
    chmodSync(join(paths.articles, '2026/kept.md'), 0o000)
    const { code, stderr } = await publishIn(root)
    expect(code).toBe(1)
    expect(stderr).toContain('articles/2026/kept.md:1:1  the file cannot be read (EACCES)')
    expect(readFeeds(newsroom.out()).stories.map(({ title }) => title)).toEqual(
      expect.arrayContaining(['Edited again', 'New', 'Kept']),
    )
  })
})

function own(root: string): void {
  execFileSync('chown', ['-R', `${NOBODY}:${NOBODY}`, root])
}
