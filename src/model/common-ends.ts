/** How many elements of two arrays are the same at their beginnings, and of the rest at their ends. */
export function commonEnds(
  before: readonly unknown[],
  after: readonly unknown[],
): { readonly same: number; readonly sameAtEnd: number } {
  const most = Math.min(before.length, after.length)
  let same = 0
  while (same < most && before[same] === after[same]) same++
  let sameAtEnd = 0
  while (sameAtEnd < most - same && before[before.length - 1 - sameAtEnd] === after[after.length - 1 - sameAtEnd]) sameAtEnd++
  return { same, sameAtEnd }
}
