/** Literal names of what the machine, not an author, got wrong. */
export type EnvironmentCode =
  | 'locked'
  | 'no-newsroom'
  | 'foreign-files'
  | 'disk'
  | 'port-taken'
  | 'record-unreadable'
  | 'unreachable'
  | 'no-images'
  | 'no-search'
  | 'not-delivered'
  | 'theme-among-articles'
  | 'no-redis-client'
  | 'superseded'

/** The environment failed: the disk, a lock, a port. Carries what to do about it; the command exits with 3. */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError'
  readonly code: EnvironmentCode
  readonly remedy: string

  constructor(code: EnvironmentCode, message: string, options: { readonly remedy: string; readonly cause?: unknown }) {
    super(message, { cause: options.cause })
    this.code = code
    this.remedy = options.remedy
  }
}

/** Whether this is a system error of the given code, such as `ENOENT`. */
export function isSystemError(error: unknown, ...codes: readonly string[]): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code))
}
