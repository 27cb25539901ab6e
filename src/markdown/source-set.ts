/** One image of a `srcset`: its address and its width (`800w`) or density (`2x`), which may be empty. */
export interface ImageCandidate {
  readonly url: string
  readonly descriptor: string
}

const DESCRIPTOR = /^(?:\d{1,5}w|\d{1,3}(?:\.\d{1,3})?x)?$/

/** The candidates of a `srcset` (HTML §4.8.4.3), those with a descriptor we do not know left out. Linear in its length. */
export function parseSourceSet(value: string): readonly ImageCandidate[] {
  const candidates: { url: string; descriptor: string }[] = []
  let open = false
  for (const word of value.split(/\s+/)) {
    const text = word.endsWith(',') ? word.slice(0, -1) : word
    const last = candidates.at(-1)
    if (open && last !== undefined) last.descriptor += text
    else if (text !== '') candidates.push({ url: text, descriptor: '' })
    if (word !== '') open = !word.endsWith(',')
  }
  return candidates.filter(candidate => DESCRIPTOR.test(candidate.descriptor))
}
