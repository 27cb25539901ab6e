import type { Token } from './gfm.ts'

/**
 * Marks tell the sanitiser where in the source a tag came from. A mark is text, a number between two noncharacters which
 * no source can contain, set before every tag of raw HTML, link and image; and once after each piece of raw HTML. The
 * sanitiser takes marks out again. A mark *after* raw HTML that does not come out was swallowed, and what was swallowing
 * it is at the mark before.
 */
const OPEN = '\uFDD1'
const CLOSE = '\uFDD2'
const MARK = /\uFDD1(\d+)\uFDD2/g

/** Stands before an id or a class that is ours, so that none of raw HTML can pass for one. */
export const OWN = '\uFDD3'

/** What a mark stands for: the place of a tag, counted from the start of its token, or the end of a piece of raw HTML. */
export interface Mark {
  readonly kind: 'tag' | 'end'
  readonly token: Token | undefined
  readonly offset: number
}

/** The marks of one body, in the order of its HTML; a mark's number is its index. */
export type Marks = Mark[]

/** Notes a mark and gives the text that stands for it. */
export function setMark(marks: Marks, mark: Mark): string {
  marks.push(mark)
  return `${OPEN}${marks.length - 1}${CLOSE}`
}

/** Raw HTML with a mark before each of its tags and comments and one at its end. */
export function markTags(marks: Marks, token: Token, html: string): string {
  const marked = html.replace(
    /<(?=[a-z/!?])/gi,
    (found, offset: number) => setMark(marks, { kind: 'tag', token, offset }) + found,
  )
  return marked + setMark(marks, { kind: 'end', token, offset: html.length })
}

/** The text without its marks, each of which is told to `seen`. */
export function takeMarks(text: string, seen?: (index: number) => void): string {
  if (!text.includes(OPEN)) return text
  return text.replace(MARK, (_, index: string) => {
    seen?.(Number(index))
    return ''
  })
}

/** Whether a piece of raw HTML ended between two marks, both excluded. */
export function endsBetween(marks: Marks, from: number, to: number): boolean {
  for (let index = from + 1; index < to; index += 1) if (marks[index]?.kind === 'end') return true
  return false
}
