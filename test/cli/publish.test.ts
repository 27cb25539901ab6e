import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { outsideHub } from '../notify/outside-hub.ts'
import { feedRedirects } from '../support/feed-redirects.ts'
import {
  differingPaths,
  type Files,
  newsroomOf,
  plainRecord,
  SITE_YAML,
  story,
  type TemporaryNewsroom,
  treeOf,
  writeFiles,
} from '../support/newsroom.ts'
import { COURANT, courant, runCommand } from './courant.ts'

const STORY = { '2026/flood.md': story({ title: 'The river is back in its bed', date: '2026-05-03T09:00Z' }) }
const LATER = { '2126/jubilee.md': story({ title: 'A hundred years', date: '2126-05-03T09:00Z' }) }
const BROKEN = { '2026/broken.md': story({ date: '3rd May' }) }

/** How many files a site has is the theme's business. */
function uncounted(text: string): string {
  return text.replace(/\d+ files/, 'N files')
}

describe('courant publish', () => {
  test('says what it published and what comes next, on standard error alone', async () => {
    const { root } = newsroomOf({ ...STORY, ...LATER })
    const { stderr, ...rest } = await courant(['publish'], { cwd: root })
    expect({ ...rest, stderr: uncounted(stderr) }).toEqual({
      code: 0,
      stdout: '',
      stderr:
        'Published 1 story in 6 feeds to out: N files written.\nNext: release of 2126/jubilee.md on Friday, 3 May 2126 at 09:00:00 UTC.\n',
    })
  })

  test('writes nothing the second time', async () => {
    const { root, paths } = newsroomOf(STORY)
    await courant(['publish'], { cwd: root })
    const before = treeOf(paths.out)
    expect(await courant(['publish'], { cwd: root })).toEqual({
      code: 0,
      stdout: '',
      stderr: 'Published 1 story in 6 feeds to out: nothing changed.\nNothing else is due.\n',
    })
    expect(differingPaths(before, treeOf(paths.out))).toEqual([])
  })

  test('with --json prints one object on one line', async () => {
    const { root } = newsroomOf({ ...STORY, ...LATER })
    const { code, stdout } = await courant(['publish', '--json', '--at', '2026-06-01T12:00Z'], { cwd: root })
    expect(code).toBe(0)
    expect(stdout.split('\n')).toHaveLength(2)
    const { written, addresses, ...rest } = JSON.parse(stdout)
    expect(rest).toEqual({
      asOf: '2026-06-01T12:00:00.000Z',
      dryRun: false,
      diagnostics: [],
      published: true,
      stories: 1,
      removed: [],
      subscribers: [
        {
          channel: '/',
          new: [{ id: 'tag:news.example.org,2026:2026/flood', title: 'The river is back in its bed' }],
          edited: [],
          resurfacing: [],
          leaving: [],
        },
        { channel: '/changes/', new: [], edited: [], resurfacing: [], leaving: [] },
      ],
      upcoming: [{ kind: 'release', path: '2126/jubilee.md', title: 'A hundred years', at: '2126-05-03T09:00:00.000Z' }],
    })
    expect(written).toContain('2026/flood/index.html')
    expect(written).toContain('feed.rss')
    expect(addresses).toEqual({
      added: expect.arrayContaining(['https://news.example.org/2026/flood/']),
      changed: [],
      removed: [],
    })
  })

  test('does its work though nobody reads what it prints', async () => {
    const newsroom = newsroomOf(Object.fromEntries(Array.from({ length: 400 }, (_, index) => [`${index}.md`, story()])))
    const command = `"${process.execPath}" "${COURANT}" publish --json | head -c 1; echo "; \${PIPESTATUS[0]}"`
    const { stdout, stderr } = await runCommand(['bash', '-c', command], { cwd: newsroom.root })
    expect(stdout).toBe('{; 0\n')
    expect(stderr).not.toContain('EPIPE')
    expect(newsroom.out().has('399/index.html')).toBe(true)
  })

  test.runIf(process.platform === 'linux')(
    'does its work where the disk has no room for what it prints, and ends with 3',
    async () => {
      const newsroom = newsroomOf(STORY)
      const command = `"${process.execPath}" "${COURANT}" publish --json > /dev/full`
      expect(await runCommand(['bash', '-c', command], { cwd: newsroom.root })).toMatchObject({
        code: 3,
        stderr: expect.stringMatching(
          /^standard output cannot be written: ENOSPC.*\n {2}make room where it goes; what was asked for is done$/m,
        ),
      })
      expect(newsroom.out().has('2026/flood/index.html')).toBe(true)
    },
  )

  test('--audit looks through what is public, with --dry-run too, and ends with 1 when it finds something', async () => {
    const draft = { '2026/pact.md': story({ title: 'A secret pact', draft: true }, 'They will sign the agreement at dawn.\n') }
    const newsroom = newsroomOf({ ...STORY, ...draft })
    const { root } = newsroom
    expect(await courant(['publish', '--audit', '--dry-run'], { cwd: root })).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('Audited 0 files of out: nothing of 1 story or page of which something is not public.\n'),
    })
    const clean = await courant(['publish', '--audit'], { cwd: root })
    expect({ code: clean.code, said: uncounted(clean.stderr.split('\n')[2] ?? '') }).toEqual({
      code: 0,
      said: 'Audited N files of out: nothing of 1 story or page of which something is not public.',
    })
    writeFiles(newsroom.paths.out, { 'notes.txt': 'They will sign the agreement at dawn.' })
    const { code, stdout, stderr } = await courant(['publish', '--dry-run', '--audit', '--json'], { cwd: root })
    expect(code).toBe(1)
    expect(stderr).toContain(
      'articles/2026/pact.md:7:1  "will sign the agreement at dawn." of this draft stands in notes.txt at byte 5\n',
    )
    expect(JSON.parse(stdout).audit).toMatchObject({ hidden: 1, leaks: [{ code: 'leak', path: '2026/pact.md', line: 7 }] })
  })

  test('--dry-run writes nothing, and says what it would write', async () => {
    const { root } = newsroomOf(STORY)
    const { code, stderr } = await courant(['publish', '--dry-run'], { cwd: root })
    expect({ code, stderr: uncounted(stderr) }).toEqual({
      code: 0,
      stderr:
        'Subscribers of / (Example News) will see:\n  new  The river is back in its bed\nWould publish 1 story in 6 feeds to out: N files would be written.\nNothing else is due.\n',
    })
    expect(readdirSync(root)).toEqual(['articles'])
  })

  test('ends with 1 when an article has errors, and publishes the others', async () => {
    const { root, paths } = newsroomOf({ ...STORY, ...BROKEN })
    const { code, stdout, stderr } = await courant(['publish'], { cwd: root })
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toContain(
      'articles/2026/broken.md:3:7  date  cannot read "3rd May" as a date\n  write it as 2026-05-03 or 2026-05-03T09:00+02:00\n',
    )
    expect(stderr).toContain('1 file above has errors and is not published as it stands; everything else is.\n')
    expect(treeOf(paths.out).has('2026/flood/index.html')).toBe(true)
  })

  test.skipIf(process.platform === 'win32')(
    'says that it may open too few files, with 3, and leaves nothing behind',
    async () => {
      const stories = Array.from({ length: 70 }, (_, index) => [`${index}.md`, story()] as const)
      const { root, paths } = newsroomOf(Object.fromEntries(stories))
      const codes = new Set<number | undefined>()
      // Below 24 Node itself does not start. What it runs out of first depends on the machine.
      for (let most = 24; most <= 38; most++) {
        const limited = `ulimit -n ${most}; exec "$0" "$@"`
        const { code, stderr } = await runCommand(['sh', '-c', limited, process.execPath, COURANT, 'publish'], { cwd: root })
        codes.add(code)
        expect([0, 3], `${most}: ${stderr}`).toContain(code)
        expect(stderr).not.toMatch(/^ {4}at /m)
        if (code === 3) expect(stderr).toContain('let it open more files at once')
        expect(existsSync(paths.stage), `${most}: ${stderr}`).toBe(false)
      }
      expect(codes).toContain(3)
    },
  )

  test('counts no error of a theme as a file that is not published', async () => {
    const { root, paths } = newsroomOf(STORY)
    writeFiles(paths.theme, { 'card.js': 'export default () => { throw new Error("broken") }\n' })
    const { code, stderr } = await courant(['publish'], { cwd: root })
    expect(code).toBe(1)
    expect(stderr).toContain('\n1 error in the theme above: no story is held back by it.\n')
    expect(stderr).not.toContain('not published')
    expect(treeOf(paths.out).has('2026/flood/index.html')).toBe(true)
  })

  test('ends with 2 when site.yaml has errors, and touches nothing', async () => {
    const { root } = newsroomOf({ ...STORY, 'site.yaml': SITE_YAML.replace('lang: en', 'lang: english!') })
    expect(await courant(['publish'], { cwd: root })).toEqual({
      code: 2,
      stdout: '',
      stderr:
        'articles/site.yaml:6:7  lang  cannot read "english!" as a language\n  write its code: en, fr, es, ar, zh, ru, pt-BR\nNothing was published: site.yaml has errors.\n',
    })
    expect(readdirSync(root)).toEqual(['articles'])
  })

  test('ends with 2 without a newsroom, and says how to get one', async () => {
    const { root } = newsroomOf()
    expect(await courant(['publish', '--articles', 'elsewhere'], { cwd: root })).toEqual({
      code: 2,
      stdout: '',
      stderr: `there is no newsroom at ${root}/elsewhere: site.yaml is missing\n  name its folder with --articles, or start one: courant init DIR\n`,
    })
  })

  test('started within a newsroom, says the way to its own folder', async () => {
    const newsroom = newsroomOf(STORY)
    const cwd = join(newsroom.paths.articles, '2026')
    mkdirSync(cwd, { recursive: true })
    expect(await courant(['check'], { cwd })).toEqual({
      code: 2,
      stdout: '',
      stderr: `there is no newsroom at ${cwd}/articles: site.yaml is missing\n  you are within one; go to its own folder first: cd ../..\n`,
    })
  })

  test('ends with 3 where a file stands in place of the folder', async () => {
    const { root } = newsroomOf(STORY)
    writeFileSync(join(root, 'taken'), 'mine')
    const { code, stdout, stderr } = await courant(['publish', '--out', 'taken'], { cwd: root })
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' })
    expect(stderr).not.toMatch(/^ {4}at /m)
  })

  test('ends with 3 over a site that it did not write, and leaves it as it is', async () => {
    const { root, paths } = newsroomOf(STORY)
    mkdirSync(paths.out)
    writeFileSync(join(paths.out, 'index.html'), 'somebody’s page')
    const { code, stderr } = await courant(['publish'], { cwd: root })
    expect(code).toBe(3)
    expect(stderr).toContain('index.html is there already, and Courant did not write it\n')
    expect([...treeOf(paths.out)].map(([path, bytes]) => [path, bytes.toString()])).toEqual([['index.html', 'somebody’s page']])
  })
})

