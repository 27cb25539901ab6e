import type { MembersByHash } from '../model/maps.ts'
import type { PartTable } from './cache-database.ts'
import type { Saved } from './stored-map.ts'

const PAIRS = 'pairs'
const MEMBERS = 'members'
/** Its one part tells by how many bits of the hash the pairs are in parts. */
const BITS = 'bits'

/** Pairs a part, about: a look reads one part, and a new member writes one for each of its hashes. */
const PAIRS_A_PART = 512
const MEMBERS_A_PART = 256

/**
 * Members by hashes in a database. A member has some ten hashes and most hashes have one member: a row for each pair would be a third of all rows that a publish of
 * everything writes. So a member has a number, and a pair is two numbers, of the hash and of the member; the first bits of the hash name the part that the
 * pair is in. A member is found by the hash of its own text as well. What changes is in memory until it is saved.
 */
export class HashedMembers<Member extends string> implements MembersByHash<Member>, Saved {
  readonly #table: PartTable
  readonly #hashOf: (text: string) => number
  readonly #memberOf: (text: string) => Member
  /** The pairs of a part: hash, number, hash, number … */
  readonly #pairs = new Map<number, Uint32Array>()
  readonly #members = new Map<number, (Member | null)[]>()
  readonly #changedPairs = new Set<number>()
  readonly #changedMembers = new Set<number>()
  /** All pairs of a database that is being filled. */
  readonly #filling: Pairs | undefined
  #bits: number | undefined
  #count: number | undefined

  constructor(
    table: PartTable,
    {
      hashOf,
      memberOf,
      isNew,
    }: { readonly hashOf: (text: string) => number; readonly memberOf: (text: string) => Member; readonly isNew: boolean },
  ) {
    this.#table = table
    this.#hashOf = hashOf
    this.#memberOf = memberOf
    this.#filling = isNew ? new Pairs() : undefined
    if (isNew) this.#count = 0
  }

  readonly of = (hash: number): readonly Member[] => this.#numbersOf(hash).flatMap(number => this.#memberAt(number) ?? [])

  /** While the database is filled, each member is changed once, and is found when all is saved. */
  readonly change: MembersByHash<Member>['change'] = (member, { before, now }) => {
    const known = this.#filling ? undefined : this.#numberOf(member)
    if (known === undefined && now.size === 0) return
    const number = known ?? this.#append(member)
    const own = this.#hashOf(member)
    const were = known === undefined ? new Set<number>() : new Set([...before, own])
    const are = now.size === 0 ? now : new Set([...now, own])
    for (const hash of were) if (!are.has(hash)) this.#remove(hash, number)
    for (const hash of are) if (!were.has(hash)) this.#add(hash, number)
    if (now.size === 0) this.#setMember(number, null)
  }

