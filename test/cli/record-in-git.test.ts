import { appendFileSync, readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { plainRecord, story, temporaryFolder, writeFiles } from '../support/newsroom.ts'
import { courant, runCommand, WITH_URL } from './courant.ts'

const WELCOME = `articles/${new Date().getFullYear()}/welcome.md`

/** Runs git, as somebody who is not on this machine. @throws what git says when it fails */
async function git(cwd: string, ...args: readonly string[]): Promise<void> {
  const env = { GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' }
  const person = ['-c', 'user.name=Desk', '-c', 'user.email=desk@example.org']
  const { code, stdout, stderr } = await runCommand(['git', ...person, ...args], { cwd, env })
  if (code !== 0) throw new Error(`git ${args.join(' ')}: ${stdout}${stderr}`)
}

/** A publish, committed with its record. */
async function publishAndCommit(root: string): Promise<void> {
  const { code, stderr } = await courant(['publish'], { cwd: root })
  if (code !== 0) throw new Error(stderr)
  await git(root, 'add', '-A')
  await git(root, 'commit', '-qm', 'Publish')
}

/** A newsroom that was published and committed, and a clone of it. */
async function twoClones(): Promise<{ readonly here: string; readonly there: string }> {
  const here = temporaryFolder()
  await courant(['init', '.', ...WITH_URL], { cwd: here })
  appendFileSync(join(here, 'courant.yaml'), 'record: record.jsonl\n')
  writeFiles(here, { 'articles/ours.md': story({ title: 'Known to both' }) })
  await git(here, 'init', '-q')
  await publishAndCommit(here)
  const there = join(temporaryFolder(), 'clone')
  await git(here, 'clone', '-q', here, there)
  return { here, there }
}

/** Ids and addresses of the stories in the feed, by title. */
function feedOf(root: string): Readonly<Record<string, string>> {
  const { items } = JSON.parse(readFileSync(join(root, 'out/feed.json'), 'utf8'))
  return Object.fromEntries(items.map(({ title, id, url }: Record<string, string>) => [title, `${id} ${url}`]))
}

describe('a newsroom of courant init in git', () => {
  test('merges what two branches published: no conflict in the record, and every id stays', async () => {
    const { here, there } = await twoClones()
    const [welcome] = Object.values(feedOf(here))

    // Here the first story is renamed and there it is edited; the other is edited on both sides, and each brings a new one.
    renameSync(join(here, WELCOME), join(here, 'articles/hello.md'))
    writeFiles(here, {
      'articles/ours.md': story({ title: 'Known to both', topics: ['here'] }),
      'articles/here.md': story({ title: 'From here' }),
    })
    await publishAndCommit(here)
    const edited = readFileSync(join(there, WELCOME), 'utf8').replaceAll('From today our news', 'Our news')
    writeFiles(there, { [WELCOME]: edited, 'articles/there.md': story({ title: 'From there' }) })
    await publishAndCommit(there)

    await git(here, 'pull', '-q', '--no-rebase', '--no-edit', there, 'HEAD')
    const { code, stderr } = await courant(['publish'], { cwd: here })
    expect([code, stderr]).toEqual([0, expect.stringMatching(/^Published 4 stories/)])
    expect(feedOf(here)).toEqual({
      'Our newsroom is open': welcome?.replace(/ .*/, ' https://news.exampletown.test/hello/'),
      'Known to both': 'tag:news.exampletown.test,2026:ours https://news.exampletown.test/ours/',
      'From here': 'tag:news.exampletown.test,2026:here https://news.exampletown.test/here/',
      'From there': 'tag:news.exampletown.test,2026:there https://news.exampletown.test/there/',
    })
    const record = readFileSync(join(here, 'record.jsonl'), 'utf8')
    expect(record).toBe(plainRecord(readFileSync(join(here, 'out/record.jsonl'), 'utf8')))
    expect(record.trim().split('\n')).toHaveLength(5)
  })

  test('knows what another clone published since, though its own out/ does not', async () => {
    const { here, there } = await twoClones()
    renameSync(join(here, WELCOME), join(here, 'articles/hello.md'))
    await publishAndCommit(here)
    const hello = readFileSync(join(here, 'articles/hello.md'), 'utf8')
    writeFiles(here, { 'articles/hello.md': hello.replaceAll('From today our news', 'Our news') })
    await publishAndCommit(here)
    await courant(['publish'], { cwd: there })
    await git(there, 'pull', '-q', '--no-rebase', here, 'HEAD')
    expect((await courant(['publish'], { cwd: there })).code).toBe(0)
    expect(feedOf(there)).toEqual(feedOf(here))
  })
})
