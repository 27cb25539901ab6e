import { type ImportedFile, type ImportResult, importSource, UnreadableFeed } from '../import/files/import-source.ts'
import { ImportMistake } from '../import/import-mistake.ts'
import { pathInSite } from '../import/old-address.ts'
import { isStandingPage, urlOf } from '../model/address.ts'
import { feedPath } from '../model/edition.ts'
import type { Site } from '../model/site.ts'
import { DownloadError } from '../platform/download.ts'
import { EnvironmentError } from '../platform/environment-error.ts'
import { readSiteFile } from '../sources/read-site-file.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import { MisconfiguredError } from './misconfigured-error.ts'
import { type CommonOptions, UsageError } from './options.ts'
import { oneLine, printJson } from './print.ts'
import { count, type Terminal, terminal } from './terminal.ts'

/** The options of `courant import`. */
export interface ImportOptions extends CommonOptions {
  readonly feed?: string
  readonly dryRun: boolean
}

/** `courant import SOURCE`: articles for the stories of a site that stood elsewhere, and a list of what could not be carried. */
export async function importCommand(source: string, options: ImportOptions): Promise<ExitCode> {
  const screen = terminal()
  const { articles, dryRun, feed } = options
  const { site, diagnostics } = readSiteFile(articles)
  if (!site) throw new MisconfiguredError(diagnostics, articles)
  const result = await explained(source, () =>
    importSource({ source, feed, articles, site, dryRun, onProgress: screen.progress }),
  )
  if (options.json) printJson({ dryRun, ...result })
  report(result, { screen, site, options })
  return EXIT.done
}

/** A source that cannot be read is a wrong call; one that cannot be reached, the network's fault. */
async function explained(source: string, run: () => Promise<ImportResult>): Promise<ImportResult> {
  try {
    return await run()
  } catch (error) {
    throw error instanceof UnreadableFeed ? faultOf(error.place, error.cause) : faultOf(source, error)
  }
}

function faultOf(place: string, error: unknown): unknown {
  if (error instanceof ImportMistake) return new UsageError(`${place}: ${error.message}`, error.remedy)
  if (!(error instanceof DownloadError)) return error
  return new EnvironmentError('unreachable', `${place} cannot be fetched: ${error.message}`, {
    remedy: 'try again later, or fetch it yourself and name the file',
    cause: error,
  })
}

const KINDS = { hugo: 'a Hugo site', jekyll: 'a Jekyll site', wordpress: 'a WordPress export', feed: 'a feed' } as const

function report(
  { kind, written, present, replaced, lost, files, feeds }: ImportResult,
  { screen, site, options }: { readonly screen: Terminal; readonly site: Site; readonly options: ImportOptions },
): void {
  const come = options.dryRun ? 'Would import' : 'Imported'
  const along = files === 0 ? '' : ` and ${count(files, 'file')} that they show`
  screen.say(`${come} ${count(written.length, 'article')}${along} from ${KINDS[kind]} into ${options.articles}.`)
  if (present.length > 0)
    screen.say(
      `${count(present.length, 'article is', 'articles are')} there already and ${present.length === 1 ? 'stays as it is' : 'stay as they are'}.`,
    )
  // Of a page nothing tells that it is the same one.
  for (const { from, path } of present) if (isStandingPage(path)) screen.say(oneLine(`  ${from} → ${path}`))
  for (const path of replaced)
    screen.say(`${path}, the placeholder of a new newsroom, ${options.dryRun ? 'would give way' : 'gives way'}.`)
  const incomplete = [...lost, ...written].filter(({ losses }) => losses.length > 0)
  if (incomplete.length > 0) screen.say('Not carried over:')
  for (const file of incomplete.slice(0, SHOWN_FILES)) sayLosses(file, screen)
  if (incomplete.length > SHOWN_FILES) screen.say(`  and in ${incomplete.length - SHOWN_FILES} more; --json names them all`)
  sayFeeds(feeds, { screen, site })
  if (!options.dryRun && written.length > 0) screen.say('Next: courant check, then courant publish --dry-run.')
}

// More than this nobody reads on a screen.
const SHOWN_FILES = 200

function sayLosses({ from, path, losses }: ImportedFile, screen: Terminal): void {
  screen.say(oneLine(path === undefined ? `  ${from}` : `  ${from} → ${path}`))
  for (const loss of losses) screen.say(oneLine(`    ${loss}`))
}

/** How subscribers of the old feeds are led to the new ones. */
function sayFeeds(feeds: ImportResult['feeds'], { screen, site }: { readonly screen: Terminal; readonly site: Site }): void {
  for (const { address, format } of feeds) {
    const to = feedPath({ path: '/' }, format)
    const old = pathInSite(address, site)
    if ('path' in old && (old.path === to || site.redirects.get(old.path) === to)) continue
    if ('path' in old && old.path !== '/')
      screen.say(`Subscribers poll ${address}. Add to site.yaml:\n  redirects: { ${old.path}: ${to} }`)
    else screen.say(`Subscribers poll ${address}: let it answer 301 to ${urlOf(site, to)}.`)
  }
}
