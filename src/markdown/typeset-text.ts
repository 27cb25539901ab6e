import type { QuotationMarks } from '../language/quotation-marks.ts'

/** A piece of a text, and what stands there instead. */
export interface Edit {
  readonly at: number
  readonly length: number
  readonly text: string
}

/** What a quotation may begin after. */
const BEFORE_OPENING = /[\s([{«„“‘—–/-]/

/** A straight quotation mark that may begin a quotation. */
interface Opening {
  readonly at: number
  readonly mark: string
}

/**
 * What makes a text typographic: quotation marks in pairs, apostrophes, dashes (`--`, `---`) and the ellipsis, and in French
 * the spaces that may not break. Where it is not plain what a mark means (inches, a quotation that does not end), it stays.
 * Takes time in proportion to the text.
 */
export function editsOf(
  text: string,
  { marks, isFrench }: { readonly marks: QuotationMarks; readonly isFrench: boolean },
): readonly Edit[] {
  const edits = [...quotations(text, marks), ...dashes(text), ...ellipses(text), ...(isFrench ? frenchSpaces(text) : [])]
  return edits.sort((a, b) => a.at - b.at)
}

function quotations(text: string, marks: QuotationMarks): readonly Edit[] {
  const edits: Edit[] = []
  const open: Opening[] = []
  const count: Record<string, number> = { '"': 0, "'": 0 }
  const apostrophe = (at: number): void => void edits.push({ at, length: 1, text: '’' })
  for (const { 0: mark, index: at } of text.matchAll(/["']/g)) {
    const before = text[at - 1] ?? ' '
    const after = text[at + 1] ?? ' '
    const isApostrophe = mark === "'" && /[\p{L}\p{N}]/u.test(after) && /[\p{L}\p{N}]/u.test(before)
    const opens = !isApostrophe && !/\s/.test(after) && (BEFORE_OPENING.test(before) || open.at(-1)?.at === at - 1)
    if (isApostrophe) apostrophe(at)
    else if (opens) {
      open.push({ at, mark })
      count[mark] = (count[mark] ?? 0) + 1
    } else if (!/\s/.test(before) && (count[mark] ?? 0) > 0) {
      // What was opened within and did not end is no quotation.
      for (let last = open.pop(); last !== undefined; last = open.pop()) {
        count[last.mark] = (count[last.mark] ?? 1) - 1
        if (last.mark !== mark) continue
        const [opening, closing] = mark === "'" || open.length % 2 === 1 ? marks.inner : marks.outer
        edits.push({ at: last.at, length: 1, text: opening }, { at, length: 1, text: closing })
        break
      }
    } else if (mark === "'" && /\p{L}/u.test(before)) apostrophe(at)
  }
  // A quotation of several paragraphs begins anew in each, and ends in the last.
  if (open[0]?.at === 0 && open[0].mark === '"') edits.push({ at: 0, length: 1, text: marks.outer[0] })
  return edits
}

/** Between words or between spaces; `--option` is neither. */
function dashes(text: string): readonly Edit[] {
  return Array.from(text.matchAll(/(?<!-)-{2,3}(?!-)/g)).flatMap(({ 0: { length }, index: at }) => {
    const [before, after] = [text[at - 1] ?? ' ', text[at + length] ?? ' ']
    return /\s/.test(before) === /\s/.test(after) ? [{ at, length, text: length === 2 ? '–' : '—' }] : []
  })
}

function ellipses(text: string): readonly Edit[] {
  return Array.from(text.matchAll(/(?<!\.)\.{3}(?!\.)/g), ({ index: at }) => ({ at, length: 3, text: '…' }))
}

/** Spaces that are written stay spaces, and no longer break; none is added. */
function frenchSpaces(text: string): readonly Edit[] {
  return Array.from(text.matchAll(/(?<=\S) (?=[;:!?»])|(?<=«) (?=\S)/g), ({ index: at }) => ({
    at,
    length: 1,
    text: text[at + 1] === ':' ? '\u00A0' : '\u202F',
  }))
}
