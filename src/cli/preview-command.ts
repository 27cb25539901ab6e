import type { Diagnostic } from '../model/diagnostic.ts'
import type { Instant } from '../model/instant.ts'
import { answerPreview } from '../preview/answer-preview.ts'
import { LivePages } from '../preview/live-pages.ts'
import { Preview, type Taken } from '../preview/preview.ts'
import { startOnFirstFreePort } from '../serve/first-free-port.ts'
import { ownHosts } from '../serve/own-hosts.ts'
import { type RunningServer, startServer } from '../serve/server.ts'
import { RENDER_LIMITS } from '../store/render-limits.ts'
import { RenderPool } from '../store/render-pool.ts'
import { type NewsroomChange, watchNewsroom } from '../store/watch-newsroom.ts'
import { wordsOf } from '../store/words-of.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import { MisconfiguredError } from './misconfigured-error.ts'
import { portOf, readOperatorSettings } from './operator-settings.ts'
import { type CommonOptions, pathsFrom, readInstant } from './options.ts'
import { count, stamp, type Terminal, terminal } from './terminal.ts'
import { untilTold } from './until-told.ts'
import { writeBounded } from './write-bounded.ts'

/** The options of `courant preview`. */
export interface PreviewOptions extends CommonOptions {
  readonly at?: string
  readonly host?: string
  readonly port?: string
}

// Drafts and stories under embargo are for who sits at this machine; the operator's host and port are those of what is public.
const HOST = '127.0.0.1'
const PORT = 8081
const PORTS_TO_TRY = 21

/** `courant preview`: the newsroom as it will be, until Ctrl-C or SIGTERM. Writes nothing. */
export async function previewCommand(options: PreviewOptions): Promise<ExitCode> {
  const screen = terminal(process.stderr, writeBounded)
  const settings = readOperatorSettings({ config: options.config })
  const told = untilTold(screen, 'The preview has ended.')
  const { at: moment } = options
  const at = moment === undefined ? undefined : (timezone: string): Instant => readInstant(moment, timezone)
  const paths = pathsFrom(options, settings)
  await using pool = new RenderPool(RENDER_LIMITS)
  const preview = await Preview.open({ paths, record: settings.record, at, pool })
  if (!(preview instanceof Preview)) throw new MisconfiguredError(preview, options.articles)
  const host = options.host ?? HOST
  const onError = (error: unknown): void => screen.say(`${stamp()} could not show it: ${wordsOf(error)}`)
  const isOwnHost = ownHosts(host)
  const pages = new LivePages()
  const listener = answerPreview({ preview, pages, root: options.articles, at, isOwnHost, onError })
  await using server = await startAt(host, options.port, listener)
  // Let go of before the server ends, which waits for its answers.
  using _pages = pages
  const report = reporter({ screen, options, preview })
  using watching = watchNewsroom(paths.articles, change => {
    takeIn(change, { preview, pages, report }).catch(onError)
  })
  using _watchingTheme = watchNewsroom(paths.theme, () => {
    takeIn('anything', { preview, pages, report: taken => report(taken, THEME_CHANGED) }).catch(onError)
  })
  await report(undefined)
  if (!watching.isComplete())
    screen.say('The system does not let every folder be watched: load a page again where it does not follow by itself.')
  const address = `${server.address}${preview.previewed.site.basePath}/`
  if (!told.yet()) screen.say(`Open ${address} to see it. It follows every save. Ctrl-C ends it.`)
  await told.promise
  return EXIT.done
}

/** On the port that is asked for, else on the first that is free. @throws EnvironmentError when it is taken */
function startAt(
  host: string,
  wanted: string | undefined,
  listener: Parameters<typeof startServer>[0],
): Promise<RunningServer> {
  if (wanted !== undefined) return startServer(listener, { host, port: portOf(wanted) })
  return startOnFirstFreePort(listener, { host, firstPort: PORT, ports: PORTS_TO_TRY })
}

type Report = (taken: Taken | undefined, what?: string) => Promise<void>

// A theme fails where it makes a page, which is when somebody looks at one.
const THEME_CHANGED = 'the theme changed: where it fails, pages say so'

/** The open pages are told before anything is said here: they are what is looked at. */
async function takeIn(
  change: NewsroomChange,
  { preview, pages, report }: { readonly preview: Preview; readonly pages: LivePages; readonly report: Report },
): Promise<void> {
  const taken = preview.saved(change)
  if (!taken) return
  pages.tell(preview.version)
  await report(taken)
}

// More files than these were not saved by hand: a branch, say.
const NAMED_FILES = 3

/** Says what was taken in, and its mistakes; others only when they are not those that were told before. */
function reporter({
  screen,
  options,
  preview,
}: {
  readonly screen: Terminal
  readonly options: PreviewOptions
  readonly preview: Preview
}): Report {
  let told: ReadonlySet<string> = new Set()
  return async (taken, what) => {
    const paths = taken?.paths ?? []
    const mistakes = await preview.mistakesIn(paths)
    const shown = mistakes.filter(mistake => paths.includes(mistake.path) || !told.has(JSON.stringify(mistake)))
    told = new Set(mistakes.map(mistake => JSON.stringify(mistake)))
    const others = mistakes.length - shown.length
    const before = others > 0 ? `, beside ${count(others, 'mistake')} told before` : ''
    if (taken) screen.say(`${stamp()} ${what ?? `${whatChanged(taken)}: ${mistakesIn(shown)}${before}`}.`)
    else screen.say(`Showing ${storiesIn(preview)}: ${mistakesIn(shown)}.`)
    screen.complain(shown, options.articles)
    if (options.json) writeBounded(process.stdout, `${JSON.stringify({ ...taken, diagnostics: mistakes })}\n`)
  }
}

function whatChanged({ kind, paths }: Taken): string {
  const files = paths.length === 0 || paths.length > NAMED_FILES ? 'many files' : paths.join(', ')
  return kind === 'bodies' ? `${files} read again` : `${files} changed, newsroom settled anew`
}

function storiesIn({ previewed }: Preview): string {
  const { released } = previewed.edition
  const drafts = released.filter(({ ahead }) => ahead?.kind === 'draft').length
  const ahead = released.filter(({ ahead }) => ahead !== undefined).length
  return `${count(released.length, 'story', 'stories')}, of them ${count(drafts, 'draft')} and ${ahead - drafts} to come`
}

function mistakesIn(diagnostics: readonly Diagnostic[]): string {
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length
  const warnings = diagnostics.length - errors
  const parts = [...(errors > 0 ? [count(errors, 'error')] : []), ...(warnings > 0 ? [count(warnings, 'warning')] : [])]
  return parts.length === 0 ? 'no mistakes' : parts.join(', ')
}
