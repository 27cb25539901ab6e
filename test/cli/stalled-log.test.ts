import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, onTestFinished, test } from 'vitest'
import { freePort } from '../support/free-port.ts'
import { newsroomOf, story } from '../support/newsroom.ts'
import { COURANT, until } from './courant.ts'

// More lines than a pipe takes, and than whoever reads it does before it stops.
const MISTAKES = 3000

test.each(['json', 'text'])('serves, and ends when it is told to, where what reads its log as %s has stopped', async format => {
  const newsroom = newsroomOf({ '2026/flood.md': story({ title: 'The flood' }) })
  for (let n = 0; n < MISTAKES; n++) newsroom.write({ [`${n}.md`]: '---\ntitle: Undated\n---\n' })
  const port = await freePort()
  const args = [COURANT, 'run', '--log', format, '--port', `${port}`]
  const run = spawn(process.execPath, args, { cwd: newsroom.root, stdio: ['ignore', 'ignore', 'pipe'] })
  onTestFinished(() => void run.kill('SIGKILL'))
  const served = async (): Promise<string | undefined> => {
    const response = await fetch(`http://127.0.0.1:${port}/2026/flood/`).catch(() => undefined)
    return response?.ok ? await response.text() : undefined
  }
  expect(await until(served)).toContain('The flood')
  run.kill('SIGTERM')
  await once(run, 'exit')
})
