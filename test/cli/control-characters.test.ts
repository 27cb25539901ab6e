import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { newsroomOf, SITE_YAML, type TemporaryNewsroom } from '../support/newsroom.ts'
import { courant, startCourant } from './courant.ts'

/** Writes to the clipboard, rings, moves the cursor by C1, turns what follows around, and begins a line of its own. */
const EVIL = '\u001B]52;c;ZXZpbA==\u0007\u009B2J\u202E\r\nPublished 7 stories to out.'
/** The same as YAML writes it, in quotes. */
const IN_YAML = String.raw`"\e]52;c;ZXZpbA==\a\x9B2J\u202E\r\nPublished 7 stories to out."`
/** A file can have any name without a slash. */
const NAME = `evil${EVIL.replaceAll('/', '')}`

/** Who calls Courant says what the call is, over several lines if they like. */
const CALL = EVIL.replace(/\n.*/s, '')

const ACTED_ON = /[[\p{Cc}\u202A-\u202E\u2066-\u2069]--[\t\n]]/v

function newsroomOfEvil(): TemporaryNewsroom {
  const story = (fields: string) => `---\n${fields}\n---\n\nWords.\n`
  const newsroom = newsroomOf({
    'site.yaml': `${SITE_YAML}languages: [en, fr]\n`,
    'public.md': story(`title: ${IN_YAML}\ndate: 2026-05-01\ntopics: [${IN_YAML}]`),
    'later.md': story(`title: ${IN_YAML}\ndate: 2999-05-01`),
    'waiting.md': story(`title: ${IN_YAML}\ndate: 2026-05-01\ntogether: [fr]`),
    'value.md': story(`title: T\ndate: ${IN_YAML}`),
    'field.md': story(`title: T\ndate: 2026-05-01\n${IN_YAML}: x`),
    'link.md': `${story('title: T\ndate: 2026-05-01\nsummary: S')}\n[x](<missing\u001B]52;c;\u0007\u009B2J.md>)\n`,
    [`${NAME}.md`]: story('title: T\ndate: soon'),
    [`2026/${NAME}.md`]: story('title: T\ndate: 2999-05-01'),
  })
  const feed = `<rss version="2.0"><channel><title>F</title><link>https://old.example.org/</link><description>d</description>
<item><title>A &#x9B;2J &#x202E; title</title><link>https://old.example.org/a&#x9B;2J/</link><guid isPermaLink="false">g&#x9B;2J</guid>
<pubDate>Fri, 01 May 2026 09:00:00 GMT</pubDate><description>&lt;script&gt;x&lt;/script&gt;&lt;iframe src="https://e.example.org/&#x9B;2J&#x202E;"&gt;&lt;/iframe&gt;</description></item>
</channel></rss>`
  writeFileSync(join(newsroom.root, `${NAME}.xml`), feed)
  writeFileSync(join(newsroom.root, 'feed.xml'), feed)
  return newsroom
}

describe('no control character of a value, a name or an imported text reaches the terminal', () => {
  test.each<readonly string[]>([
    ['check'],
    ['check', '--json'],
    ['check', '--format', 'github'],
    ['publish', '--dry-run'],
    ['publish'],
    ['publish', '--json', '--audit'],
    ['schedule'],
    ['schedule', '--json'],
    ['deliver'],
    ['theme', CALL],
    ['rollback'],
    ['new', CALL],
    ['new', 'T', '--section', CALL],
    ['new', 'T', '--lang', CALL],
    ['new', 'T', '--translate', CALL, '--lang', 'fr'],
    ['import', 'feed.xml', '--dry-run'],
    ['import', `${NAME}.xml`],
    ['import', 'feed.xml', '--json', '--dry-run'],
    ['import', CALL],
    ['init', CALL],
    ['init', 'articles'],
    ['publish', '--at', CALL],
    ['publish', '--articles', CALL],
    ['publish', '--config', CALL, '--json'],
    ['preview', '--port', '0', '--host', CALL],
    [CALL],
    ['publish', `--${CALL}`],
    ['run', '--port', '0', '--log', CALL],
    ['--help'],
  ])('courant %j', async (...args) => {
    const { root } = newsroomOfEvil()
    const { stdout, stderr } = await courant(args, { cwd: root })
    expect(stdout + stderr).not.toMatch(ACTED_ON)
    expect(stdout + stderr).not.toMatch(/^Published 7 stories/m)
    expect(stdout + stderr).not.toBe('')
  })

  test.each(['text', 'json'])('courant run --log %s', async format => {
    const { root } = newsroomOfEvil()
    const running = startCourant(['run', '--port', '0', '--log', format], { cwd: root })
    await running.says(/http:\/\/127\.0\.0\.1:\d+/)
    running.kill('SIGTERM')
    const { stderr } = await running.ended
    expect(stderr).not.toMatch(ACTED_ON)
    expect(stderr).toContain('52;c;ZXZpbA==')
    if (format === 'json')
      for (const line of stderr.trimEnd().split('\n')) expect(JSON.parse(line)).toMatchObject({ event: expect.any(String) })
  })

  test('courant preview', async () => {
    const { root } = newsroomOfEvil()
    const preview = startCourant(['preview', '--port', '0', '--json'], { cwd: root })
    await preview.says(/^Open http/m)
    preview.kill('SIGTERM')
    const { stdout, stderr } = await preview.ended
    expect(stdout + stderr).not.toMatch(ACTED_ON)
    expect(stdout).toContain('52;c;ZXZpbA==')
  })
})
