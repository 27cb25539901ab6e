import { closeSync, fstatSync, openSync, readSync } from 'node:fs'

const FIRST_BYTES = 1024 * 1024

/**
 * One buffer for bytes that are looked at and written at once. A buffer for each file costs several times what filling it does: the
 * system gives every one new pages of memory, and the collector runs to be rid of them.
 */
export class Scratch {
  #bytes = Buffer.allocUnsafeSlow(FIRST_BYTES)

  /** The parts after one another, texts in UTF-8. Holds until the next call. */
  join(parts: readonly (string | Uint8Array)[]): Buffer {
    // A UTF-16 unit takes three bytes at most.
    const most = parts.reduce((sum, part) => sum + (typeof part === 'string' ? 3 : 1) * part.length, 0)
    this.#hold(most)
    let length = 0
    for (const part of parts) {
      if (typeof part === 'string') length += this.#bytes.write(part, length)
      else {
        this.#bytes.set(part, length)
        length += part.length
      }
    }
    return this.#bytes.subarray(0, length)
  }

  /** Room for so many bytes. Holds until the next call. */
  take(length: number): Buffer {
    this.#hold(length)
    return this.#bytes.subarray(0, length)
  }

  /** A file's bytes. Holds until the next call. @throws what the system says */
  read(file: string): Buffer {
    const descriptor = openSync(file, 'r')
    try {
      return this.readOpen(descriptor)
    } finally {
      closeSync(descriptor)
    }
  }

  /** As `read`, from the beginning of a file that is open. */
  readOpen(descriptor: number): Buffer {
    // A byte more than there are tells that it ended.
    this.#hold(fstatSync(descriptor).size + 1)
    let length = 0
    for (let read = -1; read !== 0; length += read) {
      if (length === this.#bytes.length) this.#bytes = Buffer.concat([this.#bytes], 2 * length)
      read = readSync(descriptor, this.#bytes, length, this.#bytes.length - length, length)
    }
    return this.#bytes.subarray(0, length)
  }

  #hold(length: number): void {
    if (length > this.#bytes.length) this.#bytes = Buffer.allocUnsafeSlow(2 * length)
  }
}
