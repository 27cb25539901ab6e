import type { Situation } from './measure-rounds.ts'

/** What one publish in a situation and of so many stories may take: against Hugo, paired, or by itself. */
export interface Goal {
  readonly situation: Situation
  readonly stories: number
  /** Courant's wall time by Hugo's. */
  readonly wallRatio?: number
  /** Courant's peak memory by Hugo's. */
  readonly memoryRatio?: number
  readonly wallS?: number
  /** Peak memory, in millions of bytes. */
  readonly memoryMb?: number
}

/** Every goal of a publish, in the order in which the documents list them. */
export const PUBLISH_GOALS: readonly Goal[] = [
  { situation: 'cold', stories: 1000, wallRatio: 0.75 },
  { situation: 'cold', stories: 10_000, wallRatio: 0.33, memoryMb: 330 },
  { situation: 'cold', stories: 50_000, wallRatio: 0.28, memoryRatio: 0.15 },
  { situation: 'cold', stories: 100_000, wallS: 75, memoryMb: 450 },
  { situation: 'cold', stories: 1_000_000, memoryMb: 2000 },
  { situation: 'unchanged', stories: 10_000, wallRatio: 0.02 },
  { situation: 'unchanged', stories: 100_000, wallS: 0.8, memoryMb: 150 },
  { situation: 'one-edit', stories: 10_000, wallRatio: 0.025 },
  { situation: 'one-added', stories: 10_000, wallRatio: 0.05, wallS: 0.45, memoryMb: 250 },
  { situation: 'one-added', stories: 100_000, wallS: 1.2, memoryMb: 250 },
]

/** The goal for a line of the table, if there is one. */
export function goalFor(situation: Situation, stories: number): Goal | undefined {
  return PUBLISH_GOALS.find(goal => goal.situation === situation && goal.stories === stories)
}

/** How long a resident Courant may take from a saved file to the last byte on the disk. */
export const EDIT_GOAL_MS = 30

/** How late a story that is due may be for readers, at any size; it is never early. */
export const RELEASE_GOAL_MS = 100

/** How long any single change may take from the saved file until readers have its page and the newsroom's feed: at the median, and at worst. */
export function changeGoal(stories: number): { readonly medianMs: number; readonly worstMs?: number } {
  return stories > 10_000 ? { medianMs: 100 } : { medianMs: 50, worstMs: 120 }
}

/** How long a preview may take from a saved body or title to the page that the browser has painted. */
export const SEEN_GOAL_MS = 100

/** How many times as long a check may take as reading the newsroom. */
export const CHECK_GOAL = 2

/** How long a beat that finds nothing to do may keep the main thread. */
export const TICK_GOAL_MS = 1

/** Whether a figure is within its goal, as the tables say it. */
export function verdict(what: string, figure: number | undefined, most: number): string {
  return `${what} ≤ ${most} ${figure !== undefined && figure <= most ? 'met' : 'MISSED'}`
}

/** Which part of nginx's requests a second Courant is to answer for a feed, each on one processor. */
export const SERVE_GOAL = 0.55

/** As `verdict`, for what is not to be less. */
export function verdictAtLeast(what: string, figure: number, least: number): string {
  return `${what} ≥ ${least} ${figure >= least ? 'met' : 'MISSED'}`
}
