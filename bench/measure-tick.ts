import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { Contender } from './lay-out.ts'
import { processorTime, startResident } from './resident.ts'

/** Processor time of one beat of the schedule that finds nothing to do: on the main thread, and on all threads. */
export interface TickCost {
  readonly mainMs: number
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
  const before = processorTime(resident.pid)
  await setTimeout(BEATS * 1000)
  const after = processorTime(resident.pid)
  return { mainMs: (after.mainMs - before.mainMs) / BEATS, allMs: (after.allMs - before.allMs) / BEATS }
}
