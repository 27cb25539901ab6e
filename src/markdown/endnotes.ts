import { hash } from 'node:crypto'
import type { SitePath } from '../model/address.ts'
import type { Footnote, FootnoteReference } from './footnotes.ts'
import { childrenOf, forEachToken, type Token } from './gfm.ts'

/** A footnote as it stands at the end of a body. */
export interface Endnote {
  readonly id: string
  readonly number: number
  readonly tokens: readonly Token[]
  /** Ids of the places that refer to it, in their order. */
  readonly references: readonly string[]
}

/** The footnotes of a body in the order in which its text refers to them. */
export interface Endnotes {
  readonly notes: readonly Endnote[]
  /** The note that a place refers to, and the place's own id, by its token. */
  readonly references: ReadonlyMap<Token, { readonly id: string; readonly note: Endnote }>
}

/**
 * Numbers a body's footnotes; undefined where it defines none. Notes that nothing refers to are left out, and of two with
 * one label the first counts, as on GitHub. Ids begin with `fn`, by which readers know footnotes, and differ between the
 * stories that a reader shows on one page.
 */
export function endnotesOf(tokens: readonly Token[], permalink: SitePath): Endnotes | undefined {
  const footnotes = footnotesIn(tokens)
  if (footnotes.length === 0) return undefined
  const story = hash('sha256', permalink, 'hex').slice(0, 8)
  const defined = new Map(footnotes.toReversed().map(footnote => [footnote.label, footnote]))
  const notes = new Map<string, Endnote & { readonly references: string[] }>()
  const references = new Map<Token, { readonly id: string; readonly note: Endnote }>()
  const refer = (token: FootnoteReference): void => {
    const number = notes.get(token.label)?.number ?? notes.size + 1
    const note = notes.get(token.label) ?? {
      id: `fn-${story}-${number}`,
      number,
      tokens: defined.get(token.label)?.tokens ?? [],
      references: [],
    }
    const nth = note.references.length + 1
    const id = `fnref-${story}-${number}${nth === 1 ? '' : `-${nth}`}`
    note.references.push(id)
    notes.set(token.label, note)
    references.set(token, { id, note })
  }
  forEachReference(tokens, refer)
  // A note may refer to others; the map grows while it is gone through.
  for (const note of notes.values()) forEachReference(note.tokens, refer)
  return { notes: [...notes.values()], references }
}

/** The footnotes that a body defines, in the order of the source. */
export function footnotesIn(tokens: readonly Token[]): readonly Footnote[] {
  const footnotes: Footnote[] = []
  forEachToken(tokens, token => {
    if (isFootnote(token)) footnotes.push(token)
  })
  return footnotes
}

/** Those in the footnotes themselves are not among them: a note is read when the text has led to it. */
function forEachReference(tokens: readonly Token[], refer: (token: FootnoteReference) => void): void {
  for (const token of tokens) {
    if (isReference(token)) refer(token)
    else if (!isFootnote(token)) forEachReference(childrenOf(token), refer)
  }
}

function isFootnote(token: Token): token is Footnote {
  return token.type === 'footnote'
}

function isReference(token: Token): token is FootnoteReference {
  return token.type === 'footnote-reference'
}
