import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { HOSTILE_STORIES } from '../../bench/hostile-stories.ts'
import { type Files, newsroomOf, story, type TemporaryNewsroom, writeFiles } from '../support/newsroom.ts'
import { type Command, startCourant, until } from './courant.ts'

/** Twelve texts that take longer than the command's limit on any machine. */
const SLOW: Files = Object.fromEntries(
  Array.from({ length: 12 }, (_, index) => [`slow/${index}.md`, hostile(index, 'strong emphasis within emphasis')]),
)

const TOO_LONG = /longer than 10 seconds/g

function hostile(index: number, name: string): string {
  return `${HOSTILE_STORIES.get(name)?.replace('title: Hostile', `title: Hostile ${index}`)}`
}

async function untilThere(newsroom: TemporaryNewsroom, page: string, command: Command): Promise<void> {
  await until(() => {
    if (existsSync(join(newsroom.paths.out, page))) return true
    if (!command.isRunning) throw new Error(`ended without ${page}:\n${command.stderr}`)
    return undefined
  })
}

function inMs(ms: number): string {
  return new Date(Date.now() + ms).toISOString()
}

describe('texts that take too long', () => {
  test('courant publish: all other stories are out before such a text is waited for, and twelve of them share ten seconds', async () => {
    const newsroom = newsroomOf({ ...SLOW, 'plain.md': story({ title: 'Plain' }), 'due.md': story({ date: inMs(-1000) }) })
    const command = startCourant(['publish'], { cwd: newsroom.root })
    for (const page of ['plain/index.html', 'due/index.html', 'feed.json']) await untilThere(newsroom, page, command)
    expect(newsroom.read('feed.json')).toContain('Plain')
    // Each of them takes all the time that it is given: so none was given it before.
    const placedMs = performance.now()
    expect(await command.ended).toMatchObject({ code: 1 })
    expect(performance.now() - placedMs).toBeGreaterThan(8000)
    for (const path of Object.keys(SLOW)) expect(command.stderr).toContain(`articles/${path}:`)
    // What was tried at once had it all; the others had nothing left, and are tried first the next time.
    expect(command.stderr.match(TOO_LONG)?.length).toBeLessThan(12)
    expect(command.stderr).toContain('no time was left')
  })

  test('courant run: neither what is saved with them nor what is due meanwhile waits for them', async () => {
    const newsroom = newsroomOf({ 'a.md': story() })
    writeFiles(newsroom.root, { 'courant.yaml': 'schedule: "0 0 1 1 *"\n' })
    const run = startCourant(['run', '--log', 'text', '--port', '0'], { cwd: newsroom.root })
    await run.says(/^Serving it at/m)
    newsroom.write({ ...SLOW, 'plain.md': story({ title: 'Plain' }), 'due.md': story({ title: 'Due', date: inMs(12_000) }) })
    await untilThere(newsroom, 'plain/index.html', run)
    expect(run.stderr).not.toMatch(TOO_LONG)
    await untilThere(newsroom, 'due/index.html', run)
    expect(run.stderr).not.toMatch(TOO_LONG)
    // Feeds are placed after the pages.
    await expect.poll(() => newsroom.read('feed.json')).toContain('Due')
    // They are tried all the same.
    await run.says(TOO_LONG)
    run.kill('SIGTERM')
    expect(await run.ended).toMatchObject({ code: 0 })
  })
})
