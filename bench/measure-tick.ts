import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { Contender } from './lay-out.ts'
import { processorTime, startResident } from './resident.ts'
import { median } from './statistics.ts'

/** Processor time of beats of the schedule that find nothing to do: the median of the main thread's, the mean of all threads'. */
export interface TickCost {
  readonly mainMs: number
  /** The kernel tells it in hundredths of a second, too coarse for one beat. */
  readonly allMs: number
}

const BEATS = 30
const SETTLING_MS = 10_000

/** Lets a resident Courant beat every second for a while over a newsroom in which nothing changes. */
export async function measureTick({ publisher, dir }: Contender): Promise<TickCost> {
  if (publisher.watch === undefined) throw new Error(`${publisher.name} does not stay`)
  const settings = 'every-second.yaml'
  writeFileSync(join(dir, settings), 'schedule: "* * * * * *"\n')
  const watch = { ...publisher.watch, args: [...publisher.watch.args, '--config', settings] }
  await using resident = await startResident(watch, dir)
  await setTimeout(SETTLING_MS)
  const times = [processorTime(resident.pid)]
  for (let beat = 0; beat < BEATS; beat++) {
    await setTimeout(1000)
    times.push(processorTime(resident.pid))
  }
  const mainMs = median(times.slice(1).map((time, beat) => time.mainMs - (times[beat]?.mainMs ?? Number.NaN)))
  return { mainMs, allMs: ((times.at(-1)?.allMs ?? Number.NaN) - (times[0]?.allMs ?? Number.NaN)) / BEATS }
}
