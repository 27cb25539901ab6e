import { hash32 } from './hash32.ts'
import { EntriesMap } from './maps.ts'

/** The entries of a map in memory that threads share. */
export interface Packed {
  /** Keys in the order of the map, each with its value as JSON behind it, all in UTF-8. */
  readonly bytes: SharedArrayBuffer
  /** Where keys and values begin in these, in turns, and where the last one ends: numbers of 32 bits. */
  readonly starts: SharedArrayBuffer
  /** A hash table with open addresses: the place of an entry plus one, or 0; its length is a power of two. Numbers of 32 bits. */
  readonly slots: SharedArrayBuffer
}

/** Packs entries, so that threads can share them. No key has a lone surrogate. */
export function pack<Key extends string, Value>(map: ReadonlyMap<Key, Value>): Packed {
  if (map instanceof PackedMap) return map.packed
  const texts = [...map].flatMap(([key, value]) => [key, JSON.stringify(value)])
  const starts = sharedNumbers(texts.length + 1)
  let length = 0
  for (const [index, text] of texts.entries()) {
    starts[index] = length
    length += Buffer.byteLength(text)
  }
  starts[texts.length] = length
  const bytes = new SharedArrayBuffer(length)
  const buffer = Buffer.from(bytes)
  for (const [index, text] of texts.entries()) buffer.write(text, starts[index] ?? 0)
  const slots = sharedNumbers(2 ** Math.ceil(Math.log2(2 * map.size + 1)))
  let place = 0
  for (const key of map.keys()) {
    let slot = hash32(key) & (slots.length - 1)
    while (slots[slot] !== 0) slot = (slot + 1) & (slots.length - 1)
    slots[slot] = ++place
  }
  return { bytes, starts: starts.buffer, slots: slots.buffer }
}

function sharedNumbers(length: number): Uint32Array<SharedArrayBuffer> {
  return new Uint32Array(new SharedArrayBuffer(Uint32Array.BYTES_PER_ELEMENT * length))
}

/** A map that does not change. An entry takes the room of its texts and some twenty bytes, and threads share them; its value is read when it is asked for. */
export class PackedMap<Key extends string, Value> extends EntriesMap<Key, Value> {
  readonly packed: Packed
  readonly #bytes: Buffer
  readonly #starts: Uint32Array
  readonly #slots: Uint32Array
  readonly #keyOf: (text: string) => Key

  constructor(packed: Packed, keyOf: (text: string) => Key) {
    super()
    this.packed = packed
    this.#bytes = Buffer.from(packed.bytes)
    this.#starts = new Uint32Array(packed.starts)
    this.#slots = new Uint32Array(packed.slots)
    this.#keyOf = keyOf
  }

  override get size(): number {
    return (this.#starts.length - 1) / 2
  }

  override get(key: Key): Value | undefined {
    const last = this.#slots.length - 1
    for (let slot = hash32(key) & last; ; slot = (slot + 1) & last) {
      const place = this.#slots[slot] ?? 0
      if (place === 0) return undefined
      if (this.#text(2 * (place - 1)) === key) return this.#value(place - 1)
    }
  }

  override *entries(): Generator<[Key, Value], undefined, unknown> {
    for (let index = 0; index < this.size; index++) yield [this.#keyOf(this.#text(2 * index)), this.#value(index)]
  }

  override *keys(): Generator<Key, undefined, unknown> {
    for (let index = 0; index < this.size; index++) yield this.#keyOf(this.#text(2 * index))
  }

  #text(place: number): string {
    return this.#bytes.toString('utf8', this.#starts[place], this.#starts[place + 1])
  }

  #value(index: number): Value {
    return JSON.parse(this.#text(2 * index + 1))
  }
}
