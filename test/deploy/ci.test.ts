import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { CORE_SCHEMA, load } from 'js-yaml'
import { expect, test } from 'vitest'
import { publishedSite } from '../../src/serve/published.ts'
import type { Ended } from '../cli/courant.ts'
import { describeInstalled } from '../support/describe-installed.ts'
import { differingPaths, story, temporaryFolder, treeOf, writeFiles } from '../support/newsroom.ts'
import { deployFile } from './deploy-files.ts'
import { newsroomRepository, pushAll, type Repository } from './newsroom-repository.ts'

const PUBLISH_SCRIPT = fileURLToPath(new URL('../../deploy/ci/publish.sh', import.meta.url))
const BROKEN = story({ date: '3rd May' })

/** A document of YAML, as plain data. */
function yaml<T>(file: string): T {
  return JSON.parse(JSON.stringify(load(deployFile(file), { schema: CORE_SCHEMA })))
}

interface Step {
  readonly name?: string
  readonly uses?: string
  readonly with?: Readonly<Record<string, unknown>>
  readonly run?: string
  readonly if?: string
}

interface Workflow {
  readonly on: object
  readonly concurrency: { readonly 'cancel-in-progress': boolean }
  readonly jobs: { readonly publish: { readonly steps: readonly Step[] } }
}

const WORKFLOW = yaml<Workflow>('ci/github-actions.yaml')

/** A fresh job: its own steps, each as GitHub's bash runs it, until one fails. What is installed, cached and uploaded is GitHub's part. */
async function githubJob(repository: Repository): Promise<{ readonly root: string; readonly ended: Ended }> {
  const root = await repository.checkout()
  const output = join(temporaryFolder(), 'output')
  writeFileSync(output, '')
  let ended: Ended = { code: 0, stdout: '', stderr: '' }
  for (const { run, if: condition } of WORKFLOW.jobs.publish.steps) {
    const asked = /^steps\.publish\.outputs\.code == '(\d)'$/.exec(condition ?? '')?.[1]
    if (condition !== undefined) expect(asked, condition).toBeDefined()
    const isWanted = asked === undefined || readFileSync(output, 'utf8').includes(`code=${asked}\n`)
    if (run === undefined || run === 'npm ci' || !isWanted) continue
    ended = await repository.shell(['bash', '-eo', 'pipefail', '-c', run], { cwd: root, env: { GITHUB_OUTPUT: output } })
    if (ended.code !== 0) break
  }
  return { root, ended }
}

/** An author renames the first story, and pushes. */
async function renameWelcome(repository: Repository): Promise<string> {
  const root = await repository.checkout()
  const year = new Date().getFullYear()
  renameSync(join(root, `articles/${year}/welcome.md`), join(root, `articles/${year}/open.md`))
  await pushAll(repository, root)
  return `/${year}/welcome/`
}

function idsIn(out: string): readonly string[] {
  const { items }: { items: readonly { id: string }[] } = JSON.parse(readFileSync(join(out, 'feed.json'), 'utf8'))
  return items.map(({ id }) => id)
}

test('github-actions.yaml: every action is named with its version, and no publish is cut off', () => {
  expect(WORKFLOW.concurrency['cancel-in-progress']).toBe(false)
  expect(Object.keys(WORKFLOW.on)).toEqual(['push', 'schedule', 'workflow_dispatch'])
  const used = WORKFLOW.jobs.publish.steps.flatMap(({ uses }) => uses ?? [])
  for (const uses of used) expect(uses).toMatch(/^actions\/[\w-]+@v\d+$/)
  // Not as it was when the job was asked for: the job before it has kept its record since.
  const [checkout] = WORKFLOW.jobs.publish.steps
  expect(checkout).toMatchObject({ uses: expect.stringMatching(/checkout/), with: { ref: `\${{ github.ref_name }}` } })
})

test('github-actions.yaml: jobs that share nothing but the repository keep ids, and lead from old addresses', async () => {
  const repository = await newsroomRepository()
  const first = await githubJob(repository)
  expect(first.ended).toMatchObject({ code: 0 })
  const old = await renameWelcome(repository)
  const second = await githubJob(repository)
  expect(second.ended).toMatchObject({ code: 0 })
  expect(idsIn(join(second.root, 'out'))).toEqual(idsIn(join(first.root, 'out')))
  expect(publishedSite(join(second.root, 'out')).find(old)).toMatchObject({ redirect: old.replace('welcome', 'open') })
})

test('github-actions.yaml: a job with a broken article keeps the record, and fails at its end with the place', async () => {
  const repository = await newsroomRepository()
  const root = await repository.checkout()
  writeFiles(root, { 'articles/bad.md': BROKEN })
  await pushAll(repository, root)
  const { ended } = await githubJob(repository)
  expect(ended.code).toBe(1)
  expect(ended.stdout + ended.stderr).toMatch(/^::error file=articles\/bad\.md,line=3/m)
  expect(existsSync(join(await repository.checkout(), 'record.jsonl'))).toBe(true)
})

interface Pipeline {
  readonly variables: { readonly RECORD: string }
  readonly check: { readonly allow_failure: boolean }
  readonly pages: {
    readonly script: readonly string[]
    readonly artifacts: { readonly paths: readonly string[] }
    readonly resource_group: string
  }
}