describe('courant publish: another hub', () => {
  test('is told what changed, once it is out; what it was not told, the next publish tells', async () => {
    const { root } = newsroomOf({ 'a.md': story() })
    const hub = await outsideHub()
    writeFiles(root, { 'courant.yaml': `hub: ${hub.address}\n` })
    hub.status = 500
    const failed = await courant(['publish'], { cwd: root })
    expect(failed).toMatchObject({ code: 0, stderr: expect.stringContaining('was not told of 6 feeds that changed') })
    hub.status = 204
    expect((await courant(['publish', '--no-ping'], { cwd: root })).stderr).not.toContain('hub')
    expect((await courant(['publish'], { cwd: root })).stderr).toContain(
      `Told the hub ${hub.address} of 6 feeds that changed.\n`,
    )
    expect((await courant(['publish'], { cwd: root })).stderr).not.toContain('hub')
  })
})

describe('courant publish: what subscribers will see', () => {
  /** Twenty stories, published, and as many of years ago, which are not. */
  async function withImport(): Promise<TemporaryNewsroom> {
    const stories = (year: number): Files =>
      Object.fromEntries(
        Array.from({ length: 20 }, (_, index) => [
          `${year}/${index}.md`,
          story({ title: `${year}, ${index}`, date: `${year}-05-${String(index + 1).padStart(2, '0')}` }),
        ]),
      )
    const newsroom = newsroomOf(stories(2026))
    await newsroom.publish()
    newsroom.write(stories(2019))
    return newsroom
  }

  test('stops with 2 where most of a feed would be new, shows it, and touches nothing', async () => {
    const { root, paths } = await withImport()
    const before = treeOf(paths.out)
    const { code, stdout, stderr } = await courant(['publish'], { cwd: root })
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    const shown = Array.from({ length: 10 }, (_, index) => `  new  2019, ${19 - index}\n`).join('')
    expect(stderr).toBe(
      `Subscribers of / (Example News) will see:\n${shown}  new  and 10 more
Nothing was published: most of 1 feed would be new or gone at once.
  /: 20 of 20
  If that is meant, publish with --accept.
Nothing else is due.
`,
    )
    expect(differingPaths(before, treeOf(paths.out))).toEqual([])
  })

  test('says the same to machines, and publishes with --accept', async () => {
    const { root } = await withImport()
    const stopped = await courant(['publish', '--json'], { cwd: root })
    expect(stopped.code).toBe(2)
    const said = JSON.parse(stopped.stdout)
    expect(said).toMatchObject({ published: false, turnovers: [{ channel: '/', stories: expect.any(Array) }] })
    expect(said.turnovers[0].stories).toHaveLength(20)
    expect(said.subscribers[0].new).toHaveLength(20)
    const accepted = await courant(['publish', '--accept', '--json'], { cwd: root })
    expect(accepted.code).toBe(0)
    expect(JSON.parse(accepted.stdout)).toMatchObject({ published: true, stories: 40 })
  })

  test('a story whose file is gone ends with 1 and stays; --dry-run --accept shows that it would leave', async () => {
    const newsroom = newsroomOf({ ...STORY, '2026/other.md': story({ title: 'Other' }) })
    await newsroom.publish()
    newsroom.remove('2026/other.md')
    const { code, stderr } = await courant(['publish'], { cwd: newsroom.root })
    expect(code).toBe(1)
    expect(stderr).toContain('articles/2026/other.md:1:1  this story is public at /2026/other/, and its file is gone\n')
    const shown = await courant(['publish', '--dry-run', '--accept'], { cwd: newsroom.root })
    expect(shown.code).toBe(0)
    expect(shown.stderr).toContain('Subscribers of / (Example News) will see:\n  leaving  Other\n')
  })

  test('a story that was renamed and edited in one step ends with 1 until its id line is added, and so does check', async () => {
    const body = 'The river rose over the quay on Monday, and the ferries stay in the harbour.\n'
    const newsroom = newsroomOf({ 'flood.md': story({ title: 'The flood', summary: 'Water.' }, body) })
    const { root } = newsroom
    expect(await courant(['publish'], { cwd: root })).toMatchObject({ code: 0 })
    newsroom.remove('flood.md')
    const edited = story({ title: 'High water', summary: 'Water.', date: '2099-01-01' }, body.replace('rose', 'fell'))
    newsroom.write({ 'high.md': edited })
    for (const command of ['publish', 'check']) {
      const { code, stderr } = await courant([command], { cwd: root })
      expect(code).toBe(1)
      expect(stderr).toContain('articles/high.md:1:1  id  this file is not published yet: it may be flood.md,')
      expect(stderr).toContain('if it is that story, add this line: id: tag:news.example.org,2026:flood;')
    }
    const { stderr } = await courant(['schedule'], { cwd: root })
    expect(stderr).toContain('1 file has errors and may be missing here: courant check names them.')
    newsroom.write({ 'high.md': edited.replace('date: 2099-01-01', 'date: 2026-05-01\nid: tag:news.example.org,2026:flood') })
    expect(await courant(['publish'], { cwd: root })).toMatchObject({ code: 0 })
    expect(newsroom.read('_redirects')).toBe(`/flood/ /high/ 301\n${feedRedirects()}`)
  })

  test('says of what kind the next change is', async () => {
    const { root } = newsroomOf({
      '2026/a.md': story({ withdrawn: { date: '2126-05-03T09:00Z', reason: 'In error.' } }),
    })
    const { stderr } = await courant(['publish'], { cwd: root })
    expect(stderr).toContain('Next: withdrawal of 2026/a.md on Friday, 3 May 2126 at 09:00:00 UTC.\n')
  })
})

