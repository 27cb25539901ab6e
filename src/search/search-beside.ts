import { marksOf } from '../output/out-folder.ts'
import { EnvironmentError } from '../platform/environment-error.ts'
import { lockOut } from '../platform/lock.ts'
import { wordsOf } from '../platform/words-of.ts'
import type { Paths } from '../state/paths.ts'
import { type IndexApart, makeIndexApart } from './index-apart.ts'
import { type MadeIndex, placeIndex } from './search-index.ts'

/** The search of a site that is published again and again. */
export interface SearchBeside extends AsyncDisposable {
  /**
   * Taken at the beginning of each publish, which then has `out/` to itself: no index is placed meanwhile. Disposed at its end: has an
   * index made of what is public now, in the background.
   */
  readonly turn: () => Promise<Disposable>
}

/** How the search is kept up to date. */
export interface SearchBesideOptions {
  /** Told why the search does not find everything. What is published stands. */
  readonly onError: (error: unknown) => void
  /** Told when another index is public. */
  readonly onPlaced?: () => void
  /** From one making to the next, at least. */
  readonly pauseMs?: number
}

// At 10,000 stories a making takes half a minute of one processor, whatever changed.
const PAUSE_MS = 60_000

/** Keeps the search up to date beside publishes that never wait for it. */
export function searchBeside(
  paths: Paths,
  { onError, onPlaced = () => {}, pauseMs = PAUSE_MS }: SearchBesideOptions,
): SearchBeside {
  let making: IndexApart | undefined
  let ready: MadeIndex | undefined
  let madeOf: string | undefined
  let told: string | undefined
  let timer: NodeJS.Timeout | undefined
  let earliestMs = 0
  let ended = false
  let inTurn = false
  let placing: Promise<void> = Promise.resolve()

  /** It is tried again, and what stays as it is, is told once. */
  const failed = (error: unknown): void => {
    madeOf = undefined
    const problem = wordsOf(error)
    if (problem !== told) onError(error)
    told = problem
  }
  const placeReady = async (): Promise<void> => {
    if (!ready) return
    const made = ready
    ready = undefined
    try {
      await using _lock = await lockOut(paths.out)
      // A story left meanwhile: the next index is without it.
      if (placeIndex(paths, made)) {
        told = undefined
        onPlaced()
      } else madeOf = undefined
    } catch (error) {
      // What is due next is being made ready: the index waits for the next turn.
      if (error instanceof EnvironmentError && error.code === 'locked') ready = made
      else failed(error)
    }
  }
  const make = async (): Promise<void> => {
    earliestMs = performance.now() + pauseMs
    try {
      madeOf = marksOf(paths.out)
      making = makeIndexApart(paths)
      ready = await making.made
    } catch (error) {
      failed(error)
    }
    making = undefined
    if (!inTurn) settle()
  }
  const look = (): void => {
    if (ended || making || ready || madeOf === marksOf(paths.out)) return
    clearTimeout(timer)
    timer = setTimeout(make, Math.max(0, earliestMs - performance.now())).unref()
  }
  const settle = (): void => {
    placing = placeReady().then(look).catch(failed)
  }
  return {
    turn: async () => {
      inTurn = true
      await placing
      return {
        [Symbol.dispose]: () => {
          inTurn = false
          settle()
        },
      }
    },
    [Symbol.asyncDispose]: async () => {
      ended = true
      clearTimeout(timer)
      await making?.[Symbol.asyncDispose]()
      await placing
    },
  }
}
