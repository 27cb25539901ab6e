import type { Frame } from './channel-model.ts'

/** A document of its frame and its items, in parts that follow one another. */
export function documentParts(
  { open, between, close, empty }: Frame,
  items: readonly Uint8Array[],
): readonly (string | Uint8Array)[] {
  if (items.length === 0) return [open + empty]
  return [`${open}\n`, ...items.flatMap((item, index) => (index === 0 ? [item] : [between, item])), close]
}