describe('courant publish --record', () => {
  test('keeps the record in a file, named by the option or by courant.yaml', async () => {
    const { root, paths } = newsroomOf(STORY)
    await courant(['publish', '--record', 'kept.jsonl'], { cwd: root })
    const record = plainRecord(treeOf(paths.out).get('record.jsonl')?.toString() ?? '')
    expect(readFileSync(join(root, 'kept.jsonl'), 'utf8')).toBe(record)
    writeFileSync(join(root, 'courant.yaml'), 'record: named.jsonl\n')
    await courant(['publish'], { cwd: root })
    expect(readFileSync(join(root, 'named.jsonl'), 'utf8')).toBe(record)
  })

  test('that cannot be read ends with 3, says what to do, and publishes nothing', async () => {
    const { root } = newsroomOf(STORY)
    writeFileSync(join(root, 'kept.jsonl'), 'no record\n')
    expect(await courant(['publish', '--record', 'kept.jsonl'], { cwd: root })).toEqual({
      code: 3,
      stdout: '',
      stderr:
        'kept.jsonl is damaged\n  restore it from a backup or from version control; without it, published stories could get new ids\n',
    })
    const away = await courant(['publish', '--record', 'http://127.0.0.1:1/record.jsonl'], { cwd: root })
    expect({ code: away.code, stdout: away.stdout }).toEqual({ code: 3, stdout: '' })
    expect(away.stderr).toMatch(
      /^the record at http:\/\/127\.0\.0\.1:1\/record\.jsonl cannot be read: .*\n {2}without it, published stories could get new ids; name another with --record, or leave the option out for a new newsroom\n$/,
    )
    const folder = await courant(['publish', '--record', '.'], { cwd: root })
    expect([folder.code, folder.stderr]).toEqual([
      3,
      expect.stringMatching(/^the record at \. cannot be read: EISDIR: .*\n {2}\w/),
    ])
    expect(existsSync(join(root, 'out/index.html'))).toBe(false)
  })
})

