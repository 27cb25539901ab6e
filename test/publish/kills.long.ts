import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { afterAll, afterEach, expect, test } from 'vitest'
import { listPageAt } from '../../src/edition/former-pages.ts'
import { publishWhole } from '../../src/engine/publish-whole.ts'
import { readHeader, readManifest, writeManifest } from '../../src/output/manifest-file.ts'
import { RenderPool } from '../../src/render/render-pool.ts'
import { pathsOf } from '../../src/state/paths.ts'
import { COURANT } from '../cli/courant.ts'
import { startPolling } from '../serve/start-polling.ts'
import { AS_OF, differingPaths, newsroomOf, type TemporaryNewsroom, treeOf } from '../support/newsroom.ts'
import { BusyDesk } from './busy-desk.ts'
import { WITHOUT_SEARCH } from './changed-newsroom.ts'
import { isLitter, readFeeds, type Tree, tornFiles } from './published-set.ts'
import { Random } from './random.ts'

/** `COURANT_KILLS=1000 COURANT_SEED=7 npm run test:long` kills more often, and has a failure a second time. */
const KILLS = Number(process.env.COURANT_KILLS ?? 60)
const SEED = Number(process.env.COURANT_SEED ?? Date.now() % 1_000_000)

/** When a publish was killed. */
type Phase = 'done' | 'starting' | 'making' | 'placing'

const phases: Record<Phase, number> = { done: 0, starting: 0, making: 0, placing: 0 }

const pool = new RenderPool({ deadlineMs: 30_000 })

afterAll(() => pool[Symbol.asyncDispose]())

afterEach(() => {
  console.info(`seed ${SEED}, killed while`, phases)
})

test(`a publish killed ${KILLS} times leaves nothing torn and no feed that names a missing page, whenever a reader looks, and the next one mends all`, async () => {
  const random = new Random(SEED)
  const newsroom = newsroomOf({ 'site.yaml': WITHOUT_SEARCH })
  const desk = new BusyDesk(newsroom, random)
  await newsroom.publish({ accept: true })
  const ids = new Map<string, string>()
  const usualMs = await usualDuration(newsroom)
  const polled = await startPolling({ out: newsroom.paths.out, pauseMs: 50 })
  let published = true

  for (let kill = 1; kill <= KILLS; kill++) {
    desk.change({ published })
    const before = newsroom.out()
    const after = await publishedAfresh(newsroom)
    phases[await publishAndKill(newsroom, { random, usualMs })]++
    const now = newsroom.out()
    const round = `kill ${kill} of seed ${SEED}`
    const { problems, stories } = readFeeds(now)
    expect([...tornFiles(now, { before, after }), ...problems], round).toEqual([])
    expect(readManifest(now.get('manifest.jsonl')?.toString() ?? ''), round).toBeDefined()
    for (const { id, title } of [...stories, ...readFeeds(after).stories]) {
      expect(ids.get(title) ?? id, `${round}: id of ${title}`).toBe(id)
      ids.set(title, id)
    }

    // Every other publish is killed on top of what the last kill left.
    published = random.chance(0.5)
    if (!published) continue
    await newsroom.publish({ accept: true })
    expect(differingPaths(newsroom.out(), after), round).toEqual([])
    expect([...treeOf(newsroom.paths.own).keys()].filter(isLitter), round).toEqual([])
    expect((await newsroom.publish({ accept: true })).written, round).toEqual([])
  }
  const { problems, feeds, versions } = await polled()
  expect(problems).toEqual([])
  console.info(`a reader read ${feeds} feeds, ${versions} different ones`)
  expect(versions).toBeGreaterThan(KILLS / 4)
  // Otherwise the kills were no test.
  for (const phase of ['making', 'placing'] as const) expect(phases[phase], phase).toBeGreaterThan(KILLS / 20)
})

/**
 * What one whole publish of the newsroom gives in an empty folder, from the record that stands now, and from the pages of lists that
 * were published: their addresses go on leading somewhere.
 */
async function publishedAfresh({ root, paths }: TemporaryNewsroom): Promise<Tree> {
  const fresh = pathsOf({ articles: paths.articles, out: join(root, 'fresh') })
  mkdirSync(fresh.out)
  copyFileSync(join(paths.out, 'record.jsonl'), join(fresh.out, 'record.jsonl'))
  const manifest = readFileSync(join(paths.out, 'manifest.jsonl'), 'utf8')
  const listPages = new Map([...(readManifest(manifest) ?? [])].filter(([path]) => listPageAt(path) !== undefined))
  writeFileSync(
    join(fresh.out, 'manifest.jsonl'),
    writeManifest(listPages, { identity: readHeader(manifest)?.identity, rebuilt: undefined }),
  )
  await publishWhole({
    paths: fresh,
    asOf: AS_OF,
    pool,
    record: undefined,
    hub: undefined,
    theme: undefined,
    accept: true,
    onTurnover: 'stop',
    dryRun: false,
    onProgress: () => {},
  })
  const tree = new Map(treeOf(fresh.out))
  rmSync(fresh.out, { recursive: true })
  rmSync(fresh.own, { recursive: true })
  return tree
}

function spawnPublish(root: string): ChildProcess {
  const at = new Date(AS_OF).toISOString()
  return spawn(process.execPath, [COURANT, 'publish', '--accept', '--at', at], { cwd: root, stdio: 'ignore' })
}

async function usualDuration({ root }: TemporaryNewsroom): Promise<number> {
  const startedMs = performance.now()
  await once(spawnPublish(root), 'exit')
  return performance.now() - startedMs
}

/** Kills at any moment, or at one just after the publish began to make or to place files. */
async function publishAndKill(
  { root, paths }: TemporaryNewsroom,
  { random, usualMs }: { readonly random: Random; readonly usualMs: number },
): Promise<Phase> {
  const manifest = join(paths.out, 'manifest.jsonl')
  const versionBefore = versionOf(manifest)
  const isMaking = (): boolean => existsSync(paths.stage)
  const isPlacing = (): boolean => versionOf(manifest) !== versionBefore
  const [begun, moreMs] = random.pick([
    [(): boolean => true, usualMs * 1.2],
    [isMaking, 150],
    [isPlacing, 6],
    [isPlacing, 2],
  ] as const)
  const waitMs = random.next() * moreMs
  rmSync(paths.stage, { recursive: true, force: true })
  const child = spawnPublish(root)
  const exited = once(child, 'exit')
  while (!begun() && child.exitCode === null) await turn()
  const killAtMs = performance.now() + waitMs
  while (performance.now() < killAtMs && child.exitCode === null) await turn()
  child.kill('SIGKILL')
  await exited
  if (child.exitCode !== null) return 'done'
  return isPlacing() ? 'placing' : isMaking() ? 'making' : 'starting'
}

function versionOf(file: string): string {
  const { ino, mtimeMs } = statSync(file)
  return `${ino}-${mtimeMs}`
}
