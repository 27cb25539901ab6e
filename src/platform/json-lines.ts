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

/** Whether a value read from JSON is an object with fields. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