describe('courant publish --at', () => {
  test('takes an instant that is past', async () => {
    const { root, paths } = newsroomOf({ ...STORY, '2026/june.md': story({ date: '2026-06-20T09:00Z' }) })
    const { code } = await courant(['publish', '--at', '2026-06-01T00:00Z'], { cwd: root })
    expect(code).toBe(0)
    expect(treeOf(paths.out).has('2026/flood/index.html')).toBe(true)
    expect(treeOf(paths.out).has('2026/june/index.html')).toBe(false)
  })

  test.each([[], ['--out', 'out'], ['--out', './out/'], ['--out', '../ROOT/out'], ['--out', 'ABSOLUTE/out']])(
    'refuses a time to come for the live folder: %s %s',
    async (...option) => {
      const { root } = newsroomOf({ ...STORY, ...LATER })
      const named = option.map(part => part.replace('ABSOLUTE', root).replace('ROOT', root.split('/').at(-1) ?? ''))
      const { code, stdout, stderr } = await courant(['publish', '--at', '2126-06-01', ...named], { cwd: root })
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
      expect(stderr).toBe(
        `--at lies in the future: the stories due by then would be public in ${join(root, 'out')} now\n  add --dry-run, or name a folder of its own with --out: a new one, or one that only ever showed a time to come\n`,
      )
      expect(readdirSync(root)).toEqual(['articles'])
    },
  )

  test('refuses a time before what is public, unless that is meant', async () => {
    const { root } = newsroomOf({ ...STORY })
    await courant(['publish'], { cwd: root })
    const before = treeOf(join(root, 'out'))
    const past = ['publish', '--at', '2020-01-01']
    const { code, stderr } = await courant(past, { cwd: root })
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: `--at lies before /2026/flood/ was out: what is public in ${join(root, 'out')} since would be taken from its readers\n  add --dry-run, or name a folder of its own with --out; if that is meant, add --accept\n`,
    })
    expect(differingPaths(before, treeOf(join(root, 'out')))).toEqual([])
    expect((await courant([...past, '--dry-run'], { cwd: root })).code).toBe(0)
    expect((await courant([...past, '--out', 'look'], { cwd: root })).code).toBe(0)
    expect((await courant([...past, '--accept'], { cwd: root })).code).toBe(0)
  })

  test('refuses a time to come for any folder that something was published into, through a link as well', async () => {
    const { root } = newsroomOf({ ...STORY, ...LATER })
    await courant(['publish', '--out', 'live'], { cwd: root })
    symlinkSync('live', join(root, 'linked'))
    const before = treeOf(join(root, 'live'))
    for (const out of ['live', 'linked'])
      expect((await courant(['publish', '--at', '2126-06-01', '--out', out], { cwd: root })).code).toBe(2)
    expect(differingPaths(before, treeOf(join(root, 'live')))).toEqual([])
  })

  test('shows a time to come in a folder of its own, again and again, until that folder goes live', async () => {
    const { root } = newsroomOf({ ...STORY, ...LATER })
    const at = async (instant: string): Promise<boolean> => {
      const { code } = await courant(['publish', '--at', instant, '--out', 'preview'], { cwd: root })
      expect(code).toBe(0)
      return treeOf(join(root, 'preview')).has('2126/jubilee/index.html')
    }
    expect(await at('2100-01-01')).toBe(false)
    expect(await at('2126-06-01')).toBe(true)
    const { stderr } = await courant(['publish', '--out', 'preview'], { cwd: root })
    expect(readFileSync(join(root, 'preview/2126/jubilee/index.html'), 'utf8')).not.toContain('A hundred years')
    expect(stderr).not.toContain('The clock of this machine')
    const again = await courant(['publish', '--out', 'preview', '--json'], { cwd: root })
    expect(JSON.parse(again.stdout)).not.toHaveProperty('clock')
    expect((await courant(['publish', '--at', '2126-06-01', '--out', 'preview'], { cwd: root })).code).toBe(2)
  })

  test('a preview of a time to come writes nothing into the record that is kept elsewhere', async () => {
    const { root } = newsroomOf({ ...STORY, ...LATER })
    await courant(['publish', '--record', 'record.jsonl'], { cwd: root })
    const before = readFileSync(join(root, 'record.jsonl'), 'utf8')
    const preview = ['publish', '--at', '2126-06-01', '--out', 'preview', '--record', 'record.jsonl']
    expect((await courant(preview, { cwd: root })).code).toBe(0)
    expect(readFileSync(join(root, 'record.jsonl'), 'utf8')).toBe(before)
  })

  test('shows a time to come with --dry-run', async () => {
    const { root } = newsroomOf({ ...STORY, ...LATER })
    const { code, stdout } = await courant(['publish', '--at', '2126-06-01', '--dry-run', '--json'], { cwd: root })
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ dryRun: true, published: false, stories: 2 })
    expect(readdirSync(root)).toEqual(['articles'])
  })

  test('ends with 2 for what is no instant', async () => {
    const { root } = newsroomOf(STORY)
    expect(await courant(['publish', '--at', 'tomorrow'], { cwd: root })).toEqual({
      code: 2,
      stdout: '',
      stderr: '--at: cannot read "tomorrow" as a date\n  write it as 2026-05-03 or 2026-05-03T09:00+02:00\n',
    })
  })
})

