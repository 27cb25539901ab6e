import { wordsAndRemedy } from '../platform/words-of.ts'

/** That the search does not find everything, in a line: what is published is not touched by it. */
export function searchFailure(error: unknown): string {
  return `the search is not up to date: ${wordsAndRemedy(error)}`
}
