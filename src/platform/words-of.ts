import { diskRemedy, EnvironmentError } from './environment-error.ts'

/** What went wrong, in a line; a bug with its stack, since it is for whoever mends it. */
export function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error instanceof EnvironmentError || 'code' in error ? error.message : (error.stack ?? error.message)
}

/** The same with what to do about it, where that is known. */
export function wordsAndRemedy(error: unknown): string {
  const remedy = error instanceof EnvironmentError ? error.remedy : diskRemedy(error)
  return remedy === undefined ? wordsOf(error) : `${wordsOf(error)}; ${remedy}`
}
