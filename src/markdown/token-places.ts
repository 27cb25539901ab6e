import { childrenOf, type Token } from './gfm.ts'

/** Tokens that stand directly within the same one. */
interface Siblings {
  readonly tokens: readonly Token[]
  /** What they stand within; undefined for blocks of the body. */
  readonly within: Token | undefined
  /** Where each begins; worked out when it is asked for. */
  starts: ReadonlyMap<Token, number> | undefined
}

/**
 * Where tokens stand in the source. Marked keeps no positions, and takes quote marks and indentation away from nested
 * blocks; but the lines of a token still stand in the source in their order, so each is looked for after the one before.
 * Few are asked for, and only those around them are looked for.
 */
export class TokenPlaces {
  readonly #source: string
  readonly #tokens: readonly Token[]
  #siblings: ReadonlyMap<Token, Siblings> | undefined

  constructor(source: string, tokens: readonly Token[]) {
    this.#source = source
    this.#tokens = tokens
  }

  /** Offset in the source of an offset within a token's raw text; undefined for a token that is not of this source. */
  offsetOf(token: Token, inner: number): number | undefined {
    const before = token.raw.slice(0, inner).split('\n')
    const line = token.raw.slice(inner - (before.at(-1)?.length ?? 0)).split('\n', 1)[0] ?? ''
    const start = this.#onlyPlaceOf(line) ?? this.#placeOf(line, token, before)
    if (start === undefined) return undefined
    const indentation = line.length - line.trimStart().length
    return start + Math.max(0, (before.at(-1)?.length ?? 0) - indentation)
  }

  /** Where a line stands that stands once: most that are asked for do, and nothing around them has to be looked for. */
  #onlyPlaceOf(line: string): number | undefined {
    const text = line.trim()
    const at = text === '' ? -1 : this.#source.indexOf(text)
    return at < 0 || this.#source.includes(text, at + 1) ? undefined : at
  }

  /** Where a line of a token stands, after those before it. */
  #placeOf(line: string, token: Token, before: readonly string[]): number | undefined {
    const start = this.#startOf(token)
    if (start === undefined) return undefined
    return this.#follow(line, this.#follow(before.slice(0, -1).join('\n'), start).end).start
  }

  #startOf(token: Token): number | undefined {
    this.#siblings ??= siblingsIn(this.#tokens)
    const siblings = this.#siblings.get(token)
    if (!siblings) return undefined
    siblings.starts ??= this.#place(siblings.tokens, siblings.within === undefined ? 0 : (this.#startOf(siblings.within) ?? 0))
    return siblings.starts.get(token)
  }

  #place(tokens: readonly Token[], from: number): ReadonlyMap<Token, number> {
    const starts = new Map<Token, number>()
    let cursor = from
    for (const token of tokens) {
      const { start, end } = this.#follow(token.raw, cursor)
      starts.set(token, start)
      cursor = end
    }
    return starts
  }

  /** From the first line of a text to the end of its last, as they stand after `from`. */
  #follow(raw: string, from: number): { readonly start: number; readonly end: number } {
    let start: number | undefined
    let end = from
    for (const line of raw.split('\n')) {
      const text = line.trim()
      const at = text === '' ? -1 : this.#source.indexOf(text, end)
      if (at < 0) continue
      start ??= at
      end = at + text.length
    }
    return { start: start ?? from, end }
  }
}

function siblingsIn(tokens: readonly Token[]): ReadonlyMap<Token, Siblings> {
  const all = new Map<Token, Siblings>()
  const group = (members: readonly Token[], within: Token | undefined): void => {
    const siblings: Siblings = { tokens: members, within, starts: undefined }
    for (const token of members) {
      all.set(token, siblings)
      const children = childrenOf(token)
      if (children.length > 0) group(children, token)
    }
  }
  group(tokens, undefined)
  return all
}
