import type { DiagnosticCode } from '../model/diagnostic.ts'
import type { Token } from './gfm.ts'
import type { Problem } from './problem.ts'

/** Where something stands in a body: its token, and how far into that. */
export interface Place {
  readonly token: Token
  readonly offset: number
}

/** An image that tells nothing to those who cannot see it. */
export function withoutAlt(place: Place, remedy: string): Problem {
  return warning(place, { code: 'no-alt', message: 'this image has no alternative text', remedy })
}

/** A link that nobody can follow who does not see where it is. */
export function withoutWords(place: Place, remedy: string): Problem {
  return warning(place, { code: 'empty-link', message: 'this link has no words', remedy })
}

/** A table whose columns have no names. */
export function withoutHeader(place: Place, remedy: string): Problem {
  return warning(place, { code: 'table-header', message: 'this table has no header', remedy })
}

function warning(
  { token, offset }: Place,
  what: { readonly code: DiagnosticCode; readonly message: string; readonly remedy: string },
): Problem {
  return { severity: 'warning', ...what, mark: { kind: 'tag', token, offset } }
}
