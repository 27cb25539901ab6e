import { readFileSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { DEFAULT_SETTINGS, type LogFormat, readSettings, type Settings } from '../config/read-settings.ts'
import { patternProblem } from '../schedule/heartbeat.ts'
import { isSystemError } from '../store/environment-error.ts'
import { UsageError } from './options.ts'
import type { Terminal } from './terminal.ts'

/** The options of a command that go before the operator's file. */
export interface OperatorOptions {
  readonly config: string
  readonly host?: string
  readonly port?: string
  readonly record?: string
  readonly log?: LogFormat
}

/** The operator's settings: the file's, with the command line's own before them. Undefined, and said so, with mistakes in the file. */
export function readOperatorSettings(
  { config, host, port, record, log }: OperatorOptions,
  screen: Pick<Terminal, 'complain'>,
): Settings | undefined {
  const source = readIfThere(config)
  const { settings, diagnostics } =
    source === undefined
      ? { settings: DEFAULT_SETTINGS, diagnostics: [] }
      : readSettings(source, { path: basename(config), validate: patternProblem })
  screen.complain(diagnostics, dirname(config))
  if (!settings) return undefined
  return {
    ...settings,
    host: host ?? settings.host,
    port: port === undefined ? settings.port : portOf(port),
    record: record ?? settings.record,
    log: log ?? settings.log,
  }
}

/** Reads `--port`. @throws UsageError */
export function portOf(text: string): number {
  const port = Number(text)
  if (/^\d+$/.test(text) && port <= 65535) return port
  throw new UsageError(`--port: cannot read "${text}" as a port`, 'write a number from 0 to 65535')
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return undefined
    throw error
  }
}
