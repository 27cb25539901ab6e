/** Numbers of files that follow each other, in short: first numbers and how many there are from each. */
export type Runs = readonly (readonly [first: number, count: number])[]

/** A part of the index of a language: its stories are numbered from 0, and its files never change. */
export interface Segment {
  /** The folder of its files: `search/<language>/<key>/`. */
  readonly key: string
  /** How many numbers were given. */
  readonly numbers: number
  /** How many of them are stories that are public. */
  readonly stories: number
  /** With what the terms of each file of words begin at least: it has those from here to the next. The first is empty. */
  readonly starts: readonly string[]
  /** Numbers of the files of words, in the order of `starts`. */
  readonly words: Runs
  /** Numbers of the files of stories, of which each has sixteen. */
  readonly lines: Runs
  /** The number of the next file that is written. */
  readonly next: number
  /** From which number on stories are of a month: `[202406, 0]`. */
  readonly months: readonly (readonly [month: number, from: number])[]
}

/** What is read first: `search/<language>.json`. */
export interface IndexRoot {
  readonly format: typeof FORMAT
  /** By which words are cut: a reader that cuts them otherwise must be replaced first. */
  readonly recipe: number
  readonly segments: readonly Segment[]
  /** Terms that more than a quarter of all stories say, once there are a few hundred: beside others they are not asked for. */
  readonly common: readonly string[]
}

export const FORMAT = 1

/** Changes whenever the same text would have other terms. */
export const RECIPE = 1

/** Stories a file. */
export const LINES = 16

/** A story as a result shows it. */
export interface StoryLine {
  /** Its path within the site. */
  readonly path: string
  readonly title: string
  /** For machines, as HTML's `datetime`. */
  readonly date: string
  /** As people read it. */
  readonly shown: string
  /** The beginning of its text: shown where its page cannot be read. */
  readonly lead: string
}

/** Where the file of words with a term stands among `starts`. */
export function fileOf({ starts }: Pick<Segment, 'starts'>, term: string): number {
  let from = 0
  let to = starts.length
  while (to - from > 1) {
    const middle = (from + to) >> 1
    if ((starts[middle] ?? '') <= term) from = middle
    else to = middle
  }
  return from
}

/** The number at a place. */
export function numberAt(runs: Runs, place: number): number {
  let before = 0
  for (const [first, count] of runs) {
    if (place < before + count) return first + place - before
    before += count
  }
  return -1
}

/** The month of a story, as `202406`. */
export function monthOf({ months }: Pick<Segment, 'months'>, story: number): number {
  let at = 0
  for (const [month, from] of months) {
    if (from > story) break
    at = month
  }
  return at
}

export function wordsFile({ key }: Pick<Segment, 'key'>, number: number): string {
  return `${key}/w${number}.bin`
}

export function linesFile({ key }: Pick<Segment, 'key'>, number: number): string {
  return `${key}/s${number}.json`
}

/** The bytes of a file of stories; 0 where one left. */
export function writeLines(lines: readonly (StoryLine | 0)[]): Uint8Array {
  const written = lines.map(line => line && [line.path, line.title, line.date, line.shown, line.lead])
  return new TextEncoder().encode(JSON.stringify(written))
}

/** The stories of such a file. */
export function readLines(bytes: Uint8Array): readonly (StoryLine | 0)[] {
  const lines: readonly ([string, string, string, string, string] | 0)[] = JSON.parse(new TextDecoder().decode(bytes))
  return lines.map(line => line && { path: line[0], title: line[1], date: line[2], shown: line[3], lead: line[4] })
}
