import { endnotesOf, footnotesIn } from './endnotes.ts'
import { LIKE_REFERENCE } from './footnotes.ts'
import { forEachToken, type Token } from './gfm.ts'
import type { Place } from './missing-words.ts'
import type { Problem } from './problem.ts'

/** Footnotes that are not there, that nothing refers to, that have no text or another one's label; references within links. */
export function footnoteRemarks(tokens: readonly Token[]): readonly Problem[] {
  const footnotes = footnotesIn(tokens)
  const shown = new Set(endnotesOf(tokens, '/')?.notes.map(note => note.tokens))
  const first = new Map(footnotes.toReversed().map(footnote => [footnote.label, footnote]))
  const onFootnotes = footnotes.flatMap((footnote): Problem[] => {
    const label = labelIn(footnote.raw)
    const place = { token: footnote, offset: 0 }
    if (first.get(footnote.label) !== footnote)
      return [
        remark(place, {
          message: `there is a footnote ${label} already: this one is left out`,
          remedy: 'give it another name',
        }),
      ]
    if (!shown.has(footnote.tokens))
      return [
        remark(place, {
          message: `nothing refers to the footnote ${label}: it is left out`,
          remedy: `write ${label} where it belongs, or take it out`,
        }),
      ]
    return footnote.tokens.every(({ type }) => type === 'space')
      ? [remark(place, { message: `the footnote ${label} is empty`, remedy: 'write its text behind the colon' })]
      : []
  })
  return [...onFootnotes, ...lostReferences(tokens, new Set(first.keys()))]
}

/** What looks like a reference and stayed text. */
function lostReferences(tokens: readonly Token[], defined: ReadonlySet<string>): readonly Problem[] {
  const problems: Problem[] = []
  forEachToken(tokens, token => {
    if (token.type !== 'text' || token.tokens !== undefined || token.escaped) return
    for (const { 0: written, 1: label = '', index } of token.raw.matchAll(LIKE_REFERENCE)) {
      const isDefined = defined.has(label.toLowerCase())
      problems.push(
        remark(
          { token, offset: index },
          {
            message: `${written} ${isDefined ? 'stands within a link or an image' : 'refers to no footnote'}: it stays as it is written`,
            remedy: isDefined
              ? 'write it behind that'
              : `write the footnote on a line of its own, ${written}: …, or correct the name`,
          },
        ),
      )
    }
  })
  return problems
}

function labelIn(raw: string): string {
  return raw.slice(raw.indexOf('['), raw.indexOf(']') + 1)
}

function remark({ token, offset }: Place, what: { readonly message: string; readonly remedy: string }): Problem {
  return { severity: 'warning', code: 'footnote', ...what, mark: { kind: 'tag', token, offset } }
}
