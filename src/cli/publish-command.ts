import { publish } from '../publish.ts'
import { readSiteFile } from '../store/read-site-file.ts'
import { RenderPool } from '../store/render-pool.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import { type CommonOptions, pathsFrom, readInstant, UsageError } from './options.ts'
import { RENDER_LIMITS } from './render-limits.ts'
import { reportJson, reportPublish } from './report-publish.ts'
import { terminal } from './terminal.ts'

/** The options of `courant publish`. */
export interface PublishOptions extends CommonOptions {
  readonly at?: string
  readonly dryRun: boolean
  readonly accept: boolean
}

/** `courant publish`: one publish. */
export async function publishCommand(options: PublishOptions): Promise<ExitCode> {
  const paths = pathsFrom(options)
  const screen = terminal()
  const asOf = options.at === undefined ? Date.now() : instantFor(options.at, options)
  await using pool = new RenderPool(RENDER_LIMITS)
  const result = await publish({
    paths,
    asOf,
    pool,
    dryRun: options.dryRun,
    accept: options.accept,
    everything: false,
    onProgress: screen.progress,
  })
  reportPublish(result, { screen, options, asOf })
  if (options.json) process.stdout.write(`${JSON.stringify(reportJson(result, { asOf, dryRun: options.dryRun }))}\n`)
  if (result.kind === 'misconfigured') return EXIT.usage
  return result.diagnostics.some(({ severity }) => severity === 'error') ? EXIT.articles : EXIT.done
}

/** What is due later never goes into the live folder early. */
function instantFor(at: string, { articles, out, dryRun }: PublishOptions): number {
  const instant = readInstant(at, readSiteFile(articles).site?.timezone ?? 'UTC')
  if (instant > Date.now() && !dryRun && out === 'out') {
    throw new UsageError(
      '--at lies in the future: the stories due by then would be public now',
      'add --dry-run, or name a folder of its own with --out',
    )
  }
  return instant
}
