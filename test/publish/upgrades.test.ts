import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { courant } from '../cli/courant.ts'
import { AS_OF, differingPaths, newsroomOf, story, TemporaryNewsroom, temporaryFolder, treeOf } from '../support/newsroom.ts'

/** Newsrooms as earlier versions of Courant left them, with `.courant/…` of their `out/` under the name `own`. */
const EARLIER = ['published-by-0.1.0', 'published-with-cache-2'] as const

function publishedBy(name: (typeof EARLIER)[number]): TemporaryNewsroom {
  const folder = fileURLToPath(new URL(`fixtures/${name}`, import.meta.url))
  const newsroom = new TemporaryNewsroom(temporaryFolder())
  const { articles, out, own } = newsroom.paths
  for (const [from, to] of Object.entries({ articles, out, own })) cpSync(join(folder, from), to, { recursive: true })
  return newsroom
}

/** What subscribers know stories by, and where they stand. */
function itemsIn(newsroom: TemporaryNewsroom): readonly unknown[] {
  const { items }: { readonly items: readonly Readonly<Record<string, unknown>>[] } = JSON.parse(newsroom.read('feed.json'))
  return items.map(({ id, url, title, date_published, date_modified }) => ({ id, url, title, date_published, date_modified }))
}

/** The record's stories, without the line that says of which version it is; and without what no earlier version remembered. */
function linesIn(newsroom: TemporaryNewsroom): readonly string[] {
  const lines = newsroom.read('record.jsonl').split('\n').filter(Boolean).slice(1)
  return lines.map(line => JSON.stringify({ ...JSON.parse(line), feeds: undefined }))
}

describe.each(EARLIER)('publish: a newsroom %s', name => {
  test('is taken over: every id, address and date is kept, what is no more leaves, and the next publish changes nothing', async () => {
    const newsroom = publishedBy(name)
    const [lines, items] = [linesIn(newsroom), itemsIn(newsroom)]
    const styles = [...newsroom.out().keys()].filter(path => path.startsWith('assets/style.'))
    const { removed, diagnostics } = await newsroom.publish()
    expect(diagnostics).toEqual([])
    expect(linesIn(newsroom)).toEqual(lines)
    expect(itemsIn(newsroom)).toEqual(items)
    expect(removed).toEqual(expect.arrayContaining(styles))
    expect(await newsroom.publish()).toMatchObject({ written: [], removed: [] })
  })

  test('keeps the last good version of a story whose file breaks at the same time', async () => {
    const newsroom = publishedBy(name)
    newsroom.write({ '2026/ferry.md': 'no story any more\n' })
    await newsroom.publish()
    expect(newsroom.read('2026/ferry/index.html')).toContain('It sails at noon')
    expect(newsroom.read('feed.atom')).toContain('urn:example:ferry')
  })
})

/** What a newer Courant would have left, by the folder it stands in and its name. */
const NEWER = [
  ['record', 'out', 'record.jsonl', '{"courant-record":2}\n', 'record.jsonl is of version 2; this Courant knows version 1'],
  [
    'manifest',
    'out',
    'manifest.jsonl',
    '{"courant-manifest":2}\n',
    'manifest.jsonl is of version 2; this Courant knows version 1',
  ],
  ['state', 'state', 'version', '3\n', 'state is of version 3; this Courant knows version 2'],
] as const

describe('publish: what a newer Courant left', () => {
  test.each(NEWER)('a %s is refused in plain words, and nothing is touched', async (_name, folder, file, text, said) => {
    const newsroom = newsroomOf({ 'a.md': story() })
    await newsroom.publish()
    writeFileSync(join(newsroom.paths[folder], file), text)
    newsroom.write({ 'b.md': story({ title: 'B' }) })
    const before = [newsroom.out(), treeOf(newsroom.paths.own)] as const
    const { code, stderr } = await courant(['publish', '--at', new Date(AS_OF).toISOString()], { cwd: newsroom.root })
    expect(code).toBe(3)
    expect(stderr).toMatch(new RegExp(`^\\S+/${said}\\n  a newer Courant wrote it: publish with that one\\n$`))
    expect(differingPaths(newsroom.out(), before[0])).toEqual([])
    expect(differingPaths(treeOf(newsroom.paths.own), before[1])).toEqual([])
    await expect(newsroom.publish({ dryRun: true })).rejects.toMatchObject({ code: 'newer-version' })
  })

  test('a state from before states had versions is one of the first, and is marked', async () => {
    const newsroom = newsroomOf({ 'a.md': story() })
    mkdirSync(newsroom.paths.state, { recursive: true })
    await newsroom.publish()
    expect(treeOf(newsroom.paths.state).get('version')?.toString()).toBe('2\n')
  })
})
