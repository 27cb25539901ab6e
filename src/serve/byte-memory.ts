/** What is kept, and how much it takes. */
interface Kept<T> {
  readonly value: T
  bytes: number
  /** A number that grows from one asking to the next. */
  asked: number
}

/** How much is let go of at once, as a part of all, so that not everything is put in order for each that comes. */
const SPARE_PART = 16

/** Keeps values up to a number of bytes. What was asked for longest ago goes first. */
export class ByteMemory<T extends object> {
  readonly #kept = new Map<string, Kept<T>>()
  readonly #limitBytes: number
  #bytes = 0
  #askings = 0

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
    kept.asked = this.#askings++
    return kept.value
  }

  /** Keeps a value in place of what was kept under the key; one that is larger than the memory is not kept. */
  keep(key: string, value: T, bytes: number): void {
    this.forget(key)
    this.#kept.set(key, { value, bytes, asked: this.#askings++ })
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

  /** What was asked for longest ago comes first. */
  keys(): readonly string[] {
    return [...this.#kept].sort(([, a], [, b]) => a.asked - b.asked).map(([key]) => key)
  }

  #add(bytes: number): void {
    this.#bytes += bytes
    if (this.#bytes <= this.#limitBytes) return
    const wanted = this.#limitBytes - this.#limitBytes / SPARE_PART
    for (const oldest of this.keys()) {
      if (this.#bytes <= wanted) break
      this.forget(oldest)
    }
  }
}
