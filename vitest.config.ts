import { defineConfig } from 'vitest/config'

/** What takes minutes (kills, faults, fuzz) is named `*.long.ts` and runs by `npm run test:long`. */
const long = process.env.COURANT_TESTS === 'long'

export default defineConfig({
  test: {
    include: [long ? 'test/**/*.long.ts' : 'test/**/*.test.ts'],
    testTimeout: long ? 900_000 : 60_000,
    hookTimeout: 120_000,
    fileParallelism: !long,
    // Left to itself, vitest keeps one processor idle.
    maxWorkers: '100%',
  },
})
