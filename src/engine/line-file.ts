import { appendFileSync } from 'node:fs'
import { sizeIfThere } from '../platform/if-there.ts'
import { editLines, isObject, parseOrNothing, toJsonLines } from '../platform/json-lines.ts'
import { readBytesOrNothing } from '../platform/read-json.ts'
import { writeWhole } from '../platform/write-whole.ts'

// A cache of thousands of entries, of which a publish changes a few and an edit asks for one or two: its bytes are searched, of which
// those lines alone become text, and it is added to at its end. Private, and safe to lose.

/** A map in a file: a line that says what it holds for, then `["key",value]` a line. A later line of a key stands for the earlier. */
export interface LineFile<T> {
  readonly head: Readonly<Record<string, unknown>>
  /** The value of a key, unread until it is asked for. */
  readonly find: (key: string) => T | undefined
  /** The entries in whose lines a text stands. */
  readonly linesWith: (part: string) => ReadonlyMap<string, T>
  /** Every entry, in the order in which their keys first came. */
  readonly all: () => Map<string, T>
  /** The file's bytes with other values for keys that it has, once each. */
  readonly with: (entries: readonly Line<T>[]) => Uint8Array
}

const LINE_END = 10

// Of a million stories all at once would be more than a text can hold, and twice the memory. Parts of half a megabyte take a tenth longer:
// larger texts are kept apart by the collector.
const PART_BYTES = 64 * 1024

/** How long the files are that maps were read from or written to. */
const extents = new WeakMap<ReadonlyMap<string, unknown>, { readonly lines: number; readonly bytes: number }>()

type Line<T> = readonly [key: string, value: T]

/** Opens a file that `writeLines` wrote; undefined where there is none, or where it is damaged. */
export function readLines<T>(file: string): LineFile<T> | undefined {
  const stored = readBytesOrNothing(file)
  // A last line without its end was being added when the publisher was killed.
  const bytes = stored.subarray(0, stored.lastIndexOf(LINE_END) + 1)
  const end = bytes.indexOf(LINE_END)
  const head = parseOrNothing(bytes.toString('utf8', 0, Math.max(end, 0)))
  if (!isObject(head)) return undefined
  const lineAt = (at: number): string =>
    bytes.toString('utf8', bytes.lastIndexOf(LINE_END, at) + 1, bytes.indexOf(LINE_END, at))
  const placeOf = finderIn(bytes)
  return {
    head,
    find: key => {
      const at = placeOf(openingOf(key))
      return at > 0 ? entryIn<T>(lineAt(at))?.[1] : undefined
    },
    linesWith: part => {
      const found = new Map<string, T>()
      for (let at = bytes.indexOf(part, end); at > 0; at = bytes.indexOf(part, bytes.indexOf(LINE_END, at))) {
        const entry = entryIn<T>(lineAt(at))
        if (entry) found.set(entry[0], entry[1])
      }
      return found
    },
    all: () => {
      const entries = new Map<string, T>()
      let lines = 1
      for (let start = end + 1; start < bytes.length; ) {
        const cut = bytes.lastIndexOf(LINE_END, start + PART_BYTES)
        const stop = cut > start ? cut : bytes.indexOf(LINE_END, start)
        const part = parseOrNothing(`[${bytes.toString('utf8', start, stop).replaceAll('\n', ',')}]`)
        if (!Array.isArray(part) || !part.every(isLine<T>)) return new Map()
        for (const [key, value] of part) entries.set(key, value)
        lines += part.length
        start = stop + 1
      }
      if (bytes.length === stored.length) extents.set(entries, { lines, bytes: bytes.length })
      return entries
    },
    with: entries =>
      editLines(
        bytes,
        entries.map(entry => ({ start: openingOf(entry[0]), line: () => toJsonLines([entry]) })),
      ) ?? bytes,
  }
}

// To search for one takes a millisecond or two, to note where all begin about ten.
const SEARCHES = 4

/** Finds where the last line begins that opens so; 0 where there is none. */
function finderIn(bytes: Buffer): (opening: string) => number {
  let searched = 0
  let index: ReadonlyMap<string, number> | undefined
  const search = (opening: string): number => bytes.lastIndexOf(`\n${opening}`) + 1
  return opening => {
    if (index === undefined && searched++ < SEARCHES) return search(opening)
    index ??= beginningsIn(bytes)
    const at = index.get(beginningOf(Buffer.from(opening).toString('latin1'))) ?? 0
    const found = bytes.toString('utf8', at, at + Buffer.byteLength(opening))
    return at === 0 || found === opening ? at : search(opening)
  }
}

/** Where the last line begins that begins so, by its bytes. */
function beginningsIn(bytes: Buffer): ReadonlyMap<string, number> {
  const text = bytes.toString('latin1')
  const places = new Map<string, number>()
  for (let at = text.indexOf('\n') + 1; at < text.length; at = text.indexOf('\n', at) + 1) places.set(beginningOf(text, at), at)
  return places
}

/** As much of a line as tells it from others, but for keys that have quotes and commas. */
function beginningOf(line: string, at = 0): string {
  return line.slice(at, line.indexOf('",', at))
}

/** Writes the file anew. */
export function writeLines(
  file: string,
  { head, entries }: { readonly head: LineFile<unknown>['head']; readonly entries: Iterable<Line<unknown>> },
): void {
  writeWhole(file, linesOf(head, entries), { mode: 0o600 })
}

function* linesOf(head: unknown, entries: Iterable<unknown>): Generator<string> {
  yield toJsonLines([head])
  for (const entry of entries) yield toJsonLines([entry])
}

/** Writes the file for what came of `before`, which it holds: what is new or other is added at its end, if that is little. */
export function updateLines<T>(
  file: string,
  {
    head,
    before,
    after,
  }: {
    readonly head: LineFile<unknown>['head']
    readonly before: ReadonlyMap<string, T> | undefined
    readonly after: ReadonlyMap<string, T>
  },
): void {
  const added = before && additions(before, after)
  const extent = before && extents.get(before)
  const lines = (extent?.lines ?? 0) + (added?.length ?? 0)
  // Most lines are to stay of use, and the file to be what it was.
  const hasRoom = added && extent && lines < 2 * after.size && sizeIfThere(file) === extent.bytes
  if (hasRoom) addLines(file, added)
  else writeLines(file, { head, entries: after })
  extents.set(after, { lines: hasRoom ? lines : 1 + after.size, bytes: sizeIfThere(file) ?? 0 })
}

/** What is new or other; undefined where something is gone. */
function additions<T>(before: ReadonlyMap<string, T>, after: ReadonlyMap<string, T>): readonly Line<T>[] | undefined {
  const isComplete = [...before.keys()].every(key => after.has(key))
  return isComplete ? [...after].filter(([key, value]) => before.get(key) !== value) : undefined
}

/** Adds entries to a file that is there, or lets them stand for those of the same keys. */
export function addLines(file: string, entries: readonly Line<unknown>[]): void {
  if (entries.length > 0) appendFileSync(file, toJsonLines(entries), { mode: 0o600 })
}

/** A line begins with its key, which is why one can be found without reading the others. */
function openingOf(key: string): string {
  return `[${JSON.stringify(key)},`
}

function entryIn<T>(line: string): Line<T> | undefined {
  const entry = parseOrNothing(line)
  return isLine<T>(entry) ? entry : undefined
}

function isLine<T>(value: unknown): value is Line<T> {
  return Array.isArray(value) && typeof value[0] === 'string' && isObject(value[1])
}
