import { addressKey } from './old-address.ts'
import type { SourceStory } from './source.ts'

/** By what ids the subscribers of a feed know the addresses of its stories; the first of two for one address. */
export function knownIds(stories: readonly SourceStory[]): ReadonlyMap<string, string> {
  const ids = new Map<string, string>()
  for (const { id, address } of stories) {
    if (id === undefined || address === undefined || ids.has(addressKey(address))) continue
    ids.set(addressKey(address), id)
  }
  return ids
}
