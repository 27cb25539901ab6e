import { EnvironmentError } from '../store/environment-error.ts'
import { wordsOf } from './words-of.ts'

/** That the search does not find everything, in a line: what is published is not touched by it. */
export function searchFailure(error: unknown): string {
  const remedy = error instanceof EnvironmentError ? `; ${error.remedy}` : ''
  return `the search is not up to date: ${wordsOf(error)}${remedy}`
}
