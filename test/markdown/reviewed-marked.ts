import { createHash } from 'node:crypto'

/** A short digest of code that was read, by which a test tells that it has changed since. */
export function digestOf(texts: readonly string[]): string {
  return createHash('sha256').update(texts.join('\n')).digest('hex').slice(0, 16)
}
