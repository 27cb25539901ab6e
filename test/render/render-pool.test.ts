import { hash } from 'node:crypto'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { readSite } from '../../src/config/read-site.ts'
import type { Site } from '../../src/model/site.ts'
import { RenderPool } from '../../src/render/render-pool.ts'
import type { Patience, RenderResult, RenderTask } from '../../src/render/render-task.ts'
import { SITE_YAML, temporaryFolder } from '../support/newsroom.ts'

const SITE = siteOf(SITE_YAML)
const SETUP = {
  site: SITE,
  hub: undefined,
  theme: undefined,
  targets: { pages: new Map(), addresses: new Map(), files: new Map() },
  // Standing pages have no entries, so that nothing is ever written there.
  entries: ['/nowhere'],
  keepsEntries: false,
  pack: 'pack',
  good: undefined,
} as const

/** Looks like an address of mail until its end, again at each of its letters: half a minute of work. */
const SLOW = `${'a.'.repeat(100_000)}@\n`
/** The same for a good part of a second. */
const SLOWISH = `${'a.'.repeat(4_000)}@\n`

function siteOf(yaml: string): Site {
  const { site } = readSite(yaml, { measure: () => undefined, exists: () => false })
  if (!site) throw new Error('the site of the tests cannot be read')
  return site
}

/** A standing page with a body, to be rendered into a stage of its own. */
function taskFor(
  body: string,
  { folder, name, patience = 'full' }: { readonly folder: string; readonly name: string; readonly patience?: Patience },
): RenderTask {
  const onDisk = join(folder, `${name}.md`)
  writeFileSync(onDisk, body)
  const source = { hash: hash('sha256', body, 'hex'), facts: '', bodyLine: 1 }
  const permalink = `/${name}/` as const
  const path = `pages/${name}.md`
  const page = {
    kind: 'standing',
    path,
    lang: 'en',
    permalink,
    home: '/',
    title: name,
    summary: '',
    draft: false,
    source,
  } as const
  return {
    kind: 'page',
    page: {
      kind: 'standing',
      head: { lang: 'en', permalink, home: '/', title: name, description: '', channels: [], translations: [] },
      page,
    },
    body: { path, onDisk, replaced: undefined, permalink, ...source },
    entry: false,
    restyled: false,
    patience,
    place: { out: join(folder, 'out', name), stage: join(folder, `${name}.html`) },
  }
}

/** Tasks as a publish gives them: each described when its turn comes. */
function described(tasks: readonly RenderTask[]): readonly (() => RenderTask)[] {
  return tasks.map(task => () => task)
}

function tasksFor(folder: string, count: number): readonly RenderTask[] {
  return Array.from({ length: count }, (_, index) => taskFor(`Text *${index}*.\n`, { folder, name: `page-${index}` }))
}

async function render(
  tasks: readonly RenderTask[],
  limits: ConstructorParameters<typeof RenderPool>[0],
): Promise<readonly RenderResult[]> {
  await using pool = new RenderPool(limits)
  return await pool.render(SETUP, { tasks: described(tasks), onProgress: () => {} })
}

/** What a task came to: the name of its page's file, or its mistakes. */
function outcome(result: RenderResult | undefined): string {
  if (result?.kind === 'rendered') return result.made?.staged?.split('/').at(-1) ?? 'nothing'
  return result?.kind === 'failed' ? result.diagnostics.map(({ code, message }) => `${code}: ${message}`).join() : 'changed'
}

