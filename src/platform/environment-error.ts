/** Literal names of what the machine, not an author, got wrong. */
export type EnvironmentCode =
  | 'locked'
  | 'no-newsroom'
  | 'foreign-files'
  | 'disk'
  | 'link-refused'
  | 'half-placed'
  | 'port-taken'
  | 'record-unreadable'
  | 'newer-version'
  | 'damaged-database'
  | 'network-disk'
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

// What a disk, or who may write to it, makes a program stumble over, and what to do about it.
const DISK_REMEDIES: Readonly<Record<string, string>> = {
  ...inCommon(['ENOSPC', 'EDQUOT'], 'make room on that disk'),
  ...inCommon(['EROFS'], 'mount it so that it can be written to'),
  ...inCommon(['EACCES', 'EPERM'], 'let the user that Courant runs as read and write there'),
  ...inCommon(['EMFILE', 'ENFILE'], 'let it open more files at once (ulimit -n; of systemd LimitNOFILE)'),
  ...inCommon(['EEXIST', 'ENOTDIR', 'EISDIR', 'ENOTEMPTY'], 'move away what stands there, or name another place'),
  ...inCommon(['ENOENT', 'ELOOP'], 'see what is missing: a folder, a mount, or what a link leads to'),
  ...inCommon(['ENAMETOOLONG'], 'give it a shorter name'),
  // `rmSync` has no code for most of them.
  ...inCommon(['EIO', 'EBUSY', ''], 'mend the disk or its permissions'),
}

function inCommon(codes: readonly string[], remedy: string): Readonly<Record<string, string>> {
  return Object.fromEntries(codes.map(code => [code, remedy]))
}

/** What to do about what a disk refused; undefined for whatever else went wrong. */
export function diskRemedy(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? remedyOfCode(String(error.code)) : undefined
}

/** The same of a system error by its code, such as `ENOSPC`. */
export function remedyOfCode(code: string): string | undefined {
  return DISK_REMEDIES[code]
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
