import { existsSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { newsroomOf, story } from '../support/newsroom.ts'
import { COURANT, courant, runCommand } from './courant.ts'

const ESCAPE = '\u001B'
const MISTAKE = { '2026/story.md': story({ date: '3rd May' }) }

/** A newsroom that takes long enough for a bar. */
const MANY = Object.fromEntries(Array.from({ length: 400 }, (_, index) => [`2026/story-${index}.md`, story()]))

/** util-linux's `script` gives a command a terminal of its own. */
const SCRIPT = ['/usr/bin/script', '/bin/script'].find(path => existsSync(path))
if (!SCRIPT) console.warn('SKIPPED: what Courant shows on a terminal is not tested here, for want of the program "script"')

/** Runs `courant` on a terminal and returns all that it shows there. */
async function onTerminal(args: string, where: Parameters<typeof courant>[1]): Promise<string> {
  const { code, stdout } = await runCommand(
    [SCRIPT ?? '', '-qec', `'${process.execPath}' '${COURANT}' ${args}`, '/dev/null'],
    where,
  )
  expect(code).toBeDefined()
  return stdout.replaceAll('\r\n', '\n')
}

describe('without a terminal', () => {
  test('nothing but plain lines, even on long work', async () => {
    const { root } = newsroomOf({ ...MANY, '2026/broken.md': story({ date: '3rd May' }) })
    const { stdout, stderr } = await courant(['publish'], { cwd: root, env: { TERM: 'xterm-256color' } })
    expect(stdout).toBe('')
    expect(stderr).not.toContain(ESCAPE)
    expect(stderr).not.toMatch(/[\r█░]/)
    expect(stderr).toMatch(/^articles\/2026\/broken\.md:3:\d+ {2}date {2}/)
  })
})

describe.skipIf(!SCRIPT)('on a terminal', () => {
  test('long work shows a bar, which is gone before the result is told', async () => {
    const { root } = newsroomOf(MANY)
    const shown = await onTerminal('publish', { cwd: root, env: { TERM: 'xterm' } })
    expect(shown).toMatch(/\r[█░]{30} \d+\/\d{3}/)
    const [, last = ''] = shown.split(`\r${ESCAPE}[2K`)
    expect(last).toMatch(/^Published 400 stories in 6 feeds to out: \d+ files written\.\nNothing else is due\.\n$/)
  })

  test('short work shows no bar', async () => {
    const { root } = newsroomOf({ '2026/story.md': story() })
    expect(await onTerminal('publish', { cwd: root, env: { TERM: 'xterm' } })).not.toMatch(/[█░]/)
  })

  test('mistakes are coloured, unless NO_COLOR is set', async () => {
    const { root } = newsroomOf(MISTAKE)
    expect(await onTerminal('check', { cwd: root, env: { TERM: 'xterm-256color' } })).toContain(`${ESCAPE}[31m`)
    expect(await onTerminal('check', { cwd: root, env: { TERM: 'xterm-256color', NO_COLOR: '1' } })).not.toContain(ESCAPE)
  })
})