describe('RenderPool', () => {
  test('gives results in the order of the tasks, one or many threads alike', async () => {
    const folder = temporaryFolder()
    const tasks = tasksFor(folder, 150)
    const progress: number[] = []
    await using pool = new RenderPool({ deadlineMs: 30_000 })
    const results = await pool.render(SETUP, { tasks: described(tasks), onProgress: done => progress.push(done) })
    expect(results.map(outcome)).toEqual(tasks.map((_, index) => `page-${index}.html`))
    expect(progress).toEqual(tasks.map((_, index) => index + 1))
    const alone = await Promise.all(tasks.slice(0, 3).map(task => render([task], { deadlineMs: 30_000 })))
    expect(alone.flat()).toEqual(results.slice(0, 3))
    expect(readFileSync(join(folder, 'page-149.html'), 'utf8')).toContain('Text <em>149</em>.')
  })

  test('ends a task that takes too long, names it, and renders all others', async () => {
    const folder = temporaryFolder()
    const tasks = [...tasksFor(folder, 20), taskFor(SLOW, { folder, name: 'slow' }), ...tasksFor(folder, 20)]
    const results = await render(tasks, { deadlineMs: 2000 })
    expect(outcome(results[20])).toBe('too-slow: the text takes longer than 2 seconds to turn into a page')
    expect(results.filter(result => result.kind === 'rendered')).toHaveLength(40)
  })

  test('gives all bodies that were slow before one deadline together, after everything else', async () => {
    const folder = temporaryFolder()
    const slow = Array.from({ length: 12 }, (_, index) =>
      taskFor(SLOW, { folder, name: `slow-${index}`, patience: 'shared' as const }),
    )
    const startedMs = performance.now()
    const results = await render([...tasksFor(folder, 20), ...slow], { deadlineMs: 3000 })
    const tookMs = performance.now() - startedMs
    expect(results.slice(0, 20).every(({ kind }) => kind === 'rendered')).toBe(true)
    const outcomes = results.slice(20).map(outcome)
    expect(outcomes[0]).toBe('too-slow: the text takes longer than 3 seconds to turn into a page')
    expect(outcomes.at(-1)).toBe(
      'too-slow: no time was left to turn the text into a page: all texts that take long share 3 seconds of a publish',
    )
    expect(results.at(-1)).toMatchObject({ slowness: 'untried' })
    // A deadline each, on as many threads as there are processors.
    const eachMs = (12 * 3000) / availableParallelism()
    if (availableParallelism() < 4) expect(tookMs).toBeLessThan(eachMs)
  })

  test('sets bodies aside that nobody knows yet and that are slow, with a warning, while others have the whole deadline', async () => {
    const folder = temporaryFolder()
    const tasks = [
      taskFor(SLOWISH, { folder, name: 'known' }),
      taskFor(SLOW, { folder, name: 'new', patience: 'brief' }),
      taskFor('Text.\n', { folder, name: 'plain', patience: 'brief' }),
    ]
    const results = await render(tasks, { deadlineMs: 30_000 })
    expect(results.map(({ kind }) => kind)).toEqual(['rendered', 'failed', 'rendered'])
    expect(results[1]).toMatchObject({ slowness: 'set-aside', diagnostics: [{ severity: 'warning', code: 'too-slow' }] })
  })

  test('ends slow bodies early where it is told to, and counts no try', async () => {
    const folder = temporaryFolder()
    const slow = taskFor(SLOW, { folder, name: 'slow', patience: 'shared' })
    await using pool = new RenderPool({ deadlineMs: 30_000 })
    const giveUp = new AbortController()
    const tasks = described([...tasksFor(folder, 3), slow])
    const rendering = pool.render(SETUP, { tasks, onProgress: done => done === 3 && giveUp.abort(), giveUp: giveUp.signal })
    expect((await rendering).map(({ kind }) => kind)).toEqual(['rendered', 'rendered', 'rendered', 'failed'])
    expect((await rendering)[3]).toMatchObject({ slowness: 'untried' })
  })

  test('throws the reason of an interruption, and is sound for the next publish', async () => {
    const folder = temporaryFolder()
    await using pool = new RenderPool({ deadlineMs: 30_000 })
    const interruption = new AbortController()
    const { signal: interrupted } = interruption
    const slow = described([taskFor(SLOW, { folder, name: 'slow' })])
    const rendering = pool.render(SETUP, { tasks: slow, onProgress: () => {}, interrupted })
    interruption.abort(new Error('something is due'))
    await expect(rendering).rejects.toThrow('something is due')
    const results = await pool.render(SETUP, { tasks: described(tasksFor(folder, 3)), onProgress: () => {} })
    expect(results.map(outcome)).toEqual(['page-0.html', 'page-1.html', 'page-2.html'])
  })

  test('ends a task that takes too much memory, names it, and renders all others', async () => {
    const folder = temporaryFolder()
    const huge = taskFor(`${'*a* '.repeat(250_000)}\n\n`, { folder, name: 'huge' })
    const results = await render([...tasksFor(folder, 20), huge, ...tasksFor(folder, 20)], {
      deadlineMs: 30_000,
      maxHeapMb: 64,
    })
    expect(outcome(results[20])).toBe('too-slow: the text needs more memory than there is to turn into a page')
    expect(results.filter(result => result.kind === 'rendered')).toHaveLength(40)
  })

  test('says what changed or went away since pass one', async () => {
    const folder = temporaryFolder()
    const tasks = tasksFor(folder, 3)
    writeFileSync(join(folder, 'page-1.md'), 'Other text.\n')
    rmSync(join(folder, 'page-2.md'))
    expect((await render(tasks, { deadlineMs: 30_000 })).map(outcome)).toEqual(['page-0.html', 'changed', 'changed'])
  })

  test('passes on what the machine did wrong, with its code, and is sound for the next publish', async () => {
    const folder = temporaryFolder()
    const tasks = tasksFor(folder, 150)
    const nowhere = tasks.map(task => ({ ...task, place: { out: join(folder, 'x'), stage: join(folder, 'gone', 'x') } }))
    await using pool = new RenderPool({ deadlineMs: 30_000 })
    await expect(pool.render(SETUP, { tasks: described(nowhere), onProgress: () => {} })).rejects.toMatchObject({
      code: 'ENOENT',
    })
    const progress: number[] = []
    const results = await pool.render(SETUP, { tasks: described(tasks.slice(0, 70)), onProgress: done => progress.push(done) })
    expect(results.map(outcome)).toEqual(tasks.slice(0, 70).map((_, index) => `page-${index}.html`))
    expect(progress).toHaveLength(70)
  })

  test.each(['describes a task', 'is told a result'])(
    'passes on what whoever %s throws in the middle of it, and is sound for the next publish',
    async who => {
      const folder = temporaryFolder()
      const tasks = described(tasksFor(folder, 150))
      const fault = new Error('the disk is full')
      const thrown = (): never => {
        throw fault
      }
      await using pool = new RenderPool({ deadlineMs: 30_000 })
      const failing = {
        tasks: who === 'describes a task' ? [...tasks.slice(0, 120), thrown] : tasks,
        onResult: who === 'is told a result' ? thrown : () => {},
      }
      await expect(pool.renderEach(SETUP, failing)).rejects.toBe(fault)
      const results = await pool.render(SETUP, { tasks: tasks.slice(0, 3), onProgress: () => {} })
      expect(results.map(outcome)).toEqual(['page-0.html', 'page-1.html', 'page-2.html'])
    },
  )

  test('counts the time of each publish anew, however long a thread was idle', async () => {
    const folder = temporaryFolder()
    const task = taskFor(SLOWISH, { folder, name: 'slowish' })
    await using pool = new RenderPool({ deadlineMs: 5000 })
    const publishOnce = async (): Promise<string> =>
      outcome((await pool.render(SETUP, { tasks: described([task]), onProgress: () => {} }))[0])
    expect(await publishOnce()).toBe('slowish.html')
    await pause(5100)
    expect(await publishOnce()).toBe('slowish.html')
  })
})
