import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { FOR_SHOW, newsroomOf, SITE_YAML, story } from '../support/newsroom.ts'
import { courant } from './courant.ts'

const summary = 'What it is about.'
const SOUND = { '2026/sound.md': story({ summary }) }
const WITH_MISTAKES = {
  ...SOUND,
  '2026/draft.md': story({ draft: true, summary }, 'Text.\n\n<script>alert(1)\n'),
  '2126/future.md': story({ date: '2126-05-01', summary, sumary: 'more' }),
  '2026/expired.md': story({ expires: '2026-05-02', summary }, 'See [x](gone.md).\n'),
}

const TEXT = `articles/2026/draft.md:10:1  <script> is left open, so that it would take away what stands after it
  write </script> where it ends or put it in backquotes to show it as code
  why: what stands after it would be lost, or look other than meant
articles/2026/expired.md:8:5  warning: "gone.md" does not exist: the link became plain text
  check the path; it is relative to this file, or begins with / at the top of the newsroom
  why: readers who want to know more find no way on
articles/2126/future.md:5:9  sumary  there is no such field
  did you mean summary?
  why: a misspelt field does nothing: a misspelt draft would publish a draft
2 errors, 1 warning.
`

const GITHUB = `::error file=articles/2026/draft.md,line=10,col=1::<script> is left open, so that it would take away what stands after it: write </script> where it ends or put it in backquotes to show it as code (what stands after it would be lost, or look other than meant)
::warning file=articles/2026/expired.md,line=8,col=5::"gone.md" does not exist: the link became plain text: check the path; it is relative to this file, or begins with / at the top of the newsroom (readers who want to know more find no way on)
::error file=articles/2126/future.md,line=5,col=9::sumary: there is no such field: did you mean summary? (a misspelt field does nothing: a misspelt draft would publish a draft)
`

describe('courant check', () => {
  test('finds nothing in a sound newsroom, and writes nothing', async () => {
    const { root } = newsroomOf(SOUND)
    expect(await courant(['check'], { cwd: root })).toEqual({ code: 0, stdout: '', stderr: 'No mistakes.\n' })
    expect(readdirSync(root)).toEqual(['articles'])
  })

  test('names every mistake, in drafts, in stories to come and in expired ones too', async () => {
    const { root } = newsroomOf(WITH_MISTAKES)
    expect(await courant(['check'], { cwd: root })).toEqual({ code: 1, stdout: '', stderr: TEXT })
  })

  test('--format json prints the mistakes alone on standard output', async () => {
    const { root } = newsroomOf(WITH_MISTAKES)
    for (const option of [['--format', 'json'], ['--json']]) {
      const { code, stdout, stderr } = await courant(['check', ...option], { cwd: root })
      expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
      expect(JSON.parse(stdout)).toEqual({
        diagnostics: [
          expect.objectContaining({ severity: 'error', code: 'raw-html', path: '2026/draft.md', line: 10, column: 1 }),
          expect.objectContaining({ severity: 'warning', code: 'link', path: '2026/expired.md', line: 8, column: 5 }),
          {
            severity: 'error',
            code: 'unknown-field',
            path: '2126/future.md',
            line: 5,
            column: 9,
            field: 'sumary',
            message: 'there is no such field',
            remedy: 'did you mean summary?',
            why: 'a misspelt field does nothing: a misspelt draft would publish a draft',
          },
        ],
      })
    }
  })

  test('--format github prints workflow commands', async () => {
    const { root } = newsroomOf(WITH_MISTAKES)
    expect(await courant(['check', '--format', 'github'], { cwd: root })).toEqual({ code: 1, stdout: GITHUB, stderr: '' })
  })

  test('--format github escapes what would end a command or a property', async () => {
    const { root } = newsroomOf({ '2026/50%, off.md': story({ date: '50%\n::error::x', summary }) })
    const { stdout } = await courant(['check', '--format', 'github'], { cwd: root })
    expect(stdout).toMatch(/^::error file=articles\/2026\/50%25%2C off\.md,line=3,col=8::date: cannot read .*50%25.*\n$/)
  })

  test('warnings fail with --strict only', async () => {
    const { root } = newsroomOf({ '2026/story.md': story({ summary }, 'See [x](gone.md).\n') })
    expect((await courant(['check'], { cwd: root })).code).toBe(0)
    expect((await courant(['check', '--strict'], { cwd: root })).code).toBe(1)
  })

  test('names a public story whose file is gone', async () => {
    const newsroom = newsroomOf({ ...SOUND, '2026/lost.md': story({ title: 'Lost', summary }) })
    await newsroom.publish()
    newsroom.remove('2026/lost.md')
    const { code, stderr } = await courant(['check'], { cwd: newsroom.root })
    expect(code).toBe(1)
    expect(stderr).toMatch(/^articles\/2026\/lost\.md:1:1 {2}this story is public at \/2026\/lost\/, and its file is gone\n/)
  })

  test('ends with 2 for a site.yaml with errors, whatever the format', async () => {
    const { root } = newsroomOf({ ...SOUND, 'site.yaml': 'title: [\n' })
    for (const format of ['text', 'json', 'github'])
      expect((await courant(['check', '--format', format], { cwd: root })).code).toBe(2)
  })
})

describe('courant check, of addresses that are examples', () => {
  const site = (url: string, more = ''): string => SITE_YAML.replace('https://news.example.org', url) + more

  test('warns that the ids would be permanent, which is an error with --strict', async () => {
    const { root } = newsroomOf({ ...SOUND, 'site.yaml': site('https://www.example.com/news') })
    const { code, stderr } = await courant(['check'], { cwd: root })
    expect(code).toBe(0)
    expect(stderr).toBe(`articles/site.yaml:3:6  url  warning: www.example.com is a domain for examples, which nobody can have
  write the address where the newsroom will be published; demonstration: true says that the newsroom is only for show
  why: stories have ids made of it as soon as they are published, for good, and another newsroom may use the same
articles/site.yaml:4:12  idPrefix  warning: news.example.org is a domain for examples, which nobody can have
  write a domain of yours before you first publish, since ids never change afterwards; demonstration: true says that the newsroom is only for show
  why: stories have ids made of it as soon as they are published, for good, and another newsroom may use the same
0 errors, 2 warnings.
`)
    const strict = await courant(['check', '--strict'], { cwd: root })
    expect([strict.code, strict.stderr.includes('warning:'), strict.stderr.split('\n').at(-2)]).toEqual([
      1,
      false,
      '2 errors, 0 warnings.',
    ])
  })

  test('says nothing of a newsroom that is for show, nor of domains that only look alike', async () => {
    const shown = newsroomOf({ ...SOUND, 'site.yaml': site('https://news.example', FOR_SHOW) })
    const own = 'https://my-example.org'
    const real = newsroomOf({ ...SOUND, 'site.yaml': site(own).replace('news.example.org,2026', 'counterexample.net,2026') })
    for (const { root } of [shown, real])
      expect(await courant(['check', '--strict'], { cwd: root })).toMatchObject({ code: 0, stderr: 'No mistakes.\n' })
  })
})