  #numbersOf(hash: number): readonly number[] {
    const pairs = this.#pairsIn(this.#partOf(hash))
    const numbers: number[] = []
    for (let at = 0; at < pairs.length; at += 2) if (pairs[at] === hash) numbers.push(pairs[at + 1] ?? 0)
    return numbers
  }

  #numberOf(member: Member): number | undefined {
    return this.#numbersOf(this.#hashOf(member)).find(number => this.#memberAt(number) === member)
  }

  #add(hash: number, number: number): void {
    if (this.#filling) {
      this.#filling.add(hash, number)
      return
    }
    const part = this.#partOf(hash)
    this.#setPairs(part, Uint32Array.of(...this.#pairsIn(part), hash, number))
  }

  #remove(hash: number, number: number): void {
    const part = this.#partOf(hash)
    const pairs = this.#pairsIn(part)
    const isOther = (_: number, at: number): boolean => pairs[at - (at % 2)] !== hash || pairs[at - (at % 2) + 1] !== number
    this.#setPairs(part, pairs.filter(isOther))
  }

  #setPairs(part: number, pairs: Uint32Array): void {
    this.#pairs.set(part, pairs)
    this.#changedPairs.add(part)
  }

  #append(member: Member): number {
    const number = this.#countMembers()
    this.#setMember(number, member)
    this.#count = number + 1
    return number
  }

  #countMembers(): number {
    if (this.#count !== undefined) return this.#count
    const last = Math.max(0, this.#table.count(MEMBERS) - 1)
    return last * MEMBERS_A_PART + this.#membersIn(last).length
  }

  #memberAt(number: number): Member | null {
    return this.#membersIn(Math.floor(number / MEMBERS_A_PART))[number % MEMBERS_A_PART] ?? null
  }

  #setMember(number: number, member: Member | null): void {
    const part = Math.floor(number / MEMBERS_A_PART)
    this.#membersIn(part)[number % MEMBERS_A_PART] = member
    this.#changedMembers.add(part)
    // Of what is being filled only one part is held.
    if (this.#filling && number % MEMBERS_A_PART === MEMBERS_A_PART - 1) this.#saveMembers()
  }

  #membersIn(part: number): (Member | null)[] {
    const known = this.#members.get(part)
    if (known) return known
    const bytes = this.#table.get(MEMBERS, part)
    const texts: readonly (string | null)[] = bytes ? JSON.parse(Buffer.from(bytes).toString()) : []
    const members = texts.map(text => (text === null ? null : this.#memberOf(text)))
    this.#members.set(part, members)
    return members
  }

  #partOf(hash: number): number {
    this.#bits ??= this.#table.get(BITS, 0)?.[0] ?? 0
    return this.#bits === 0 ? 0 : hash >>> (32 - this.#bits)
  }

  #pairsIn(part: number): Uint32Array {
    const known = this.#pairs.get(part)
    if (known) return known
    const bytes = this.#table.get(PAIRS, part)
    const pairs = bytes ? new Uint32Array(bytes.slice().buffer) : new Uint32Array()
    this.#pairs.set(part, pairs)
    return pairs
  }

  save(): void {
    this.#saveMembers()
    if (this.#filling) this.#fill(this.#filling)
    for (const part of this.#changedPairs) this.#writePairs(part, this.#pairsIn(part))
    this.#changedPairs.clear()
    this.#pairs.clear()
    this.#count = undefined
  }

  #saveMembers(): void {
    for (const part of this.#changedMembers)
      this.#table.set(MEMBERS, [part, Buffer.from(JSON.stringify(this.#membersIn(part)))])
    this.#changedMembers.clear()
    this.#members.clear()
  }

  #fill(filling: Pairs): void {
    this.#bits = Math.max(0, Math.ceil(Math.log2(filling.count / PAIRS_A_PART)))
    this.#table.set(BITS, [0, Uint8Array.of(this.#bits)])
    const partOf = (hash: number): number => this.#partOf(hash)
    for (const [part, pairs] of filling.inParts(2 ** this.#bits, partOf)) this.#writePairs(part, pairs)
  }

  #writePairs(part: number, pairs: Uint32Array): void {
    this.#table.set(PAIRS, [part, new Uint8Array(pairs.buffer, pairs.byteOffset, pairs.byteLength)])
  }
}

/** Pairs of two numbers, eight bytes each. */
class Pairs {
  #numbers = new Uint32Array(1024)
  #length = 0

  get count(): number {
    return this.#length / 2
  }

  add(first: number, second: number): void {
    if (this.#length === this.#numbers.length) {
      const grown = new Uint32Array(2 * this.#length)
      grown.set(this.#numbers)
      this.#numbers = grown
    }
    this.#numbers[this.#length++] = first
    this.#numbers[this.#length++] = second
  }

  /** The pairs of each part, counted and then put in their places; a part without a pair is left out. */
  *inParts(
    parts: number,
    partOf: (first: number) => number,
  ): Generator<readonly [part: number, pairs: Uint32Array<ArrayBuffer>]> {
    const partAt = (at: number): number => partOf(this.#numbers[at] ?? 0)
    // Where each part begins, and at the end where the last one ends.
    const starts = new Uint32Array(parts + 1)
    for (let at = 0; at < this.#length; at += 2) starts[partAt(at) + 1] = (starts[partAt(at) + 1] ?? 0) + 2
    for (let part = 0; part < parts; part++) starts[part + 1] = (starts[part + 1] ?? 0) + (starts[part] ?? 0)
    const next = starts.slice()
    const sorted = new Uint32Array(this.#length)
    for (let at = 0; at < this.#length; at += 2) {
      const part = partAt(at)
      const place = next[part] ?? 0
      sorted.set(this.#numbers.subarray(at, at + 2), place)
      next[part] = place + 2
    }
    for (let part = 0; part < parts; part++) {
      const pairs = sorted.subarray(starts[part], starts[part + 1])
      if (pairs.length > 0) yield [part, pairs]
    }
  }
}
