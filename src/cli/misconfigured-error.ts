import type { Diagnostic } from '../model/diagnostic.ts'

/** `site.yaml` or `courant.yaml` has errors, so that a command cannot do anything; it exits with 2. */
export class MisconfiguredError extends Error {
  override readonly name = 'MisconfiguredError'
  readonly diagnostics: readonly Diagnostic[]
  /** The folder below which the file stands. */
  readonly root: string

  constructor(diagnostics: readonly Diagnostic[], root: string) {
    super(diagnostics.map(({ path, message }) => `${path}: ${message}`).join('; '))
    this.diagnostics = diagnostics
    this.root = root
  }
}
