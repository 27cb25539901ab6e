/**
 * Publishes newsrooms in which anything happens, and holds each edition to the laws: `npm run fuzz -- --cases 100000 --seed 7`. What
 * fails is made as small as it can be, and printed with the files of each of its publishes, to be pasted into a test.
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'

const MEMORY_DISK = '/dev/shm'

const { values } = parseArgs({ options: { cases: { type: 'string', default: '100000' }, seed: { type: 'string' } } })
const seed = values.seed ?? String(Date.now() % 1_000_000)
console.info(
  `${values.cases} editions, seed ${seed}; to have them again: npm run fuzz -- --cases ${values.cases} --seed ${seed}`,
)

const { status } = spawnSync('vitest', ['run', 'test/fuzz', '--disable-console-intercept'], {
  stdio: 'inherit',
  env: {
    ...process.env,
    ...(existsSync(MEMORY_DISK) && { TMPDIR: MEMORY_DISK }),
    COURANT_TESTS: 'long',
    COURANT_CASES: values.cases,
    COURANT_SEED: seed,
  },
})
process.exitCode = status ?? 1
