import { existsSync, readFileSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { DEFAULT_SETTINGS, type LogFormat, readSettings, type Settings } from '../config/read-settings.ts'
import { isSystemError } from '../platform/environment-error.ts'
import { patternProblem } from '../runner/heartbeat.ts'
import { MisconfiguredError } from './misconfigured-error.ts'
import { UsageError } from './options.ts'

/** The options of a command that go before the operator's file. */
export interface OperatorOptions {
  readonly config?: string | undefined
  readonly host?: string
  readonly port?: string
  readonly record?: string
  readonly log?: LogFormat
}

/** The operator's file where none is named; then it need not be there. */
export const DEFAULT_CONFIG = 'courant.yaml'

/**
 * The operator's settings: the file's, with the command line's own before them.
 * @throws MisconfiguredError with mistakes in the file; UsageError when it cannot be read, or is named and not there, and when two servers
 * would have one port
 */
export function readOperatorSettings({ config, host, port, record, log }: OperatorOptions): Settings {
  const file = config ?? DEFAULT_CONFIG
  const source = readIfThere(file)
  if (source === undefined && config !== undefined)
    throw new UsageError(`there is no file ${config}`, 'name the file that your settings stand in')
  const { settings, diagnostics } =
    source === undefined
      ? { settings: DEFAULT_SETTINGS, diagnostics: [] }
      : readSettings(source, { path: basename(file), validate: patternProblem })
  if (!settings) throw new MisconfiguredError(diagnostics, dirname(file))
  const sitePort = port === undefined ? settings.port : portOf(port)
  if (sitePort === settings.metrics)
    throw new UsageError(`the site and metrics would both listen on port ${sitePort}`, `give metrics in ${file} another`)
  return {
    ...settings,
    host: host ?? settings.host,
    port: sitePort,
    record: record ?? settings.record,
    log: log ?? settings.log,
  }
}

/** The same options for who reads the file again: once it was there, its absence is a mistake like that of a named one. */
export function expectingConfig<Options extends OperatorOptions>(options: Options): Options {
  return options.config === undefined && existsSync(DEFAULT_CONFIG) ? { ...options, config: DEFAULT_CONFIG } : options
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
    if (isSystemError(error, 'ENOENT', 'ENOTDIR')) return undefined
    if (isSystemError(error, 'EISDIR')) throw new UsageError(`${file} is a folder`, 'name the file that your settings stand in')
    if (isSystemError(error, 'EACCES', 'EPERM'))
      throw new UsageError(`${file} cannot be read (${error.code})`, 'let the user that Courant runs as read it')
    throw error
  }
}
