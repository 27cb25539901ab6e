import type { Article } from './article.ts'

/** The name of a list of stories that are public, newest first. */
export type ListName =
  | 'readable'
  | `language ${string}`
  | `topic ${string} ${string}`
  | `corrected ${number}`
  | `story ${string}`
  | `address ${string}`

/** Every story that can be read, in any language: no withdrawn one. */
export const READABLE: ListName = 'readable'

/** Every story of a language that can be read: no withdrawn one. */
export function storiesIn(lang: string): ListName {
  return `language ${lang}`
}

/** Those of them on a topic. */
export function storiesOn(topic: string, lang: string): ListName {
  return `topic ${lang} ${topic}`
}

/** Those in any language to which a correction was made in a year of UTC. */
export function storiesCorrectedIn(year: number): ListName {
  return `corrected ${year}`
}

/** The editions of a story in its languages, withdrawn ones too. */
export function editionsOf(story: string): ListName {
  return `story ${story}`
}

/** The story at an address, a withdrawn one too. */
export function storyAt(address: string): ListName {
  return `address ${address}`
}

/**
 * The public stories of an edition, looked up by list. Whatever describes a page or a feed asks here for the other stories that it shows: the
 * questions are recorded, and tell which pages and feeds a change affects. So there is no second way to reach another story.
 */
export interface Stories {
  /** Up to `count` stories of a list that are newer than one, the nearest first. */
  readonly newer: (list: ListName, than: Article, count: number) => readonly Article[]
  /** Up to `count` stories of a list that are older than one, the nearest first. */
  readonly older: (list: ListName, than: Article, count: number) => readonly Article[]
  /** The whole of a list, newest first. */
  readonly all: (list: ListName) => readonly Article[]
  /** Which of two public stories comes first in every list: negative where it is `a`, the newer one. */
  readonly compare: (a: Article, b: Article) => number
}