test('gitlab-ci.yaml: a job goes on from the record that is live, and publishes what is right', async () => {
  const { pages, variables, check } = yaml<Pipeline>('ci/gitlab-ci.yaml')
  expect(pages.artifacts.paths).toEqual(['public'])
  expect(variables.RECORD).toMatch(/^https:\/\/.*\/record\.jsonl$/)
  expect(check.allow_failure).toBe(true)
  const repository = await newsroomRepository()
  const job = async (record: string): Promise<string> => {
    const cwd = await repository.checkout()
    const ended = await repository.shell(['sh', '-ec', pages.script.join('\n')], { cwd, env: { RECORD: record } })
    expect(ended.code, ended.stderr).toBe(0)
    return join(cwd, 'public')
  }
  const first = await job('record.jsonl')
  const old = await renameWelcome(repository)
  const author = await repository.checkout()
  writeFiles(author, { 'articles/bad.md': BROKEN })
  await pushAll(repository, author)
  const second = await job(join(first, 'record.jsonl'))
  expect(idsIn(second)).toEqual(idsIn(first))
  expect(publishedSite(second).find(old)).toMatchObject({ redirect: old.replace('welcome', 'open') })
})

describeInstalled('rsync', {
  needs: ['rsync'],
  packages: 'rsync',
  tests: () => {
    test('publish.sh: says nothing when all is well, copies what is public and nothing else, and keeps the record', async () => {
      const repository = await newsroomRepository()
      const [cwd, target] = [await repository.checkout(), join(temporaryFolder(), 'www')]
      mkdirSync(target)
      const run = () => repository.shell(['sh', PUBLISH_SCRIPT, cwd, `${target}/`], { cwd: target })
      expect(await run()).toEqual({ code: 0, stdout: '', stderr: '' })
      const old = await renameWelcome(repository)
      mkdirSync(join(cwd, 'out/.courant-stage'))
      expect(await run()).toEqual({ code: 0, stdout: '', stderr: '' })
      expect(publishedSite(target).find(old)).toMatchObject({ redirect: old.replace('welcome', 'open') })
      expect(differingPaths(treeOf(target), treeOf(join(cwd, 'out')))).toEqual([])
      expect(existsSync(join(target, '.courant-stage'))).toBe(false)
      expect(existsSync(join(await repository.checkout(), 'record.jsonl'))).toBe(true)
    })

    test('publish.sh: goes on from a run that ended before its record was kept, and lets one run at a time', async () => {
      const repository = await newsroomRepository()
      const [cwd, target] = [await repository.checkout(), temporaryFolder()]
      const run = () => repository.shell(['sh', PUBLISH_SCRIPT, cwd, `${target}/`], { cwd: target })
      writeFiles(cwd, { '.git/hooks/pre-commit': '#!/bin/sh\necho no >&2\nexit 1\n' })
      chmodSync(join(cwd, '.git/hooks/pre-commit'), 0o755)
      expect((await run()).code).toBe(1)
      expect([...treeOf(target)]).toEqual([])
      rmSync(join(cwd, '.git/hooks/pre-commit'))
      expect(await run()).toMatchObject({ code: 0, stderr: '' })
      expect(existsSync(join(target, 'feed.rss'))).toBe(true)
      expect(existsSync(join(await repository.checkout(), 'record.jsonl'))).toBe(true)
      rmSync(join(target, 'feed.rss'))
      const lock = join(cwd, '.git/courant-publish.lock')
      const script = 'exec 9> "$1"; flock 9; sh "$2" "$3" "$4"'
      const args = ['sh', '-c', script, 'sh', lock, PUBLISH_SCRIPT, cwd, `${target}/`]
      expect(await repository.shell(args, { cwd: target })).toMatchObject({ code: 0 })
      expect(existsSync(join(target, 'feed.rss'))).toBe(false)
    })

    test('publish.sh: delivers elsewhere once the record is kept, and says what could not be', async () => {
      const repository = await newsroomRepository()
      const [cwd, target] = [await repository.checkout(), temporaryFolder()]
      writeFiles(cwd, { 'courant.yaml': 'deliver: [{ releases: blocked }, { releases: live }]\n', blocked: '' })
      await pushAll(repository, cwd)
      const run = () => repository.shell(['sh', PUBLISH_SCRIPT, cwd, `${target}/`], { cwd: target })
      expect(await run()).toMatchObject({ code: 3, stdout: expect.stringContaining('Not delivered to blocked') })
      expect(existsSync(join(cwd, 'live/current/feed.rss'))).toBe(true)
      expect(existsSync(join(await repository.checkout(), 'record.jsonl'))).toBe(true)
    })

    test('publish.sh: tells of a broken article, copies the others, and copies nothing of a newsroom that is half described', async () => {
      const repository = await newsroomRepository()
      const [cwd, author, target] = [await repository.checkout(), await repository.checkout(), temporaryFolder()]
      const run = () => repository.shell(['sh', PUBLISH_SCRIPT, cwd, `${target}/`], { cwd: target })
      writeFiles(author, { 'articles/bad.md': BROKEN })
      await pushAll(repository, author)
      expect(await run()).toMatchObject({ code: 1, stdout: expect.stringContaining('bad.md:3:') })
      expect(existsSync(join(target, 'feed.rss'))).toBe(true)
      const before = treeOf(target)
      const next = await repository.checkout()
      writeFiles(next, { 'articles/site.yaml': 'title: Half\n' })
      await pushAll(repository, next)
      expect(await run()).toMatchObject({ code: 2 })
      expect([...treeOf(target)]).toEqual([...before])
    })
  },
})
