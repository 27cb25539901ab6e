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
    const line = toJsonLines([shape(entry)])
    lines.set(entry, line)
    return line
  }
}

/** A line of a text by how it begins, and what is to stand in its place, its end included. */
export interface LineEdit {
  readonly start: string
  readonly line: (before: string) => string
}

/** A text with other lines in place of some, each of which is there once; undefined where one is not. The first line stays. */
export function editLines(text: string, edits: readonly LineEdit[]): string | undefined {
  const places = edits.map(edit => ({ ...edit, at: text.indexOf(`\n${edit.start}`) + 1 }))
  if (places.some(({ at }) => at === 0)) return undefined
  let rest = 0
  const parts = places
    .sort((a, b) => a.at - b.at)
    .flatMap(({ at, line }) => {
      const before = text.slice(rest, at)
      rest = text.indexOf('\n', at) + 1
      return [before, line(text.slice(at, rest))]
    })
  return [...parts, text.slice(rest)].join('')
}

/** Whether a value read from JSON is an object with fields. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
