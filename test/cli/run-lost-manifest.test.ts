import { readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { newsroomOf, story, type TemporaryNewsroom, writeFiles } from '../support/newsroom.ts'
import { type Command, courant, startCourant, until } from './courant.ts'

const ONCE_A_YEAR = 'schedule: "0 0 1 1 *"\n'

const STORIES = Object.fromEntries(
  Array.from({ length: 30 }, (_, index) => [`2026/s-${index}.md`, story({ title: `Story ${index}` })]),
)

const DAMAGES: readonly (readonly [name: string, damage: (manifest: string) => void])[] = [
  ['missing', manifest => rmSync(manifest)],
  ['empty', manifest => truncateSync(manifest)],
  ['cut short', manifest => truncateSync(manifest, Math.floor(readFileSync(manifest).length / 2))],
  ['full of nonsense', manifest => writeFileSync(manifest, '\0nonsense\n')],
]

async function serving(newsroom: TemporaryNewsroom): Promise<{ readonly run: Command; readonly address: string }> {
  writeFiles(newsroom.root, { 'courant.yaml': ONCE_A_YEAR })
  const run = startCourant(['run', '--log', 'text', '--port', '0'], { cwd: newsroom.root })
  const [, address = ''] = await run.says(/^Serving it at (http:\S+)\/ \(feeds/m)
  return { run, address }
}

/** Asks for pages without a pause until it is stopped, and gives every status but 200. */
function asking(address: string, paths: readonly string[]): () => Promise<readonly string[]> {
  const others: string[] = []
  let isAsking = true
  const asked = (async () => {
    for (let turn = 0; isAsking; turn++) {
      const path = paths[turn % paths.length] ?? ''
      const { status } = await fetch(`${address}${path}`)
      if (status !== 200) others.push(`${status} ${path}`)
    }
  })()
  return async () => {
    isAsking = false
    await asked
    return others
  }
}

/** Pages and a feed that are there throughout. */
const PATHS = ['/', '/feed.atom', '/2026/s-3/', '/2026/s-29/', '/feeds/']

describe.each(DAMAGES)('courant run, with a manifest that is %s', (_name, damage) => {
  test('goes on serving, publishes what is saved, and has a manifest again', async () => {
    const newsroom = newsroomOf(STORIES)
    const { run, address } = await serving(newsroom)
    const manifest = join(newsroom.paths.out, 'manifest.jsonl')
    const whole = readFileSync(manifest, 'utf8')
    const stop = asking(address, PATHS)
    damage(manifest)
    await pause(300)
    newsroom.write({ '2026/s-3.md': story({ title: 'Edited' }), 'new.md': story({ title: 'New' }) })
    await until(async () => ((await fetch(`${address}/new/`)).status === 200 ? true : undefined))
    expect(await (await fetch(`${address}/2026/s-3/`)).text()).toContain('Edited')
    expect(await stop()).toEqual([])
    const paths = (text: string) => [...text.matchAll(/^\{"path":"([^"]+)"/gm)].map(([, path]) => path)
    expect(paths(readFileSync(manifest, 'utf8'))).toEqual(expect.arrayContaining(paths(whole)))
    run.kill('SIGTERM')
    expect(await run.ended).toMatchObject({ code: 0 })
  })

  test('starts, and serves what is there before all is published', async () => {
    const newsroom = newsroomOf(STORIES)
    expect((await courant(['publish'], { cwd: newsroom.root })).code).toBe(0)
    damage(join(newsroom.paths.out, 'manifest.jsonl'))
    newsroom.write({ '2026/s-3.md': story({ title: 'Edited' }) })
    const { run, address } = await serving(newsroom)
    expect(await (await fetch(`${address}/2026/s-3/`)).text()).toContain('Edited')
    expect((await fetch(`${address}/2026/s-4/`)).status).toBe(200)
    run.kill('SIGTERM')
    await run.ended
    expect(await courant(['publish'], { cwd: newsroom.root })).toMatchObject({ code: 0 })
  })
})
