import type { Query } from './find-stories.ts'
import { foldedWord, type Stem, wordsIn } from './words.ts'

/** A piece of an excerpt; what was looked for is marked. */
export interface ExcerptPart {
  readonly text: string
  readonly isMarked: boolean
}

/** Words of an excerpt, in all. */
const LENGTH = 30

/** The part of a text that says most of what was looked for, with that marked; the beginning, where it says nothing of it. */
export function excerptOf(text: string, { words }: Pick<Query, 'words'>, stem: Stem): readonly ExcerptPart[] {
  const terms = new Set(words.map(({ term }) => term))
  const beginnings = words.flatMap(({ beginning }) => beginning ?? [])
  const found = wordsIn(text, stem)
  const isWanted = found.map(({ term, from, to }) => {
    const said = beginnings.length > 0 ? foldedWord(text.slice(from, to)) : ''
    return terms.has(term) || beginnings.some(beginning => term.startsWith(beginning) || said.startsWith(beginning))
  })
  const first = bestStart(
    found.map(({ term }) => term),
    isWanted,
  )
  const last = Math.min(first + LENGTH, found.length) - 1
  const start = first === 0 ? 0 : (found[first]?.from ?? 0)
  const end = last === found.length - 1 ? text.length : (found[last]?.to ?? text.length)
  const parts: ExcerptPart[] = []
  const add = (piece: string, isMarked: boolean): void => {
    if (piece !== '') parts.push({ text: piece, isMarked })
  }
  let at = start
  add(start > 0 ? '… ' : '', false)
  for (let index = first; index <= last; index++) {
    const word = found[index]
    // Pairs of characters overlap.
    if (!word || !isWanted[index] || word.from < at) continue
    add(text.slice(at, word.from), false)
    add(text.slice(word.from, word.to), true)
    at = word.to
  }
  add(text.slice(at, end), false)
  add(end < text.length ? ' …' : '', false)
  return parts
}

/** From which word on the most different terms that are wanted come, and of these the most. */
function bestStart(terms: readonly string[], isWanted: readonly boolean[]): number {
  const counts = new Map<string, number>()
  let best = { start: 0, different: -1, all: -1 }
  let all = 0
  for (let end = 0; end < terms.length; end++) {
    const term = terms[end] ?? ''
    if (isWanted[end]) {
      counts.set(term, (counts.get(term) ?? 0) + 1)
      all++
    }
    const out = end - LENGTH
    if (out >= 0 && isWanted[out]) {
      const left = terms[out] ?? ''
      const count = (counts.get(left) ?? 1) - 1
      if (count === 0) counts.delete(left)
      else counts.set(left, count)
      all--
    }
    const start = Math.max(0, out + 1)
    // With some words before the first that is marked, as long as nothing is lost.
    if (counts.size > best.different || (counts.size === best.different && all > best.all))
      best = { start, different: counts.size, all }
  }
  return best.start
}

/** Whether a text says all of these phrases: their terms one after the other. */
export function saysAll(text: string, phrases: Query['phrases'], stem: Stem): boolean {
  if (phrases.length === 0) return true
  const terms = wordsIn(text, stem).map(({ term }) => term)
  const said = ` ${terms.join(' ')} `
  return phrases.every(phrase => said.includes(` ${phrase.join(' ')} `))
}
