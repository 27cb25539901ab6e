import { lockOut } from '../platform/lock.ts'
import type { Paths } from '../state/paths.ts'
import { makeIndex, placeIndex } from './search-index.ts'

// Somebody else publishes meanwhile: what was made is out of date then, and made again, within reason.
const MAX_ATTEMPTS = 3

/**
 * Makes the search find what is public now, after a release that never waits for it. Does nothing where the index is of the same
 * pages already.
 * @throws EnvironmentError when Pagefind is missing or fails, or another publisher is at it; the release stands all the same
 */
export async function indexSearch(paths: Paths): Promise<'unchanged' | 'indexed' | 'overtaken'> {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const made = await makeIndex(paths)
    if (!made) return 'unchanged'
    await using _lock = await lockOut(paths.out)
    if (placeIndex(paths, made)) return 'indexed'
  }
  return 'overtaken'
}
