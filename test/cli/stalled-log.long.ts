import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { describe, expect, onTestFinished, test } from 'vitest'
import { freePort } from '../support/free-port.ts'
import { newsroomOf, story, writeFiles } from '../support/newsroom.ts'
import { COURANT, until } from './courant.ts'

// More lines than a pipe takes; and than wait in memory for whoever reads it.
const SOME = 3000
const MANY = 25_000
const WAITING_BYTES = 1024 * 1024
// The system's, on both sides.
const PIPE_BYTES = 512 * 1024

/** `courant run` with a log that nobody reads, once it is ready: all of its first publish is said by then. */
async function unread(format: string, mistakes: number): Promise<ChildProcess> {
  const newsroom = newsroomOf({ '2026/flood.md': story({ title: 'The flood' }) })
  for (let n = 0; n < mistakes; n++) newsroom.write({ [`${n}.md`]: '---\ntitle: Undated\n---\n' })
  const [port, monitor] = [await freePort(), await freePort()]
  writeFiles(newsroom.root, { 'courant.yaml': `metrics: ${monitor}\n` })
  const args = [COURANT, 'run', '--log', format, '--port', `${port}`]
  const run = spawn(process.execPath, args, { cwd: newsroom.root, stdio: ['ignore', 'ignore', 'pipe'] })
  onTestFinished(() => void run.kill('SIGKILL'))
  const statusOf = (address: string): Promise<unknown> =>
    fetch(address).then(
      ({ status }) => status,
      () => undefined,
    )
  await until(async () => (await statusOf(`http://127.0.0.1:${monitor}/readyz`)) === 200 || undefined)
  expect(await statusOf(`http://127.0.0.1:${port}/2026/flood/`)).toBe(200)
  return run
}

describe.each(['json', 'text'])('courant run, whose log is read by nobody (%s)', format => {
  test('serves, and ends when it is told to', async () => {
    const run = await unread(format, SOME)
    run.kill('SIGTERM')
    await once(run, 'exit')
  })

  test('keeps a megabyte of lines for when it is', async () => {
    const run = await unread(format, MANY)
    let bytes = 0
    run.stderr?.on('data', (part: Buffer) => {
      bytes += part.length
    })
    await until(() => (bytes >= WAITING_BYTES ? bytes : undefined))
    run.kill('SIGTERM')
    await once(run, 'close')
    expect(bytes).toBeLessThan(WAITING_BYTES + PIPE_BYTES)
  })
})
