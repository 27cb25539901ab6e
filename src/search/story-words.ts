import { stemOf } from './stem.ts'
import { IMPACTS, type Impact } from './word-file.ts'
import { countTerms, tagTerm } from './words.ts'

/** What of a story is searched. */
export interface SearchedText {
  /** BCP 47. */
  readonly lang: string
  readonly title: string
  /** Plain text of all else that is found. */
  readonly text: string
  /** What the search can be narrowed to: `topic/trade`, `section/news`, `year/2015`. */
  readonly tags: readonly string[]
}

/**
 * The terms of a story, each once: four lines, one for each impact from 0 to 3, of terms in order with a space between. Equal texts give
 * equal strings.
 */
export function storyWords({ lang, title, text, tags }: SearchedText): string {
  const stem = stemOf(lang)
  const impacts = new Map<string, Impact>(tags.map(tag => [tagTerm(tag), 0]))
  for (const [term, count] of countTerms(text, stem)) impacts.set(term, count === 1 ? 0 : count < 4 ? 1 : 2)
  for (const term of countTerms(title, stem).keys()) impacts.set(term, 3)
  const lines: string[][] = IMPACTS.map(() => [])
  for (const [term, impact] of impacts) lines[impact]?.push(term)
  return lines.map(terms => terms.sort().join(' ')).join('\n')
}

/** The terms of a story with their impacts, as `storyWords` wrote them. */
export function impactsIn(words: string): Map<string, Impact> {
  const impacts = new Map<string, Impact>()
  for (const [index, line] of words.split('\n').entries())
    if (line !== '') for (const term of line.split(' ')) impacts.set(term, IMPACTS[index] ?? 0)
  return impacts
}
