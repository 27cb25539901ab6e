import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { DatabaseSync, StatementSync } from 'node:sqlite'
import { isMainThread } from 'node:worker_threads'

/**
 * Loaded before a program (`node --import`), it kills the program's process just before its Nth change of the disk or of a database, N being
 * `KILL_AT_STEP`: what a kill at a random moment hits once in a thousand times is hit here for certain. What is appended to a file is a step of its own
 * in the middle too, since nobody renames such a file into place once it is whole.
 */
const CHANGES = [
  'appendFileSync',
  'copyFileSync',
  'fsyncSync',
  'ftruncateSync',
  'linkSync',
  'mkdirSync',
  'openSync',
  'renameSync',
  'rmdirSync',
  'rmSync',
  'symlinkSync',
  'unlinkSync',
  'utimesSync',
  'writeSync',
] as const

if (isMainThread) {
  let step = 0
  const appending = new Set<unknown>()
  const kill = (): void => void process.kill(process.pid, 'SIGKILL')
  const isStep = (): boolean => ++step === Number(process.env.KILL_AT_STEP)
  const { writeSync } = fs
  for (const name of CHANGES) {
    const change = fs[name]
    const killOrChange = (...args: readonly unknown[]): unknown => {
      // To open a file for reading changes nothing.
      const changes = name !== 'openSync' || args[1] === 'w'
      if (changes && isStep()) kill()
      const [descriptor, bytes] = args
      if (name === 'writeSync' && appending.has(descriptor) && bytes instanceof Uint8Array && isStep()) {
        writeSync(Number(descriptor), bytes, 0, Math.ceil(bytes.length / 2))
        kill()
      }
      const result: unknown = Reflect.apply(change, fs, args)
      // The system gives a descriptor again once it is closed.
      if (name === 'openSync') appending.delete(result)
      if (name === 'openSync' && typeof args[1] === 'number' && (args[1] & fs.constants.O_APPEND) !== 0) appending.add(result)
      return result
    }
    Reflect.set(fs, name, killOrChange)
  }
  syncBuiltinESMExports()
  // SQLite asks the system itself.
  const { exec } = DatabaseSync.prototype
  DatabaseSync.prototype.exec = function (...args) {
    if (isStep()) kill()
    return exec.apply(this, args)
  }
  const { run } = StatementSync.prototype
  Reflect.set(StatementSync.prototype, 'run', function (this: StatementSync, ...args: readonly unknown[]): unknown {
    if (isStep()) kill()
    return Reflect.apply(run, this, args)
  })
}