describe('courant publish, with a clock that is behind the last publish', () => {
  const DAY = 86_400_000

  /** A newsroom that was published in sixty days, as it seems. */
  async function publishedAhead(): Promise<string> {
    const newsroom = newsroomOf({
      ...STORY,
      'site.yaml': `${SITE_YAML}search: false\n`,
      'soon.md': story({ title: 'Soon', date: new Date(Date.now() + DAY).toISOString() }),
    })
    await newsroom.publish({ asOf: Date.now() + 60 * DAY, byClock: true })
    return newsroom.root
  }

  test('keeps what is public, and says how far the clock is behind and how to fix it', async () => {
    const root = await publishedAhead()
    const before = treeOf(join(root, 'out'))
    const { code, stdout, stderr } = await courant(['publish', '--json'], { cwd: root })
    expect(code).toBe(0)
    expect(differingPaths(before, treeOf(join(root, 'out')))).toEqual([])
    expect(stderr).toMatch(
      /The clock of this machine is 60 days behind the last publish: it says \S+, and the last publish was at \S+\./,
    )
    expect(stderr).toContain('courant publish --accept clock')
    expect(JSON.parse(stdout).clock.behindSeconds).toBeGreaterThan(59 * 86_400)
  })

  test('--accept alone accepts no clock; --accept clock takes out what came too soon, and is not asked again', async () => {
    const root = await publishedAhead()
    await courant(['publish', '--accept'], { cwd: root })
    expect(treeOf(join(root, 'out')).has('soon/index.html')).toBe(true)
    expect((await courant(['publish', '--accept', 'clock'], { cwd: root })).code).toBe(0)
    expect(treeOf(join(root, 'out')).has('2026/flood/index.html')).toBe(true)
    expect(treeOf(join(root, 'out')).has('soon/index.html')).toBe(true)
    expect(readFileSync(join(root, 'out/soon/index.html'), 'utf8')).not.toContain('Soon')
    const { stderr } = await courant(['publish'], { cwd: root })
    expect(stderr).not.toContain('The clock of this machine')
  })

  test.each([
    [['--accept', 'everything'], /It is written alone, or followed by: clock/],
    [['--accept', 'clock', '--at', '2026-01-01'], /--accept clock goes by the clock[\s\S]*leave --at out/],
  ])('refuses %j', async (options, words) => {
    const { root } = newsroomOf(STORY)
    const { code, stderr } = await courant(['publish', ...options], { cwd: root })
    expect(code).toBe(2)
    expect(stderr).toMatch(words)
  })
})

