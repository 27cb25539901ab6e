import { closest, distance } from 'fastest-levenshtein'
import type { Slot } from './slot.ts'

/** The same for `titel` and `title`: two letters that changed places are the commonest slip. */
function lettersOf(name: string): string {
  return [...name.toLowerCase()].sort().join('')
}

/** What other programs call fields of ours. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  tags: 'topics',
  categories: 'topics',
  description: 'summary',
  excerpt: 'summary',
  permalink: 'slug',
  url: 'slug',
  author: 'authors',
  lastmod: 'updated',
  publishDate: 'date',
  expiryDate: 'expires',
}

/** By which other programs keep from readers what is not to be public. */
const KEEPS_BACK: readonly string[] = ['published', 'private', 'unlisted', 'hidden', 'visibility', 'status']

/** Notes a field that there is not, and which one was likely meant. */
export function noteUnknown(slot: Slot, known: readonly string[]): void {
  const remedy = remedyOfUnknown(String(slot.path.at(-1)), known)
  slot.mistake({ code: 'unknown-field', message: 'there is no such field', remedy })
}

function remedyOfUnknown(written: string, known: readonly string[]): string {
  if (KEEPS_BACK.includes(written) && known.includes('draft'))
    return 'write draft: true where nobody is to see it; else remove the line'
  const elsewhere = ELSEWHERE[written]
  const meant = elsewhere !== undefined && known.includes(elsewhere) ? elsewhere : likelyMeant(written, known)
  return meant === undefined ? `remove the line; the fields are ${known.join(', ')}` : `did you mean ${meant}?`
}

/** The known name that somebody likely meant who wrote this one; undefined where none is near. */
export function likelyMeant(written: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined
  const name = written.toLowerCase()
  const near = closest(name, known)
  const isNear = distance(name, near) <= Math.max(1, Math.floor(name.length / 3)) || lettersOf(name) === lettersOf(near)
  return isNear ? near : undefined
}

/** The same of names of files: the next of a series is another one, `report-12` is not meant by `report-13`. */
export function likelyFile(written: string, known: readonly string[]): string | undefined {
  const meant = likelyMeant(written, known)
  return meant?.replaceAll(/\d/g, '') === written.replaceAll(/\d/g, '') ? undefined : meant
}
