import { mkdirSync, symlinkSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { newsroomOf, story, temporaryFolder, treeOf, writeFiles } from '../support/newsroom.ts'
import { courant } from './courant.ts'

const COMMON = ['--articles', '--out', '--config', '--json', '--help']

/** Every option of every command. */
const OPTIONS: Readonly<Record<string, readonly string[]>> = {
  publish: [...COMMON, '--at', '--dry-run', '--explain', '--record', '--accept', '--audit', '--no-ping', '--no-deliver'],
  run: [...COMMON, '--host', '--port', '--log', '--record'],
  deliver: COMMON,
  rollback: [...COMMON, '--resume'],
  preview: [...COMMON, '--allow-network', '--at', '--host', '--port'],
  check: [...COMMON, '--strict', '--format'],
  new: [...COMMON, '--lang', '--topic', '--section', '--translate'],
  schedule: [...COMMON, '--at'],
  theme: COMMON,
  import: [...COMMON, '--feed', '--dry-run'],
  init: ['--url', '--json', '--schemas', '--help'],
}

describe('courant --help', () => {
  test('names every command and every exit code, on standard output', async () => {
    const { code, stdout, stderr } = await courant(['--help'], { cwd: temporaryFolder() })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect([...stdout.matchAll(/^ {2}([a-z]+) /gm)].map(([, name]) => name)).toEqual([...Object.keys(OPTIONS), 'help'])
    expect(stdout).toContain('Exit codes: 0 done; 1 done, but articles have errors, or an audit found something; 2')
  })

  test.each(Object.entries(OPTIONS))('of %s names every option that it takes, and no other', async (command, options) => {
    const { code, stdout, stderr } = await courant([command, '--help'], { cwd: temporaryFolder() })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect([...stdout.matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gm)].map(([, name]) => name).sort()).toEqual([...options].sort())
  })

  test('of publish says where a time to come may go', async () => {
    const { stdout } = await courant(['publish', '--help'], { cwd: temporaryFolder() })
    expect(stdout.replace(/\s+/g, ' ')).toContain('a time to come only with --dry-run or an --out of its own')
  })
})

describe('courant', () => {
  test.each([
    [['chek'], "error: unknown command 'chek'\n(Did you mean check?)\n(courant --help shows every command)\n"],
    [
      ['publish', '--dryrun'],
      "error: unknown option '--dryrun'\n(Did you mean --dry-run?)\n(courant --help shows every command)\n",
    ],
    [
      ['new'],
      'error: missing required argument \'title\'\n(write its headline behind it: courant new "The harbour reopens")\n',
    ],
    [
      ['check', '--format', 'xml'],
      "error: option '--format <format>' argument 'xml' is invalid. Allowed choices are text, json, github.\n(courant --help shows every command)\n",
    ],
    [['run', '--port', '1x'], '--port: cannot read "1x" as a port\n  write a number from 0 to 65535\n'],
    [
      ['new', 'A story', '--topic', 'ports, ferries'],
      '--topic: "ports, ferries" is one topic\n  name each by itself: --topic ports --topic ferries\n',
    ],
    [['run', '--port', '65536'], '--port: cannot read "65536" as a port\n  write a number from 0 to 65535\n'],
  ])('ends with 2 and says what was meant: %j', async (args, stderr) => {
    const { root } = newsroomOf({ '2026/story.md': story() })
    expect(await courant(args, { cwd: root })).toEqual({ code: 2, stdout: '', stderr })
  })

  test('without a command says what there is, and ends with 2', async () => {
    const { code, stdout, stderr } = await courant([], { cwd: temporaryFolder() })
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain('Usage: courant [options] [command]')
  })

  test('--version is that of the package', async () => {
    const { code, stdout } = await courant(['--version'], { cwd: temporaryFolder() })
    expect(code).toBe(0)
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
  })
})

const SPOILED = `schedul: "* * * * *"
timezone: Mars/Olympus
host: [a]
port: 99999
`

