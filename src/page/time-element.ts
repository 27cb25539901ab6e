import { type DateView, machineDate, visibleDate, visibleDay } from '../language/dates.ts'
import type { StoryDate } from '../model/instant.ts'
import { type Html, html } from './html.ts'

/** A date in full, for people and machines: HTML's `time` element. */
export function timeElement(date: StoryDate, view: DateView): Html {
  return html`<time datetime="${machineDate(date, view.timezone)}">${visibleDate(date, view)}</time>`
}

/** The same with the day alone shown. */
export function dayElement(date: StoryDate, view: DateView): Html {
  return html`<time datetime="${machineDate(date, view.timezone)}">${visibleDay(date.at, view)}</time>`
}
