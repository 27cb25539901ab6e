import type { Diagnostic } from '../model/diagnostic.ts'
import { REASONS } from '../model/reasons.ts'
import { RENDER_LIMITS } from '../render/render-limits.ts'
import { RenderPool } from '../render/render-pool.ts'
import { checkNewsroom } from '../review/check-newsroom.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import { githubCommands } from './github-commands.ts'
import { readOperatorSettings } from './operator-settings.ts'
import { type CommonOptions, pathsFrom } from './options.ts'
import { printJson, printText } from './print.ts'
import { count, type Terminal, terminal } from './terminal.ts'

/** The options of `courant check`. */
export interface CheckOptions extends CommonOptions {
  readonly strict: boolean
  readonly format: 'text' | 'json' | 'github'
}

/** `courant check`: every mistake, in drafts and stories to come as well. Writes nothing. */
export async function checkCommand(options: CheckOptions): Promise<ExitCode> {
  const screen = terminal()
  const settings = readOperatorSettings(options)
  await using pool = new RenderPool(RENDER_LIMITS)
  const { kind, diagnostics: found } = await checkNewsroom({
    paths: pathsFrom(options, settings),
    asOf: Date.now(),
    record: settings.record,
    pool,
    onProgress: screen.progress,
  })
  const diagnostics = options.strict ? found.map(strictly) : found
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length
  SAY[options.json ? 'json' : options.format](diagnostics, { root: options.articles, screen })
  if (kind === 'misconfigured') return EXIT.usage
  return errors > 0 || (options.strict && diagnostics.length > 0) ? EXIT.articles : EXIT.done
}

/** With `--strict` a newsroom that could only be published under ids of nobody's is not fit to be published. */
function strictly(diagnostic: Diagnostic): Diagnostic {
  return diagnostic.code === 'example-address' ? { ...diagnostic, severity: 'error' } : diagnostic
}

const SAY: {
  readonly [format in CheckOptions['format']]: (
    diagnostics: readonly Diagnostic[],
    to: { readonly root: string; readonly screen: Terminal },
  ) => void
} = {
  text: (diagnostics, { root, screen }) => {
    screen.complain(diagnostics, root, { reasons: true })
    const errors = diagnostics.filter(({ severity }) => severity === 'error').length
    screen.say(
      diagnostics.length === 0
        ? 'No mistakes.'
        : `${count(errors, 'error')}, ${count(diagnostics.length - errors, 'warning')}.`,
    )
  },
  json: diagnostics => {
    const explained = diagnostics.map(diagnostic => ({ ...diagnostic, why: REASONS[diagnostic.code] }))
    printJson({ diagnostics: explained })
  },
  github: (diagnostics, { root }) => {
    printText(githubCommands(diagnostics, root), process.stdout)
  },
}
