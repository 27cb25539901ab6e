#!/usr/bin/env node
import { existsSync } from 'node:fs'
import module from 'node:module'

const MINIMUM = 24

// What is asked of the disk waits for it on threads that Node keeps for that, four unless told otherwise: thirty feeds that are flushed would
// wait in turns, and with them all else that is done there.
process.env.UV_THREADPOOL_SIZE ??= '24'

if (Number.parseInt(process.versions.node, 10) < MINIMUM) {
  console.error(`courant needs Node ${MINIMUM} or newer; this is Node ${process.versions.node}`)
  process.exitCode = 3
} else {
  const { directory } = module.enableCompileCache()
  // Threads take it from here.
  if (directory !== undefined) process.env.NODE_COMPILE_CACHE = directory
  // A checkout runs its TypeScript as it is; the package brings it bundled.
  const source = new URL('../src/cli/main.ts', import.meta.url)
  const { main } = await import(existsSync(source) ? source.href : new URL('../dist/main.js', import.meta.url).href)
  await main(process.argv)
}
