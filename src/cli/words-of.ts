import { EnvironmentError } from '../store/environment-error.ts'

/** What went wrong, in a line; a bug with its stack, since it is for whoever mends it. */
export function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error instanceof EnvironmentError || 'code' in error ? error.message : (error.stack ?? error.message)
}
