import { globSync, readFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** What takes minutes (kills, faults, fuzz) is named `*.long.ts` and runs by `npm run test:long`. */
const long = process.env.COURANT_TESTS === 'long'

/** What is tried with each attack as it is, and by `npm run test:long` with each within other Markdown too. */
const WITH_ALL_ATTACKS = ['direct-html', 'guarded-tokenizer', 'skim'].map(name => `test/markdown/${name}.test.ts`)

/**
 * Long tests that need the machine for themselves: they kill a publish within milliseconds of a step, measure the memory of a process, or keep
 * every core busy. All others mostly wait, or do one thing after another, and run beside each other.
 */
const ALONE = ['cli/releases', 'publish/kills', 'serve/floods', 'serve/steady-memory'].map(name => `test/${name}.long.ts`)

/** The files that take longest, the longest first. Started last, one of them would keep one core busy while the others idle. */
const LONGEST = [
  ...['kill-at', 'kill-new-story-at', 'kill-edit-at'].map(kill => `publish/${kill}-every-step.long`),
  ...[1, 2, 3, 4].map(part => `publish/any-change-${part}.long`),
  ...[1, 2, 3].map(part => `attacks/attacks-in-fields-${part}.long`),
  'cli/replicas.long',
  'publish/failing-disk.long',
  'publish/full-disk.long',
  'publish/no-right.long',
  'cli/stalled-disk.long',
  'cli/clock.long',
  'cli/run.test',
  'cli/publish.test',
  'site/site-in-browser.test',
  'publish/edits.test',
  'publish/any-change.test',
  'cli/slow-texts.test',
  'real-readers/rss2email.test',
  'cli/run-lost-manifest.test',
  'publish/one-bad-article.test',
  'runner/publisher.test',
  'cli/package.test',
]

/** Starts the longest files first. Vitest starts those first that took longest the last time, and on a new machine the largest. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const rankOf = ({ moduleId }: TestSpecification): number => {
      const rank = LONGEST.findIndex(name => moduleId.endsWith(`/test/${name}.ts`))
      return rank === -1 ? LONGEST.length : rank
    }
    return sorted.toSorted((a, b) => rankOf(a) - rankOf(b))
  }
}

const inEveryProject: TestProjectInlineConfiguration['test'] = {
  // For what hangs: a machine that is busy with others takes several times as long as one that is not.
  testTimeout: long ? 900_000 : 180_000,
  hookTimeout: 180_000,
  // What is waited for comes at once, and late on a machine that is busy with others.
  expect: { poll: { timeout: 30_000 } },
  // Rendering threads and commands run the sources as they are: each would compile all of them again. It is Node's own folder for this.
  env: { NODE_COMPILE_CACHE: join(tmpdir(), 'node-compile-cache') },
  setupFiles: 'test/support/clean-up.ts',
}

/** What a test replaces for its whole process: the clock, the environment, functions of Node or of the console. */
const REPLACES = /\bvi\.|syncBuiltinESMExports|bytes-read|process\.env,|globalThis/

/** Files whose tests go as deep as the stack lets them: how deep that is depends on what V8 has compiled before. */
const DEEP = /^test\/(?:markdown|import)\/|broken-|one-bad-|attacks\//

/** Most files run after each other in one process, which loads Courant once and keeps its rendering threads: that saves work. */
function everyTest(): TestProjectInlineConfiguration[] {
  const files = globSync('test/**/*.test.ts', { cwd: import.meta.dirname })
  const apart = files.filter(path => DEEP.test(path) || REPLACES.test(readFileSync(join(import.meta.dirname, path), 'utf8')))
  return [
    { test: { ...inEveryProject, name: 'shared', include: ['test/**/*.test.ts'], exclude: apart, isolate: false } },
    { test: { ...inEveryProject, name: 'apart', include: apart } },
  ]
}

function longTests(): TestProjectInlineConfiguration[] {
  return [
    { test: { ...inEveryProject, name: 'beside', include: ['test/**/*.long.ts', ...WITH_ALL_ATTACKS], exclude: ALONE } },
    // After the others, one at a time.
    { test: { ...inEveryProject, name: 'alone', include: ALONE, fileParallelism: false, sequence: { groupOrder: 1 } } },
  ]
}

export default defineConfig({
  test: {
    globalSetup: 'test/support/build-command.ts',
    projects: long ? longTests() : everyTest(),
    sequence: { sequencer: LongestFirst },
    // Tests wait a fifth of their time: for processes, clocks and disks that do not answer.
    maxWorkers: Math.ceil(availableParallelism() * 1.5),
  },
})
