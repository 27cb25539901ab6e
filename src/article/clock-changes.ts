import { clockChange, date } from '../fields/read-date.ts'
import { type Reader, reader } from '../fields/slot.ts'
import { machineDate, visibleDate } from '../language/dates.ts'
import type { StoryDate } from '../model/instant.ts'

/** Reads what `date` reads, and notes a time that the newsroom's clocks skip or show twice: nobody can tell which was meant. */
export function datesInDoubt(timezone: string): Reader<StoryDate> {
  const read = date(timezone)
  const shown = (at: number): string => visibleDate({ at, dateOnly: false }, { timezone, lang: 'en' })
  const written = (at: number): string => machineDate({ at, dateOnly: false }, timezone)
  return reader(read.schema, slot => {
    const found = read(slot)
    const change = found && clockChange(String(slot.value), timezone)
    if (change?.kind === 'skipped')
      slot.mistake({
        severity: 'warning',
        code: 'clock-change',
        message: `the clocks in ${timezone} go forward over this time: it is read as ${shown(change.later)}`,
        remedy: `write the time that you mean, with its offset: ${written(change.later)}`,
      })
    if (change?.kind === 'repeated')
      slot.mistake({
        severity: 'warning',
        code: 'clock-change',
        message: `the clocks in ${timezone} show this time twice, since they go back: it is read as the first, ${shown(change.earlier)}`,
        remedy: `write which one you mean, with its offset: ${written(change.earlier)} or ${written(change.later)}`,
      })
    return found
  })
}
