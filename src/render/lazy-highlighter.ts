import type { Highlight } from '../markdown/body-renderer.ts'

/** Thrown where code is to be highlighted and what does it is not loaded yet: load it, and render again. */
export class HighlighterWanted extends Error {}

let loaded: Highlight | undefined

/** Highlights code. Throws `HighlighterWanted` until `loadHighlighter` is done. */
export const highlight: Highlight = (code, language) => {
  if (loaded === undefined) throw new HighlighterWanted()
  return loaded(code, language)
}

/**
 * Loads what highlights code: it takes as long as a thread takes to start, and most newsrooms never show any. Rendering
 * cannot wait for it, so it is asked for and begun anew.
 */
export async function loadHighlighter(): Promise<void> {
  const { highlightCode } = await import('../markdown/highlight-code.ts')
  loaded = highlightCode
}
