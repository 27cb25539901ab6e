import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { isMainThread } from 'node:worker_threads'

/**
 * Loaded before a program (`node --import`), it kills the program's process just before its Nth change of the disk, N being
 * `KILL_AT_STEP`: what a kill at a random moment hits once in a thousand times is hit here for certain.
 */
const CHANGES = [
  'appendFileSync',
  'copyFileSync',
  'fsyncSync',
  'linkSync',
  'mkdirSync',
  'openSync',
  'renameSync',
  'rmdirSync',
  'rmSync',
  'symlinkSync',
  'writeSync',
] as const

if (isMainThread) {
  let step = 0
  for (const name of CHANGES) {
    const change = fs[name]
    const killOrChange = (...args: readonly unknown[]): unknown => {
      // To open a file for reading changes nothing.
      const changes = name !== 'openSync' || args[1] === 'w'
      if (changes && ++step === Number(process.env.KILL_AT_STEP)) process.kill(process.pid, 'SIGKILL')
      return Reflect.apply(change, fs, args)
    }
    Reflect.set(fs, name, killOrChange)
  }
  syncBuiltinESMExports()
}
