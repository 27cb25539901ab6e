import { REASONS } from '../model/reasons.ts'
import { diskRemedy, type EnvironmentCode, EnvironmentError } from '../platform/environment-error.ts'
import { wordsOf } from '../platform/words-of.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import { githubCommand, githubCommands } from './github-commands.ts'
import { MisconfiguredError } from './misconfigured-error.ts'
import { UsageError } from './options.ts'
import { oneLine, printJson, printText } from './print.ts'
import { terminal } from './terminal.ts'

/** How a command was asked to answer. */
export interface AskedFormat {
  readonly json?: boolean
  readonly format?: string
}

/** What is wrong, and what to do about it. */
interface Fault {
  readonly code: string
  readonly message: string
  readonly remedy: string
}

/** What kept a command from doing anything: mistakes at their places, or one fault of the call or of the machine. */
interface Failure {
  readonly code: ExitCode
  readonly error?: Fault
  readonly mistakes?: MisconfiguredError
}

/** Says what went wrong, for people and for whoever the command was to answer. A bug stays a bug: it is thrown on, with its stack. */
export function explainFailure(error: unknown, asked: AskedFormat): ExitCode {
  const failure = failureOf(error)
  if (failure.mistakes) terminal().complain(failure.mistakes.diagnostics, failure.mistakes.root)
  if (failure.error) printText(`${oneLine(failure.error.message)}\n  ${failure.error.remedy}\n`)
  const isJson = asked.json || asked.format === 'json'
  if (isJson) printJson(jsonOf(failure))
  else if (asked.format === 'github') printText(commandsOf(failure), process.stdout)
  return failure.code
}

// Who called, or wrote the settings, named what is not there or may not be.
const OF_THE_CALL: readonly string[] = ['no-newsroom', 'no-theme', 'theme-among-articles'] satisfies readonly EnvironmentCode[]

function failureOf(error: unknown): Failure {
  if (error instanceof MisconfiguredError) return { code: EXIT.usage, mistakes: error }
  if (error instanceof UsageError)
    return { code: EXIT.usage, error: { code: 'usage', message: error.message, remedy: error.remedy } }
  const fault = faultOfMachine(error)
  if (!fault) throw error
  return { code: OF_THE_CALL.includes(fault.code) ? EXIT.usage : EXIT.environment, error: fault }
}

/** What the machine, or whoever set it up, got wrong; undefined for a bug. */
export function faultOfMachine(error: unknown): Fault | undefined {
  if (error instanceof EnvironmentError) return { code: error.code, message: error.message, remedy: error.remedy }
  const mend = diskRemedy(error)
  if (mend === undefined) return undefined
  return { code: 'disk', message: wordsOf(error), remedy: `what was public before is as it was; ${mend}, and try again` }
}

function jsonOf({ error, mistakes }: Failure): unknown {
  const diagnostics = (mistakes?.diagnostics ?? []).map(mistake => ({ ...mistake, why: REASONS[mistake.code] }))
  return { diagnostics, ...(error && { error }) }
}

function commandsOf({ error, mistakes }: Failure): string {
  if (mistakes) return githubCommands(mistakes.diagnostics, mistakes.root)
  return error ? githubCommand({ severity: 'error', text: `${error.message}: ${error.remedy}` }) : ''
}
