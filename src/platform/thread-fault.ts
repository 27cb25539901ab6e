import { type EnvironmentCode, EnvironmentError } from './environment-error.ts'

/** An error in plain parts: sent between threads as it is, it would lose its code, which tells a full disk from a bug. */
export interface ThreadFault {
  readonly message: string
  readonly stack: string | undefined
  readonly code: string | undefined
  /** The file concerned, where the error is the system's. */
  readonly path: string | undefined
  /** Set where it is an `EnvironmentError`. */
  readonly environment: { readonly code: EnvironmentCode; readonly remedy: string } | undefined
}

/** The parts of an error. */
export function faultOf(error: unknown): ThreadFault {
  const nothing = { stack: undefined, code: undefined, path: undefined, environment: undefined }
  if (!(error instanceof Error)) return { ...nothing, message: String(error) }
  const { message, stack } = error
  if (error instanceof EnvironmentError)
    return { ...nothing, message, stack, environment: { code: error.code, remedy: error.remedy } }
  const code = 'code' in error ? String(error.code) : undefined
  return { message, stack, code, path: 'path' in error ? String(error.path) : undefined, environment: undefined }
}

/** The error again, in another thread, with the stack of the one that it was thrown in. */
export function errorOf({ message, stack, code, path, environment }: ThreadFault): Error {
  if (environment) return new EnvironmentError(environment.code, message, { remedy: environment.remedy, cause: stack })
  const error = new Error(message)
  if (stack !== undefined) error.stack = stack
  return code === undefined ? error : Object.assign(error, { code, path })
}

/** What ended a thread, as an error that tells a fault of the system by its code, such as `EMFILE`. */
export function threadFailure(error: unknown): Error {
  if (!(error instanceof Error)) return new Error(String(error))
  const code = systemCodeOf(error)
  return code === undefined
    ? error
    : Object.assign(new Error(`a thread cannot be started: ${code}`, { cause: error }), { code })
}

/** Of a thread that did not get all that it needs Node tells the system's code in words alone. */
function systemCodeOf({ message }: Error): string | undefined {
  if (/^Cannot read package config .*: too many open files\.?$/.test(message)) return 'EMFILE'
  return /^Worker initialization failure: (E[A-Z0-9]+)$/.exec(message)?.[1]
}
