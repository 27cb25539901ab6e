import { compare } from './compare.ts'
/** Something an author or operator should mend. A value, never thrown: all are collected and shown at once. */
export interface Diagnostic {
  readonly severity: 'error' | 'warning'
  /** Literal name of the mistake, listed in `docs/errors.md`. */
  readonly code: DiagnosticCode
  /** The file as the person knows it, relative to the newsroom: `2026/flood.md`, `site.yaml`. */
  readonly path: string
  /** 1-based. */
  readonly line: number
  /** 1-based, in UTF-16 code units. */
  readonly column: number
  /** The field concerned, in dotted form: `image.alt`. */
  readonly field?: string
  /** What is wrong, with what was read. */
  readonly message: string
  /** How to mend it. */
  readonly remedy: string
}

/** Every kind of mistake that Courant reports at a place in a file. */
export type DiagnosticCode =
  | 'encoding'
  | 'front-matter'
  | 'yaml'
  | 'unknown-field'
  | 'missing-field'
  | 'bad-value'
  | 'reserved-name'
  | 'same-address'
  | 'same-id'
  | 'id-changed'
  | 'path-reused'
  | 'file-name'
  | 'misnamed'
  | 'unsafe-file'
  | 'missing-file'
  | 'broken-image'
  | 'unknown-disclaimer'
  | 'unknown-boilerplate'
  | 'link'
  | 'raw-html'
  | 'too-large'
  | 'too-slow'
  | 'unreadable'
  | 'removed'
  | 'renamed'
  | 'held-back'
  | 'waiting'
  | 'late'
  | 'leak'
  | 'example-address'
  | 'no-summary'
  | 'long-title'
  | 'unknown-name'
  | 'lone-translation'
  | 'stale-translation'
  | 'dead-anchor'
  | 'no-alt'
  | 'empty-link'
  | 'heading-jump'
  | 'table-header'
  | 'footnote'
  | 'leftover'
  | 'large-image'
  | 'clock-change'
  | 'theme'
  | 'slow-theme'

/** By file, line and column, so that a list reads from the top of each file to its end. */
export function byPlace(a: Diagnostic, b: Diagnostic): number {
  return compare(a.path, b.path) || a.line - b.line || a.column - b.column || compare(a.code, b.code)
}
