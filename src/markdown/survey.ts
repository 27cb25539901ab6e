import { childrenOf, type Token } from './gfm.ts'

/** What a body holds that decides how it is rendered. */
export interface Survey {
  /** A heading of the first level, in Markdown or in HTML. */
  readonly hasTopHeading: boolean
  readonly hasRawHtml: boolean
  /** Tokens within each other, at most. */
  readonly depth: number
}

/** Looks at each token of a body once. Throws a RangeError where they are nested deeper than the stack. */
export function surveyOf(tokens: readonly Token[]): Survey {
  const survey = { hasTopHeading: false, hasRawHtml: false, depth: 0 }
  look(tokens, 1, survey)
  return survey
}

function look(tokens: readonly Token[], depth: number, survey: { -readonly [key in keyof Survey]: Survey[key] }): void {
  if (depth > survey.depth) survey.depth = depth
  for (const token of tokens) {
    if (token.type === 'html') {
      survey.hasRawHtml = true
      survey.hasTopHeading ||= /<h1[\s>/]/i.test(token.raw)
    } else {
      survey.hasTopHeading ||= token.type === 'heading' && token.depth === 1
      const children = childrenOf(token)
      if (children.length > 0) look(children, depth + 1, survey)
    }
  }
}
