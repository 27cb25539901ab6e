import type { Diagnostic, DiagnosticCode } from '../model/diagnostic.ts'
import type { Mark } from './marks.ts'

/** A mistake in a body, at the mark of the tag it concerns; without a mark it concerns the whole body. */
export interface Problem {
  readonly severity: Diagnostic['severity']
  readonly code: DiagnosticCode
  readonly message: string
  readonly remedy: string
  readonly mark: Mark | undefined
}
