/** A block's beginning, or the whole of one that ends itself: of that, WordPress makes the HTML when somebody asks for the page. */
const BLOCK = /<!--\s*wp:([a-z][\w-]*(?:\/[\w-]+)?)(?=[\s/])((?:(?!<!--|-->)[\s\S])*)-->/g

/** More than an article can hold, in UTF-16 units: texts that hold each other twice grow without end. */
const MAX_LENGTH = 4 * 1024 * 1024

/**
 * A text of blocks with the reusable ones written out; every other block without HTML of its own is named, and goes. `reusable` has
 * the texts by their number.
 */
export function carryBlocks(
  content: string,
  { reusable, lose }: { readonly reusable: ReadonlyMap<string, string>; readonly lose: (what: string) => void },
): string {
  let length = 0
  const carry = (text: string, within: readonly string[]): string =>
    text.replace(BLOCK, (found, name: string, rest: string) => {
      if (!rest.endsWith('/')) return found
      if (name !== 'block') {
        lose(`the block ${name}, which has no text in the export`)
        return ''
      }
      const number = /"ref"\s*:\s*"?(\d+)/.exec(rest)?.[1] ?? ''
      const inner = reusable.get(number)
      length += inner?.length ?? 0
      if (inner === undefined || within.includes(number) || length > MAX_LENGTH) {
        lose(`the reusable block ${number}, of which the export has no published text`)
        return ''
      }
      if (/"content"\s*:/.test(rest)) lose(`words of its own in the reusable block ${number}`)
      return carry(inner, [...within, number])
    })
  return carry(content, [])
}
