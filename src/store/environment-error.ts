/** Literal names of what the machine, not an author, got wrong. */
export type EnvironmentCode =
  | 'locked'
  | 'no-newsroom'
  | 'foreign-files'
  | 'disk'
  | 'half-placed'
  | 'port-taken'
  | 'record-unreadable'
  | 'newer-version'
  | 'unreachable'
  | 'no-images'
  | 'no-search'
  | 'not-delivered'
  | 'theme-among-articles'
  | 'no-theme'
  | 'no-redis-client'
  | 'superseded'
  | 'hung'

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

/** Whether the system refused something, whatever its reason. */
export function isSystemFault(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error
}

/** Something of a version that this Courant does not know yet. It is left as it is: what it holds would be lost or misread. */
export function newerVersion(
  name: string,
  { version, known }: { readonly version: number; readonly known: number },
): EnvironmentError {
  return new EnvironmentError('newer-version', `${name} is of version ${version}; this Courant knows version ${known}`, {
    remedy: 'a newer Courant wrote it: publish with that one',
  })
}
