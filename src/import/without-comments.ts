/**
 * A text without its comments, which nobody was to see. Each match of `marks` begins one or ends one, by its named groups `begin`
 * and `end`; `alone` says that one is empty, and what has none of them is passed over. One that is never ended goes to the end of
 * the text.
 */
export function withoutComments(text: string, marks: RegExp, lose: (what: string) => void): string {
  let kept = ''
  let reached = 0
  let depth = 0
  for (const { 0: found, groups, index } of text.matchAll(marks)) {
    const { begin, end, alone } = groups ?? {}
    if (begin === undefined && (end === undefined || depth === 0)) continue
    if (depth === 0) kept += text.slice(reached, index)
    reached = index + found.length
    if (alone === undefined) depth += begin === undefined ? -1 : 1
  }
  if (depth > 0) lose('a comment is not closed: the text from there on is left out')
  else if (reached > 0) lose('comments are left out')
  return depth > 0 ? kept : kept + text.slice(reached)
}
