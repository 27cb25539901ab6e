import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { newsroomOf, SITE_YAML, shown, story, temporaryFolder } from '../support/newsroom.ts'

// Node cannot make one.
const MAKE_PIPE = 'mkfifo'

const GOOD = { 'good.md': story({ title: 'Good' }) }

/** Spellings of a language with which gray-matter would run, or look up, what stands in the front matter. */
const NOT_YAML = [
  'js',
  'javascript',
  'JS',
  'Javascript',
  ' js ',
  '\tjs',
  'js\t',
  'coffee',
  'json',
  'toml',
  'node',
  'valueOf',
  '__proto__',
]

describe('publish: files that are read right', () => {
  test.each<[string, string]>([
    ['one byte order mark', `\uFEFF${story()}`],
    ['line ends of Windows', story({}, 'One.\n\nTwo.\n').replaceAll('\n', '\r\n')],
    ['line ends of old Macintoshes', story({}, 'One.\n\nTwo.\n').replaceAll('\n', '\r')],
    ['a language that is YAML', story().replace('---', '---yaml')],
    ['a language that is YAML, spelt otherwise', story().replace('---', '--- YML ')],
    ['blanks after the dashes', story().replaceAll('---\n', '--- \t\n')],
    ['no line end at the end', story({}, '').trimEnd()],
    ['a ruler in the body', story({}, 'One.\n\n---\n\nTwo.\n')],
    ['comments in the front matter', story().replace('title:', '# a comment\ntitle:')],
  ])('publish: %s', async (_name, source) => {
    const { diagnostics, edition } = await newsroomOf({ 'story.md': source }).publish()
    expect(shown(diagnostics)).toEqual([])
    expect(edition.released).toMatchObject([{ title: 'A story', date: { at: Date.UTC(2026, 4, 1) } }])
  })

  test('publish: every line of a file with CRLF is read, and none of its carriage returns is published', async () => {
    const newsroom = newsroomOf({ 'story.md': story({ summary: 'S.' }, 'One.\n\n- a\n- b\n').replaceAll('\n', '\r\n') })
    await newsroom.publish()
    expect(newsroom.read('story/index.html')).toContain('<ul>\n<li>a</li>\n<li>b</li>\n</ul>')
    expect([...newsroom.out()].filter(([, bytes]) => bytes.includes('\r')).map(([path]) => path)).toEqual([])
  })

  test('publish: scalars stay text', async () => {
    const fields =
      'title: 012\ndate: 2026-05-01\nid: urn:x:0123\nsection: true\ndateline: 1e3\nauthors: [null, 0x10]\nsummary: ~\n'
    const { edition } = await newsroomOf({ 'story.md': `---\n${fields}---\n` }).publish()
    expect(edition.released).toMatchObject([
      {
        title: '012',
        id: 'urn:x:0123',
        section: 'true',
        dateline: '1e3',
        authors: [{ name: 'null' }, { name: '0x10' }],
        summary: '~',
      },
    ])
  })
})

describe('publish: front matter that would run', () => {
  test('publish: no spelling of a language but YAML is read, and nothing in it runs', async () => {
    const trace = join(temporaryFolder(), 'ran')
    const code = `require('node:fs').writeFileSync(${JSON.stringify(trace)}, 'x') || { title: 'x', date: '2026-05-01' }`
    const files = NOT_YAML.map((language, index) => [`bad-${index}.md`, `---${language}\n${code}\n---\n\nText.\n`])
    const newsroom = newsroomOf({ ...GOOD, ...Object.fromEntries(files) })
    for (const _twice of [1, 2]) {
      const { diagnostics, edition } = await newsroom.publish()
      expect(diagnostics.map(({ code, line }) => `${code}:${line}`)).toEqual(NOT_YAML.map(() => 'front-matter:1'))
      expect(edition.released.map(({ path }) => path)).toEqual(['good.md'])
    }
    expect(() => readFileSync(trace)).toThrow('ENOENT')
  })
})

