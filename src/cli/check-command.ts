import type { Diagnostic } from '../model/diagnostic.ts'
import { publish } from '../publish.ts'
import { RenderPool } from '../store/render-pool.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import { readOperatorSettings } from './operator-settings.ts'
import { type CommonOptions, pathsFrom } from './options.ts'
import { RENDER_LIMITS } from './render-limits.ts'
import { count, type Terminal, terminal } from './terminal.ts'

/** The options of `courant check`. */
export interface CheckOptions extends CommonOptions {
  readonly strict: boolean
  readonly format: 'text' | 'json' | 'github'
}

/** `courant check`: every mistake, in drafts and stories to come as well. Writes nothing. */
export async function checkCommand(options: CheckOptions): Promise<ExitCode> {
  const screen = terminal()
  const settings = readOperatorSettings(options, screen)
  if (!settings) return EXIT.usage
  await using pool = new RenderPool(RENDER_LIMITS)
  const result = await publish({
    paths: pathsFrom(options),
    asOf: Date.now(),
    record: settings.record,
    hub: settings.hub,
    pool,
    dryRun: true,
    accept: false,
    onTurnover: 'stop',
    everything: true,
    onProgress: screen.progress,
  })
  const { diagnostics } = result
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length
  SAY[options.json ? 'json' : options.format](diagnostics, { root: options.articles, screen })
  if (result.kind === 'misconfigured') return EXIT.usage
  return errors > 0 || (options.strict && diagnostics.length > 0) ? EXIT.articles : EXIT.done
}

const SAY: {
  readonly [format in CheckOptions['format']]: (
    diagnostics: readonly Diagnostic[],
    to: { readonly root: string; readonly screen: Terminal },
  ) => void
} = {
  text: (diagnostics, { root, screen }) => {
    screen.complain(diagnostics, root)
    const errors = diagnostics.filter(({ severity }) => severity === 'error').length
    screen.say(
      diagnostics.length === 0
        ? 'No mistakes.'
        : `${count(errors, 'error')}, ${count(diagnostics.length - errors, 'warning')}.`,
    )
  },
  json: diagnostics => process.stdout.write(`${JSON.stringify({ diagnostics })}\n`),
  github: (diagnostics, { root }) => {
    for (const { severity, path, line, column, field, message, remedy } of diagnostics) {
      const text = `${field ? `${field}: ` : ''}${message}: ${remedy}`
      process.stdout.write(
        `::${severity} file=${forCommand(`${root}/${path}`, ':,')},line=${line},col=${column}::${forCommand(text, '')}\n`,
      )
    }
  },
}

/** Escapes a value of a GitHub workflow command: percent and line ends, and in properties colon and comma. */
function forCommand(text: string, also: string): string {
  return [...text]
    .map(character =>
      `%\r\n${also}`.includes(character)
        ? `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`
        : character,
    )
    .join('')
}
