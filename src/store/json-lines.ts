/** Reads JSON lines, passing over a last line that a crash cut short. @throws SyntaxError for any other broken line */
export function parseJsonLines(text: string): readonly unknown[] {
  const lines = text.split('\n')
  const last = lines.pop()
  const values: unknown[] = lines.filter(line => line !== '').map(line => JSON.parse(line))
  if (last) {
    try {
      values.push(JSON.parse(last))
    } catch {
      // The write of this line was never finished, so nothing relied on it.
    }
  }
  return values
}

/** One line each. */
export function toJsonLines(values: readonly unknown[]): string {
  return values.map(value => `${JSON.stringify(value)}\n`).join('')
}

/** Whether a value read from JSON is an object with fields. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