describe('publish: names and kinds of files', () => {
  test('publish: links and pipes are named and never followed, and loops end', async () => {
    const newsroom = newsroomOf(GOOD)
    const at = (path: string): string => join(newsroom.paths.articles, path)
    symlinkSync('.', at('loop'))
    symlinkSync('.', at('loop-too'))
    symlinkSync('/etc/hostname', at('outside.md'))
    symlinkSync('good.md', at('inside.md'))
    execFileSync(MAKE_PIPE, [at('pipe.md')])
    const { diagnostics, edition } = await newsroom.publish()
    const link = 'error unsafe-file: this is a symbolic link, which is never followed | put the file itself here'
    expect(shown(diagnostics)).toEqual([
      `inside.md:1:1 ${link}`,
      `loop:1:1 ${link}`,
      `loop-too:1:1 ${link}`,
      `outside.md:1:1 ${link}`,
      'pipe.md:1:1 error unsafe-file: this is not an ordinary file | move it out of the newsroom',
    ])
    expect(edition.released.map(({ path }) => path)).toEqual(['good.md'])
  })

  test('publish: a name that is not UTF-8 is named', async () => {
    const newsroom = newsroomOf(GOOD)
    writeFileSync(
      Buffer.concat([Buffer.from(`${newsroom.paths.articles}/caf`), Buffer.from([0xe9]), Buffer.from('.md')]),
      story(),
    )
    const { diagnostics } = await newsroom.publish()
    expect(shown(diagnostics)).toEqual([
      'caf\uFFFD.md:1:1 error unsafe-file: this file name is not UTF-8 text | rename the file',
    ])
  })

  test('publish: two spellings of one name are an error that names both', async () => {
    const newsroom = newsroomOf({ ...GOOD, 'caf\u00e9.md': story(), 'cafe\u0301.md': story() })
    const { diagnostics, edition } = await newsroom.publish()
    expect(diagnostics).toMatchObject([{ code: 'unsafe-file', path: 'caf\u00e9.md', remedy: 'rename one of the two files' }])
    expect(diagnostics[0]?.message).toMatch(/^this name also stands for ".*\/caf.*\.md", written with other code points$/)
    expect(edition.released).toHaveLength(2)
  })

  test('publish: files that are nearly articles are named, below static/ and other files are not', async () => {
    const near = ['LOUD.MD', 'a.markdown', 'b.md.txt', 'c.mdx']
    const others = ['static/e.markdown', 'data.csv', '.f.MD']
    const newsroom = newsroomOf({ ...GOOD, ...Object.fromEntries([...near, ...others].map(path => [path, story()])) })
    const { diagnostics } = await newsroom.publish()
    expect(shown(diagnostics)).toEqual(
      ['LOUD', 'a', 'b', 'c'].map(
        (name, index) =>
          `${near[index]}:1:1 warning misnamed: this file is not published: its name does not end in .md | rename it to ${name}.md`,
      ),
    )
  })

  test('publish: texts of other kinds, and names without an ending, are named where no article brings them', async () => {
    const newsroom = newsroomOf({
      'a.md': story({ attachments: [{ src: 'tables/report.docx', title: 'Report' }] }, 'See [notes](my%20notes.txt).\n'),
      'b.md': story({ draft: true }, 'Will have [the plan](plan.txt).\n'),
      ...Object.fromEntries(
        [
          ...['tables/report.docx', 'my notes.txt', 'plan.txt', 'static/page.html', 'README', 'picture.xyz'],
          ...['harbour.txt', 'harbour.html', 'flood.docx', 'ferry', 'page.adoc', 'pages/about.htm'],
        ].map(path => [path, 'Text.']),
      ),
    })
    const { diagnostics } = await newsroom.publish()
    const said = 'this file is not published: its name does not end in .md'
    expect(shown(diagnostics)).toEqual([
      `ferry:1:1 warning misnamed: ${said} | rename it to ferry.md, or move it out of the articles`,
      `flood.docx:1:1 warning misnamed: ${said} | save its text as flood.md, or attach it to a story`,
      `harbour.html:1:1 warning misnamed: ${said} | save its text as harbour.md, or move it into static/ to publish it as it is`,
      `harbour.txt:1:1 warning misnamed: ${said} | rename it to harbour.md, or attach it to a story`,
      `page.adoc:1:1 warning misnamed: ${said} | save its text as page.md`,
      `pages/about.htm:1:1 warning misnamed: ${said} | save its text as about.md, or move it into static/ to publish it as it is`,
    ])
  })

  test('publish: an unknown topic is named once, at the first story that has it, where site.yaml declares topics', async () => {
    const files = {
      'a.md': story({ topics: ['ports', 'ferrys'] }),
      'b.md': story({ topics: ['ferrys', 'Rail'] }),
      'c.md': story({ topics: ['draughts'], draft: true }),
    }
    const declared = newsroomOf({ ...files, 'site.yaml': `${SITE_YAML}topics: { ports: { title: Ports } }\n` })
    const remedy = 'correct it, or add it to topics in site.yaml; courant check names every story that has it'
    expect(shown((await declared.publish()).diagnostics)).toEqual([
      `a.md:4:1 warning unknown-name topics: "ferrys" is not among the topics in site.yaml | ${remedy}`,
      `b.md:4:1 warning unknown-name topics: "Rail" is not among the topics in site.yaml | ${remedy}`,
    ])
    expect((await newsroomOf(files).publish()).diagnostics).toEqual([])
  })

  test('publish: a decomposed name is published composed', async () => {
    const newsroom = newsroomOf({ 'cafe\u0301.md': story() })
    const { edition } = await newsroom.publish()
    expect(edition.released).toMatchObject([{ path: 'caf\u00e9.md', permalink: '/caf\u00e9/' }])
    expect([...newsroom.out().keys()]).toContain('caf\u00e9/index.html')
  })

  test('publish: a folder whose name ends in .md is a folder', async () => {
    const { diagnostics, edition } = await newsroomOf({ 'folder.md/story.md': story() }).publish()
    expect(diagnostics).toEqual([])
    expect(edition.released).toMatchObject([{ permalink: '/folder.md/story/' }])
  })

  test.skipIf(process.getuid?.() === 0)(
    'publish: a file that may not be read is named (skipped for root, who reads all)',
    async () => {
      const newsroom = newsroomOf({ ...GOOD, 'secret.md': story() })
      chmodSync(join(newsroom.paths.articles, 'secret.md'), 0o000)
      const { diagnostics, edition } = await newsroom.publish()
      expect(shown(diagnostics)).toEqual([
        'secret.md:1:1 error unreadable: the file cannot be read (EACCES) | check who may read it',
      ])
      expect(edition.released.map(({ path }) => path)).toEqual(['good.md'])
    },
  )

  test.skipIf(process.getuid?.() === 0)(
    'publish: a folder that may not be looked into is named, and what was published from it stays (skipped for root)',
    async () => {
      const newsroom = newsroomOf({ ...GOOD, 'far/public.md': story(), 'far/note.txt': 'A note.', 'static/a/b.txt': 'B.' })
      await newsroom.publish()
      const before = newsroom.out()
      newsroom.write({ 'other.md': story({ title: 'Other' }), 'lost+found/x': '' })
      const closed = ['far', 'lost+found', 'static/a'].map(folder => join(newsroom.paths.articles, folder))
      for (const folder of closed) chmodSync(folder, 0)
      const { diagnostics, edition } = await newsroom.publish({ accept: true })
      for (const folder of closed) chmodSync(folder, 0o700)
      expect(shown(diagnostics)).toEqual(
        ['far', 'lost+found', 'static/a'].map(
          path =>
            `${path}:1:1 error unreadable: this cannot be looked at (EACCES) | check who may read it, or move it out of the newsroom`,
        ),
      )
      expect(edition.released.map(({ path }) => path).toSorted()).toEqual(['far/public.md', 'good.md', 'other.md'])
      expect([...before.keys()].filter(path => !newsroom.out().has(path))).toEqual([])
    },
  )

  test('publish: a folder without site.yaml is no newsroom', async () => {
    const newsroom = newsroomOf(GOOD)
    newsroom.remove('site.yaml')
    await expect(newsroom.attempt()).rejects.toMatchObject({
      code: 'no-newsroom',
      message: `there is no newsroom at ${newsroom.paths.articles}: site.yaml is missing`,
    })
  })

  test('publish: mistakes in site.yaml touch nothing', async () => {
    const newsroom = newsroomOf({ ...GOOD, 'site.yaml': SITE_YAML.replace('lang: en', 'lang: english') })
    expect(await newsroom.attempt()).toMatchObject({ kind: 'misconfigured', diagnostics: [{ path: 'site.yaml', line: 6 }] })
    mkdirSync(newsroom.paths.out, { recursive: true })
    expect([...newsroom.out().keys()]).toEqual([])
  })
})
