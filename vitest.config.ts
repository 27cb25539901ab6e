import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

/** What takes minutes (kills, faults, fuzz) is named `*.long.ts` and runs by `npm run test:long`. */
const long = process.env.COURANT_TESTS === 'long'

/** What is tried with each attack as it is, and by `npm run test:long` with each within other Markdown too. */
const WITH_ALL_ATTACKS = ['direct-html', 'guarded-tokenizer', 'skim'].map(name => `test/markdown/${name}.test.ts`)

export default defineConfig({
  test: {
    globalSetup: 'test/support/build-command.ts',
    include: long ? ['test/**/*.long.ts', ...WITH_ALL_ATTACKS] : ['test/**/*.test.ts'],
    // For what hangs: a machine that is busy with others takes several times as long as one that is not.
    testTimeout: long ? 900_000 : 180_000,
    hookTimeout: 180_000,
    // What is waited for comes at once, and late on a machine that is busy with others.
    expect: { poll: { timeout: 30_000 } },
    fileParallelism: !long,
    // Rendering threads and commands run the sources as they are: each would compile all of them again. It is Node's own folder for this.
    env: { NODE_COMPILE_CACHE: join(tmpdir(), 'node-compile-cache') },
    // Tests wait a fifth of their time: for processes, clocks and disks that do not answer.
    maxWorkers: Math.ceil(availableParallelism() * 1.5),
  },
})