describe('courant publish --explain', () => {
  test('says which files changed, and why each file was made, in lines of 80 columns', async () => {
    const newsroom = newsroomOf({
      ...STORY,
      '2026/ebb.md': story({ title: 'The ebb', date: '2026-05-02' }),
      '2026/secret.md': story({ title: 'A pact', draft: true }),
    })
    const { root } = newsroom
    await courant(['publish'], { cwd: root })
    newsroom.write({
      '2026/flood.md': story({ title: 'The flood', date: '2026-05-03T09:00Z' }),
      '2026/secret.md': story({ title: 'Another pact', draft: true }),
    })
    appendFileSync(join(root, 'out/feeds.opml'), '<!-- by hand -->')
    const planned = await courant(['publish', '--explain', '--dry-run'], { cwd: root })
    const { stderr, stdout } = await courant(['publish', '--explain'], { cwd: root })
    expect(stdout).toBe('')
    const explained = stderr.slice(stderr.indexOf('\n\n') + 2)
    // How many files the theme has is its business.
    expect(explained.replace(/Not made: \d+/, 'Not made: N')).toBe(`Changed in the newsroom (2):
  changed  2026/flood.md
  changed  2026/secret.md  (not public)

What they show changed (4), because of 2026/flood.md:
  2026/flood/index.html
  2026/ebb/index.html
  index.html
  archive/2026/index.html

Feeds of which an entry is new or changed (3), because of 2026/flood.md:
  feed.*

The file in out/ was changed or lost (1):
  feeds.opml

Not made: N that show the same as before.
`)
    expect(planned.stderr.replace('Would not be made', 'Not made')).toContain(`\n\n${explained}`)
    expect(stderr.split('\n').every(line => line.length <= 80)).toBe(true)
  })

  test('names twenty files for each reason, and counts the others', async () => {
    const { root } = newsroomOf(Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`${index}.md`, story()])))
    const { stderr } = await courant(['publish', '--explain'], { cwd: root })
    expect(stderr).toMatch(/^Changed in the newsroom \(30\):\n( {2}new {6}\d+\.md\n){20} {2}and 10 more\n\nNew \(\d+\)/m)
  })

  test('with --json has all of it', async () => {
    const newsroom = newsroomOf(STORY)
    const { root } = newsroom
    await courant(['publish'], { cwd: root })
    newsroom.write({ '2026/flood.md': story({ title: 'The flood', date: '2026-05-03T09:00Z' }) })
    const { stdout, stderr } = await courant(['publish', '--explain', '--json'], { cwd: root })
    const { explanation, written } = JSON.parse(stdout)
    expect(explanation).toEqual({
      changed: [{ path: '2026/flood.md', how: 'changed', isPublic: true }],
      due: [],
      made: expect.arrayContaining([
        { path: '2026/flood/index.html', of: 'article', reason: 'content', because: ['2026/flood.md'], differs: true },
        { path: 'feed.rss', of: 'feed', reason: 'entries', because: ['2026/flood.md'], differs: true },
      ]),
      unchanged: { described: expect.any(Number), notDescribed: expect.any(Number) },
    })
    const { described, notDescribed } = explanation.unchanged
    const listed = new Set(newsroom.read('manifest.jsonl').match(/"path":"[^"]*"/g))
    // All that is published but the record.
    expect(explanation.made.length + described + notDescribed).toBe(listed.size - 1)
    expect(explanation.made).toHaveLength(written.length)
    expect(stderr).not.toContain('Changed in the newsroom')
  })
})
