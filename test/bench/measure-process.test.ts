import { tmpdir } from 'node:os'
import { expect, test } from 'vitest'
import { measureProcess } from '../../bench/measure-process.ts'

const MEBIBYTE = 2 ** 20

function node(script: string): Parameters<typeof measureProcess>[0] {
  return { program: process.execPath, args: ['-e', script], cwd: tmpdir() }
}

test('memory is that of the whole tree: a child that holds 150 MiB counts', async () => {
  const hold = 'const held = Buffer.alloc(150 * 2 ** 20, 1); setTimeout(() => held, 1500)'
  const parent = `const { spawnSync } = require('node:child_process')
    const held = Buffer.alloc(150 * 2 ** 20, 1)
    spawnSync(process.execPath, ['-e', ${JSON.stringify(hold)}])
    held.at(0)`
  const { exitCode, peakRssBytes, cpuMs } = await measureProcess(node(parent))
  expect(exitCode).toBe(0)
  expect(peakRssBytes).toBeGreaterThan(300 * MEBIBYTE)
  expect(cpuMs).toBeGreaterThan(0)
})

test('the exit code and what was said come back', async () => {
  const { exitCode, stderr, wallMs } = await measureProcess(node('console.error("no"); process.exitCode = 3'))
  expect({ exitCode, stderr }).toEqual({ exitCode: 3, stderr: 'no\n' })
  expect(wallMs).toBeGreaterThan(0)
})
