import type { Contender } from './lay-out.ts'
import { measureProcess } from './measure-process.ts'
import { median, pairedRatio } from './statistics.ts'

/** What looking at every body costs, beside a command that reads and settles the same and looks at none. Milliseconds, medians. */
export interface CheckCost {
  readonly stories: number
  readonly rounds: number
  readonly check: Cost
  readonly schedule: Cost
  /** The check's time by the other's: the median of pairs. */
  readonly wallRatio: number
}

interface Cost {
  readonly wallMs: number
  readonly cpuMs: number
}

/** Checks a newsroom and reads it, in turns. */
export async function measureCheck(
  { publisher, dir }: Contender,
  { stories, rounds }: { readonly stories: number; readonly rounds: number },
): Promise<CheckCost> {
  if (!publisher.reading) throw new Error(`${publisher.name} checks nothing`)
  const { check, schedule } = publisher.reading
  const runs: { readonly check: Cost; readonly schedule: Cost }[] = []
  for (let round = 0; round < rounds; round++) {
    const each = {
      check: await measureProcess({ ...check, cwd: dir }),
      schedule: await measureProcess({ ...schedule, cwd: dir }),
    }
    runs.push({ check: costOf(each.check), schedule: costOf(each.schedule) })
  }
  const [checks, schedules] = [runs.map(run => run.check), runs.map(run => run.schedule)]
  const wallRatio = pairedRatio(
    checks.map(({ wallMs }) => wallMs),
    schedules.map(({ wallMs }) => wallMs),
  )
  return { stories, rounds, check: middle(checks), schedule: middle(schedules), wallRatio }
}

function costOf({ exitCode, wallMs, cpuMs = Number.NaN, stderr }: Awaited<ReturnType<typeof measureProcess>>): Cost {
  if (exitCode !== 0) throw new Error(`it ended with exit code ${exitCode}:\n${stderr.slice(-1000)}`)
  return { wallMs, cpuMs }
}

function middle(costs: readonly Cost[]): Cost {
  return { wallMs: median(costs.map(({ wallMs }) => wallMs)), cpuMs: median(costs.map(({ cpuMs }) => cpuMs)) }
}
