import { childrenOf, type Token } from './gfm.ts'

/**
 * Where tokens stand in the source. Marked keeps no positions, and takes quote marks and indentation away from nested
 * blocks; but the lines of a token still stand in the source in their order, so each is looked for after the one before.
 */
export class TokenPlaces {
  readonly #source: string
  readonly #starts = new Map<Token, number>()

  constructor(source: string, tokens: readonly Token[]) {
    this.#source = source
    this.#place(tokens, 0)
  }

  /** Offset in the source of an offset within a token's raw text; undefined for a token that is not of this source. */
  offsetOf(token: Token, inner: number): number | undefined {
    const start = this.#starts.get(token)
    if (start === undefined) return undefined
    const before = token.raw.slice(0, inner).split('\n')
    const line = token.raw.slice(inner - (before.at(-1)?.length ?? 0)).split('\n', 1)[0] ?? ''
    const cursor = this.#follow(before.slice(0, -1).join('\n'), start).end
    const indentation = line.length - line.trimStart().length
    return this.#follow(line, cursor).start + Math.max(0, (before.at(-1)?.length ?? 0) - indentation)
  }

  #place(tokens: readonly Token[], from: number): void {
    let cursor = from
    for (const token of tokens) {
      const { start, end } = this.#follow(token.raw, cursor)
      this.#starts.set(token, start)
      this.#place(childrenOf(token), start)
      cursor = end
    }
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
