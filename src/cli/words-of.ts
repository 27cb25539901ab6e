import { EnvironmentError } from '../store/environment-error.ts'
import { UsageError } from './options.ts'

/** What went wrong, in a line; a bug with its stack, since it is for whoever mends it. */
export function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const isExpected = error instanceof EnvironmentError || error instanceof UsageError || 'code' in error
  return isExpected ? error.message : (error.stack ?? error.message)
}
