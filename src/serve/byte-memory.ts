/** What is kept, and how much it takes. */
interface Kept<T> {
  readonly value: T
  bytes: number
}

/** Keeps values up to a number of bytes. What was asked for longest ago goes first. */
export class ByteMemory<T extends object> {
  readonly #kept = new Map<string, Kept<T>>()
  readonly #limitBytes: number
  #bytes = 0

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes
  }

  /** What all that is kept takes. */
  get bytes(): number {
    return this.#bytes
  }

  get(key: string): T | undefined {
    const kept = this.#kept.get(key)
    if (!kept) return undefined
    this.#kept.delete(key)
    this.#kept.set(key, kept)
    return kept.value
  }

  /** Keeps a value in place of what was kept under the key; one that is larger than the memory is not kept. */
  keep(key: string, value: T, bytes: number): void {
    this.forget(key)
    this.#kept.set(key, { value, bytes })
    this.#add(bytes)
  }

  /** A value that may be kept has become larger. */
  grow(key: string, value: T, bytes: number): void {
    const kept = this.#kept.get(key)
    if (kept?.value !== value) return
    kept.bytes += bytes
    this.#add(bytes)
  }

  forget(key: string): void {
    this.#bytes -= this.#kept.get(key)?.bytes ?? 0
    this.#kept.delete(key)
  }

  keys(): MapIterator<string> {
    return this.#kept.keys()
  }

  #add(bytes: number): void {
    this.#bytes += bytes
    for (const oldest of this.#kept.keys()) {
      if (this.#bytes <= this.#limitBytes) break
      this.forget(oldest)
    }
  }
}