describe('courant.yaml', () => {
  test('with mistakes ends run with 2 and names each at its place', async () => {
    const { root } = newsroomOf()
    writeFiles(root, { 'courant.yaml': SPOILED })
    const { code, stdout, stderr } = await courant(['run', '--port', '0'], { cwd: root })
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toBe(`./courant.yaml:1:11  schedul  there is no such field
  did you mean schedule?
./courant.yaml:2:11  timezone  cannot read "Mars/Olympus" as a time zone
  write its name: Europe/Zurich, Asia/Almaty, UTC
./courant.yaml:3:1  host  a list stands where text belongs
  write it on one line, in quotes if it holds a colon
./courant.yaml:4:7  port  cannot read "99999" as a number
  write a whole number from 0 to 65535
`)
  })

  test.each(['* * *', '61 * * * *', '* * * * * * *', 'every minute', '*/0 * * * *'])(
    'with the pattern %j ends run with 2',
    async pattern => {
      const { root } = newsroomOf()
      writeFiles(root, { 'courant.yaml': `schedule: "${pattern}"\n` })
      const { code, stderr } = await courant(['run', '--port', '0'], { cwd: root })
      expect({ code, stderr }).toEqual({
        code: 2,
        stderr: expect.stringMatching(
          /^\.\/courant\.yaml:1:\d+ {2}schedule {2}cannot read ".*" as a schedule \(.+\)\n {2}write minute, hour, day, month, weekday: "\*\/5 \* \* \* \*" is every five minutes\n$/,
        ),
      })
    },
  )

  test('that is no YAML ends run with 2 at the place of the fault', async () => {
    const { root } = newsroomOf()
    writeFiles(root, { 'conf/courant.yaml': 'port: 8080\nhost: "open\n' })
    const { code, stderr } = await courant(['run', '--port', '0', '--config', 'conf/courant.yaml'], { cwd: root })
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(/^conf\/courant\.yaml:\d+:\d+ {2}/) })
  })
})

describe('--out', () => {
  test.each(['articles', 'articles/out', '.'])('%s is refused: what is public and what is not must not mix', async out => {
    const { root } = newsroomOf({ 'a.md': story() })
    const before = treeOf(root)
    const { code, stderr } = await courant(['publish', '--out', out], { cwd: root })
    expect([code, stderr]).toEqual([
      2,
      `--out: ${out} and the articles in articles stand in one another: whatever is written would be public\n  name a folder beside the articles: --out out\n`,
    ])
    expect(treeOf(root)).toEqual(before)
  })

  test('is refused where a link leads it into the articles', async () => {
    const { root } = newsroomOf({ 'a.md': story() })
    const out = join(temporaryFolder(), 'public')
    symlinkSync(join(root, 'articles'), out)
    const before = treeOf(root)
    const { code, stderr } = await courant(['publish', '--out', join(out, 'site')], { cwd: root })
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringContaining('and the articles in articles stand in one another'),
    })
    expect(treeOf(root)).toEqual(before)
  })
})

describe('deliver', () => {
  test.each(['out', 'out/live', 'articles/live', '.courant/live'])(
    'into %s is refused: something else stands there',
    async folder => {
      const { root } = newsroomOf({ 'a.md': story() })
      writeFiles(root, { 'courant.yaml': `deliver:\n  - releases: ${folder}\n` })
      const before = treeOf(root)
      const { code, stderr } = await courant(['publish'], { cwd: root })
      expect([code, stderr]).toEqual([
        2,
        `deliver: the releases in ${folder} would stand in ${join(root, folder.split('/')[0] ?? '')}, which holds something else\n  name a folder beside it: releases: live\n`,
      ])
      expect(treeOf(root)).toEqual(before)
    },
  )

  test('into out/ by a link is refused too, whether it is there yet or not', async () => {
    const { root } = newsroomOf({ 'a.md': story() })
    symlinkSync('out', join(root, 'live'))
    writeFiles(root, { 'courant.yaml': 'deliver: [{ releases: live/news }]\n' })
    const refused = { code: 2, stderr: expect.stringContaining('deliver: the releases in live/news would stand in') }
    expect(await courant(['publish'], { cwd: root })).toMatchObject(refused)
    mkdirSync(join(root, 'out'))
    expect(await courant(['publish'], { cwd: root })).toMatchObject(refused)
  })
})

describe('a disk that fails', () => {
  test('ends publish with 3 and says what it left as it was', async () => {
    const { root } = newsroomOf({ 'a.md': story() })
    writeFiles(root, { file: '' })
    const { code, stderr } = await courant(['publish', '--out', 'file/out'], { cwd: root })
    expect([code, stderr]).toEqual([
      3,
      `EEXIST: file already exists, mkdir '${root}/file'\n  what was public before is as it was; move away what stands there, or name another place, and try again\n`,
    ])
  })
})

