import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { DatabaseSync, StatementSync } from 'node:sqlite'
import { isMainThread } from 'node:worker_threads'

/**
 * Loaded before a program (`node --import`), it kills the program's process just before its Nth change of the disk or of a database, N being
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
  const killOrGoOn = (): void => {
    if (++step === Number(process.env.KILL_AT_STEP)) process.kill(process.pid, 'SIGKILL')
  }
  for (const name of CHANGES) {
    const change = fs[name]
    const killOrChange = (...args: readonly unknown[]): unknown => {
      // To open a file for reading changes nothing.
      const changes = name !== 'openSync' || args[1] === 'w'
      if (changes) killOrGoOn()
      return Reflect.apply(change, fs, args)
    }
    Reflect.set(fs, name, killOrChange)
  }
  syncBuiltinESMExports()
  // SQLite asks the system itself.
  const { exec } = DatabaseSync.prototype
  DatabaseSync.prototype.exec = function (...args) {
    killOrGoOn()
    return exec.apply(this, args)
  }
  const { run } = StatementSync.prototype
  Reflect.set(StatementSync.prototype, 'run', function (this: StatementSync, ...args: readonly unknown[]): unknown {
    killOrGoOn()
    return Reflect.apply(run, this, args)
  })
}
