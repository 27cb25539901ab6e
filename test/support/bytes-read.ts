import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'

/** How many bytes of files some work reads, whoever of this process asks for them in its thread. */
export function bytesRead(work: () => void): number {
  const { readSync, readFileSync } = fs
  let bytes = 0
  const counting = (read: (...args: readonly unknown[]) => unknown, lengthOf: (result: unknown) => number) => {
    return (...args: readonly unknown[]): unknown => {
      const result = read(...args)
      bytes += lengthOf(result)
      return result
    }
  }
  const call =
    (change: object) =>
    (...args: readonly unknown[]): unknown =>
      Reflect.apply(Object(change), fs, args)
  try {
    Reflect.set(fs, 'readSync', counting(call(readSync), Number))
    Reflect.set(
      fs,
      'readFileSync',
      counting(call(readFileSync), result => Buffer.byteLength(String(result))),
    )
    syncBuiltinESMExports()
    work()
  } finally {
    Object.assign(fs, { readSync, readFileSync })
    syncBuiltinESMExports()
  }
  return bytes
}
