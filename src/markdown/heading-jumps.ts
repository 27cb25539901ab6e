import type { Token, Tokens } from './gfm.ts'
import type { Problem } from './problem.ts'
import type { RawTag } from './raw-tags.ts'

interface Heading {
  readonly depth: number
  readonly token: Token
  readonly offset: number
  /** As it is written: `##`, `<h2>`. */
  readonly written: (depth: number) => string
}

/**
 * Headings that skip a level. The title stands above all of them: a body begins with `##`, or with `#` where it has such
 * headings.
 */
export function headingJumps(tokens: readonly Token[], tags: readonly RawTag[]): readonly Problem[] {
  const headings = headingsIn(tokens, tags)
  const title = headings.some(({ depth }) => depth === 1) ? 0 : 1
  return headings.flatMap(({ depth, token, offset, written }, index) => {
    const before = headings[index - 1]
    const above = before?.depth ?? title
    if (depth <= above + 1) return []
    const after = before ? `comes after ${before.written(before.depth)}` : 'comes first'
    return [
      {
        severity: 'warning',
        code: 'heading-jump',
        message: `this heading skips a level: ${written(depth)} ${after}`,
        remedy: `write ${written(above + 1)}`,
        mark: { kind: 'tag', token, offset },
      },
    ]
  })
}

function headingsIn(tokens: readonly Token[], tags: readonly RawTag[]): readonly Heading[] {
  if (tags.length === 0) return tokens.filter(isHeading).map(markdownHeading)
  const raw = Map.groupBy(
    tags.filter(({ name, kind }) => kind === 'open' && /^h[1-6]$/.test(name)),
    ({ token }) => token,
  )
  return tokens.flatMap((token): readonly Heading[] => {
    if (isHeading(token)) return [markdownHeading(token)]
    const inToken = raw.get(token) ?? []
    return inToken.map(({ name, offset }) => ({ depth: Number(name[1]), token, offset, written: depth => `<h${depth}>` }))
  })
}

function isHeading(token: Token): token is Tokens.Heading {
  return token.type === 'heading'
}

function markdownHeading(token: Tokens.Heading): Heading {
  return { depth: token.depth, token, offset: 0, written: depth => '#'.repeat(depth) }
}
