/** Reads JSON lines; blank ones are passed over. @throws SyntaxError for a line that is no JSON, one cut short included */
export function parseJsonLines(text: string): readonly unknown[] {
  return text
    .split('\n')
    .filter(line => line !== '')
    .map((line): unknown => JSON.parse(line))
}

/** A line's JSON; undefined for one that was cut short: for what is safe to lose. */
export function parseOrNothing(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

/** One line each. */
export function toJsonLines(values: readonly unknown[]): string {
  return values.map(value => `${JSON.stringify(value)}\n`).join('')
}

/**
 * Writes entries as lines, and keeps each line for as long as its entry is: of thousands, a publish changes a few. An entry is never
 * changed, only replaced. `shape` gives what stands in the line.
 */
export function keptLines<T extends object>(shape: (entry: T) => unknown): (entry: T) => string {
  const lines = new WeakMap<T, string>()
  return entry => {
    const known = lines.get(entry)
    if (known !== undefined) return known
    const line = `${JSON.stringify(shape(entry))}\n`
    lines.set(entry, line)
    return line
  }
}

/** A line of a file by how it begins, and what is to stand in its place, its end included. */
export interface LineEdit {
  readonly start: string
  readonly line: (before: string) => string
}

/**
 * A file's bytes with other lines in place of some, each of which is there once; undefined where one is not. The first line stays. Of
 * megabytes, those lines alone become text; where lines are sorted, all are found in one go.
 */
export function editLines(bytes: Buffer, edits: readonly LineEdit[]): Buffer | undefined {
  const places = placesOf(edits, bytes)
  if (places.some(({ at }) => at === 0)) return undefined
  let rest = 0
  const parts = places
    .sort((a, b) => a.at - b.at)
    .flatMap(({ at, line }) => {
      const before = bytes.subarray(rest, at)
      rest = bytes.indexOf('\n', at) + 1
      return [before, Buffer.from(line(bytes.toString('utf8', at, rest)))]
    })
  return Buffer.concat([...parts, bytes.subarray(rest)])
}

/** Where each line begins; 0 for one that is not there. */
function placesOf(edits: readonly LineEdit[], bytes: Buffer): (LineEdit & { readonly at: number })[] {
  let near = 0
  return edits
    .toSorted((a, b) => (a.start < b.start ? -1 : 1))
    .map(edit => {
      const opening = `\n${edit.start}`
      const after = bytes.indexOf(opening, near)
      near = (after >= 0 ? after : bytes.indexOf(opening)) + 1
      return { ...edit, at: near }
    })
}

/** Whether a value read from JSON is an object with fields. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
