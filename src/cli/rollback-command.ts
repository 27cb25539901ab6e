import type { Settings } from '../config/read-settings.ts'
import { type RolledBack, rollBack } from '../deploy/deliver-to-folder.ts'
import { deliverStanding, exitCodeOf } from './deliver-command.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import { DEFAULT_CONFIG, readOperatorSettings } from './operator-settings.ts'
import { type CommonOptions, UsageError } from './options.ts'
import { printJson } from './print.ts'
import { type Terminal, terminal } from './terminal.ts'

/** The options of `courant rollback`. */
export interface RollbackOptions extends CommonOptions {
  readonly resume: boolean
}

/** `courant rollback`: every folder of releases serves the one before again, or what is published follows there again. */
export async function rollbackCommand(options: RollbackOptions): Promise<ExitCode> {
  const screen = terminal()
  const settings = readOperatorSettings(options)
  if (!settings.deliver.some(({ kind }) => kind === 'releases'))
    throw new UsageError(
      `${options.config ?? DEFAULT_CONFIG} names no folder of releases, so that there is nothing to go back to`,
      'to have one from now on, write: deliver: [{ releases: live }]',
    )
  return options.resume ? await resume(options, { settings, screen }) : await goBack(options, { settings, screen })
}

interface With {
  readonly settings: Settings
  readonly screen: Terminal
}

async function goBack(options: RollbackOptions, { settings, screen }: With): Promise<ExitCode> {
  const done: (RolledBack & { readonly folder: string })[] = []
  for (const delivery of settings.deliver) {
    if (delivery.kind !== 'releases') continue
    const { folder } = delivery
    const rolledBack = await rollBack(delivery)
    if (!rolledBack) {
      screen.say(`${folder}: there is no release before the one that is served. Mend the stories and publish.`)
      continue
    }
    done.push({ folder, ...rolledBack })
    screen.say(`${folder}: ${rolledBack.to.name} is served again in place of ${rolledBack.from.name}.`)
  }
  if (done.length > 0) screen.say('Nothing that is published follows there until: courant rollback --resume')
  const json = done.map(({ folder, from, to }) => ({ folder, from: from.name, to: to.name }))
  if (options.json) printJson({ rolledBack: json })
  return done.length > 0 ? EXIT.done : EXIT.usage
}

async function resume(options: RollbackOptions, { settings, screen }: With): Promise<ExitCode> {
  const reports = await deliverStanding(options, { settings, resumes: true, screen })
  if (reports.every(({ kind }) => kind === 'delivered')) screen.say('What is published follows there again.')
  return exitCodeOf(reports)
}
