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
    if (most > this.#bytes.length) this.#bytes = Buffer.allocUnsafeSlow(2 * most)
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
}