describe('what keeps a command from doing anything', () => {
  const MISTAKE = { code: 'unknown-field', path: 'courant.yaml', line: 1, remedy: 'did you mean schedule?' }

  test.each([
    ['publish', '--json'],
    ['schedule', '--json'],
    ['theme', '--json'],
    ['check', '--format', 'json'],
  ])('is told to machines: %s %s', async (...args) => {
    const { root } = newsroomOf()
    writeFiles(root, { 'courant.yaml': SPOILED })
    const spoiled = await courant(args, { cwd: root })
    expect([spoiled.code, JSON.parse(spoiled.stdout)]).toMatchObject([2, { diagnostics: [MISTAKE, {}, {}, {}] }])
    const nowhere = await courant(args, { cwd: temporaryFolder() })
    const error = { code: 'no-newsroom', remedy: expect.stringContaining('courant init DIR') }
    expect([nowhere.code, JSON.parse(nowhere.stdout)]).toMatchObject([2, { diagnostics: [], error }])
  })

  test('is told to GitHub, at its place or of the whole', async () => {
    const { root } = newsroomOf()
    writeFiles(root, { 'courant.yaml': SPOILED })
    const spoiled = await courant(['check', '--format', 'github'], { cwd: root })
    expect(spoiled.stdout).toContain('::error file=courant.yaml,line=1,col=11::schedul: there is no such field')
    const nowhere = await courant(['check', '--format', 'github'], { cwd: temporaryFolder() })
    expect(nowhere.stdout).toMatch(/^::error::there is no newsroom at .*: site.yaml is missing: name its folder/)
  })
})

describe('courant.yaml, named', () => {
  test('ends with 2 when it is not there, or is a folder, and says which', async () => {
    const { root } = newsroomOf()
    const missing = await courant(['publish', '--config', 'cuorant.yaml'], { cwd: root })
    expect(missing).toEqual({
      code: 2,
      stdout: '',
      stderr: 'there is no file cuorant.yaml\n  name the file that your settings stand in\n',
    })
    const folder = await courant(['publish', '--config', 'articles'], { cwd: root })
    expect(folder).toEqual({
      code: 2,
      stdout: '',
      stderr: 'articles is a folder\n  name the file that your settings stand in\n',
    })
  })
})

describe('a Redis', () => {
  test.each([
    [
      'that does not answer',
      'redis://127.0.0.1:1',
      'Redis gives no answer: no connection to Redis\n  see to the Redis that REDIS_URL names; while courant run publishes elsewhere, publishing without it is no way out\n',
    ],
    [
      'whose address is none',
      'http://127.0.0.1:6379',
      'REDIS_URL is not the address of a Redis\n  write redis://host:6379, or rediss://user:password@host:6379/0\n',
    ],
  ])('%s ends publish with 3, and nothing is published', async (_, url, said) => {
    const { root } = newsroomOf({ 'a.md': story() })
    expect(await courant(['publish'], { cwd: root, env: { REDIS_URL: url } })).toEqual({ code: 3, stdout: '', stderr: said })
    expect([...treeOf(root).keys()]).toEqual(['articles/a.md', 'articles/site.yaml'])
  })
})

describe('a port that is taken', () => {
  test('ends run with 3, names who has it, and says what to do', async () => {
    const { root } = newsroomOf({ '2026/story.md': story() })
    const holder = createServer()
    await new Promise<void>(resolve => holder.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void holder.close())
    const address = holder.address()
    const port = typeof address === 'object' ? address?.port : undefined
    const { code, stdout, stderr } = await courant(['run', '--port', String(port)], { cwd: root })
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' })
    const who = process.platform === 'linux' ? `\\S+ \\(process ${process.pid}\\)` : 'another program'
    expect(stderr).toMatch(
      new RegExp(
        `^cannot listen on 127\\.0\\.0\\.1:${port}: ${who} is listening there\\n {2}name another with --port, or as port in courant\\.yaml; 0 takes any that is free\\n$`,
      ),
    )
  })

  test('of the site and its metrics both, is a mistake in the settings', async () => {
    const { root } = newsroomOf({ 'a.md': story() })
    writeFiles(root, { 'courant.yaml': 'metrics: 8123\n' })
    const { code, stderr } = await courant(['run', '--port', '8123'], { cwd: root })
    const said = 'the site and metrics would both listen on port 8123\n  give metrics in courant.yaml another\n'
    expect({ code, stderr }).toEqual({ code: 2, stderr: said })
  })

  test('an address that is not of this machine ends run with 3', async () => {
    const { root } = newsroomOf({ '2026/story.md': story() })
    const { code, stderr } = await courant(['run', '--host', '192.0.2.1', '--port', '0'], { cwd: root })
    expect({ code, stderr }).toEqual({
      code: 3,
      stderr:
        'cannot listen on 192.0.2.1:0: the system refuses it (EADDRNOTAVAIL)\n  name an address of this machine with --host, or as host in courant.yaml: 127.0.0.1 for itself alone, 0.0.0.0 for every network\n',
    })
  })

  test('a host that has no address ends run with 3', async () => {
    const { root } = newsroomOf({ '2026/story.md': story() })
    const { code, stderr } = await courant(['run', '--host', 'nowhere.invalid', '--port', '0'], { cwd: root })
    expect(code).toBe(3)
    expect(stderr).toMatch(
      /^cannot listen on nowhere\.invalid:0: the system refuses it \(E[A-Z_]+\)\n {2}name an address of this machine with --host/,
    )
  })
})
