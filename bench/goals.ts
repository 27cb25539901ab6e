import type { Situation } from './measure-rounds.ts'

/** What Courant may take of what Hugo takes, paired, in one situation and at one size. */
export interface Goal {
  readonly situation: Situation
  readonly stories: number
  readonly wall: number
  readonly memory?: number
}

const GOALS: readonly Goal[] = [
  { situation: 'cold', stories: 1000, wall: 0.75 },
  { situation: 'cold', stories: 10_000, wall: 0.42 },
  { situation: 'cold', stories: 50_000, wall: 0.28, memory: 0.15 },
  { situation: 'unchanged', stories: 10_000, wall: 0.02 },
  { situation: 'one-edit', stories: 10_000, wall: 0.025 },
  { situation: 'one-added', stories: 10_000, wall: 0.05 },
]

/** The goal for a line of the table, if there is one. */
export function goalFor(situation: Situation, stories: number): Goal | undefined {
  return GOALS.find(goal => goal.situation === situation && goal.stories === stories)
}

/** How long a resident Courant may take from a saved file to the last byte on the disk. */
export const EDIT_GOAL_MS = 30

/** How late a story may be for readers: its second, and a tenth of one where there are fewer. */
export function releaseGoalMs(stories: number): number {
  return stories > 10_000 ? 1000 : 100
}

/** How long an edit may take until readers have it. */
export const VISIBLE_GOAL_MS = 50

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
