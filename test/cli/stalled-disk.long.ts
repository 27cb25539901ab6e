import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, onTestFinished, test } from 'vitest'
import { isSystemError } from '../../src/platform/environment-error.ts'
import { freePort } from '../support/free-port.ts'
import { newsroomOf, story, temporaryFolder, writeFiles } from '../support/newsroom.ts'
import { type Command, startCourant, until } from './courant.ts'

const MOUNT = 'bindfs'
const UNMOUNT = 'fusermount3'
const MAKE_PIPE = 'mkfifo'

const MOUNTS = existsSync('/dev/fuse') && spawnSync(MOUNT, ['--version']).status === 0
if (!MOUNTS) console.warn('SKIPPED: a newsroom on a disk that stops answering, for want of bindfs or of /dev/fuse')

/** A folder as another, through a program that can be stopped: whoever asks for anything in it then waits, as for a network disk. */
async function mounted(folder: string, at: string): Promise<{ readonly stop: () => void; readonly goOn: () => void }> {
  mkdirSync(at)
  const before = statSync(at).dev
  const program = spawn(MOUNT, ['-f', folder, at], { stdio: 'ignore' })
  const goOn = (): void => void program.kill('SIGCONT')
  onTestFinished(() => {
    goOn()
    spawnSync(UNMOUNT, ['-u', '-z', at])
    program.kill()
  })
  await until(() => (statSync(at).dev === before ? undefined : true))
  return { stop: () => void program.kill('SIGSTOP'), goOn }
}

interface Stalled {
  readonly run: Command
  readonly address: string
  /** Where the articles are mounted. */
  readonly articles: string
  readonly goOn: () => void
}

/** `courant run`, which looks every second, and whose newsroom does not answer any more: articles, theme and Courant's own folder. */
async function stalled(settings = ''): Promise<Stalled> {
  const newsroom = newsroomOf({ 'a.md': story({ title: 'The flood' }) })
  writeFiles(newsroom.paths.theme, { 'style.css': 'p { margin: 0 }' })
  const root = temporaryFolder()
  writeFiles(root, { 'courant.yaml': `schedule: "* * * * * *"\n${settings}` })
  const { stop, goOn } = await mounted(newsroom.root, join(root, 'mounted'))
  const articles = join(root, 'mounted/articles')
  const args = ['run', '--articles', 'mounted/articles', '--out', 'out', '--log', 'text', '--port', '0']
  const run = startCourant(args, { cwd: root })
  const [, address = ''] = await run.says(/^Serving it at (http:\/\/[^/]+)/m)
  writeFileSync(join(articles, 'a.md'), story({ title: 'The flood' }, 'The water fell.'))
  await until(async () => (await pageOf(address, 'a')).includes('The water fell.') || undefined)
  stop()
  return { run, address, articles, goOn }
}

/** Whether nobody listens any more: the process is gone then, or waits for nothing but the system to close its files on that disk. */
async function hasEnded(address: string): Promise<boolean> {
  try {
    await fetch(address)
    return false
  } catch (error) {
    return error instanceof Error && isSystemError(error.cause, 'ECONNREFUSED')
  }
}

async function pageOf(address: string, name: string): Promise<string> {
  const response = await fetch(`${address}/${name}/`, { signal: AbortSignal.timeout(10_000) })
  return await response.text()
}

describe.skipIf(!MOUNTS)('courant run, whose newsroom does not answer', () => {
  test('serves on, and publishes what is saved once they do', async () => {
    const { run, address, articles, goOn } = await stalled()
    for (let isTold = false; !isTold; await pause(1000)) {
      expect(await pageOf(address, 'a')).toContain('The water fell.')
      isTold = run.stderr.includes('what publishes says nothing any more')
    }
    goOn()
    writeFileSync(join(articles, 'b.md'), story({ title: 'The ebb' }))
    await until(async () => (await pageOf(address, 'b')).includes('The ebb') || undefined)
  })

  // A file may be open there at the moment in which the disk stops: the system then keeps the process until it has closed that one.
  test.for([
    ['', ''],
    [', with a place to deliver to on that disk', 'deliver:\n  - releases: mounted/live\n'],
  ])('serves no more when it is told to end%s', async ([, settings]) => {
    const { run, address } = await stalled(settings)
    await pause(3000)
    run.kill('SIGTERM')
    await until(async () => (await hasEnded(address)) || undefined)
  })
})

test('courant run serves while its first publish hangs on a record that does not answer, and ends all the same', async () => {
  const newsroom = newsroomOf({ 'a.md': story({ title: 'The flood' }) })
  await newsroom.publish()
  const [port, metrics] = [await freePort(), await freePort()]
  spawnSync(MAKE_PIPE, [join(newsroom.root, 'kept.jsonl')])
  writeFiles(newsroom.root, { 'courant.yaml': `metrics: ${metrics}\nrecord: kept.jsonl\n` })
  const run = startCourant(['run', '--log', 'text', '--port', `${port}`], { cwd: newsroom.root })
  const textOf = async (address: string): Promise<string> => (await fetch(`http://127.0.0.1:${address}`)).text()
  await until(() => textOf(`${port}/a/`).catch(() => undefined))
  expect(await textOf(`${port}/a/`)).toContain('The flood')
  expect(await textOf(`${metrics}/readyz`)).toBe('nothing was published since the start\n')
  run.kill('SIGTERM')
  const { code, stderr } = await run.ended
  // By the signal itself, which those who keep services take for a good end.
  expect(code).toBeUndefined()
  expect(stderr).toContain('could not publish: what publishes says nothing any more')
})
