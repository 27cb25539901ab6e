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
  return values.map(toJsonLine).join('')
}

/** A value as a line. */
export function toJsonLine(value: unknown): string {
  return `${JSON.stringify(value)}\n`
}

/** Whether a value read from JSON is an object with fields. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
