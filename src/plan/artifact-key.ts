import { hash } from 'node:crypto'

/** The hash of an artifact's inputs: of plain data, whose JSON is the same for the same inputs. 132 bits, base64url. */
export function artifactKey(...inputs: readonly unknown[]): string {
  return textKey(JSON.stringify(inputs))
}

/** The same of inputs that are one text already. */
export function textKey(text: string): string {
  return hash('sha256', text, 'base64url').slice(0, 22)
}

/**
 * The key of a page, put together from how it looks and what it says. Joined, since what `+` puts together keeps its
 * parts, and a part of a hash the whole of it: there is a key for every page.
 */
export function frameKey(look: string, content: string): string {
  return [look, content].join('.')
}

/** Whether two pages say the same, by their keys, however they look. */
export function saysTheSame(key: string, other: string): boolean {
  return key === other || contentOf(key) === contentOf(other)
}

/** A page's key that says what it says, and not how it looks. */
export function withoutLook(key: string): string {
  return frameKey('', contentOf(key))
}

function contentOf(key: string): string {
  return key.slice(key.indexOf('.') + 1)
}
