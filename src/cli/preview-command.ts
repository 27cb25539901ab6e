import { randomBytes } from 'node:crypto'
import { type NetworkInterfaceInfo, networkInterfaces } from 'node:os'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { Instant } from '../model/instant.ts'
import { wordsOf } from '../platform/words-of.ts'
import { isLoopback, linkTo, localAccess, networkAccess, type PreviewAccess } from '../preview/access.ts'
import { answerPreview } from '../preview/answer-preview.ts'
import { LivePages } from '../preview/live-pages.ts'
import { Preview, type Taken } from '../preview/preview.ts'
import { RENDER_LIMITS } from '../render/render-limits.ts'
import { RenderPool } from '../render/render-pool.ts'
import { startOnFirstFreePort } from '../serve/first-free-port.ts'
import { type RunningServer, startServer } from '../serve/server.ts'
import { type NewsroomChange, watchNewsroom } from '../sources/watch-newsroom.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import { MisconfiguredError } from './misconfigured-error.ts'
import { portOf, readOperatorSettings } from './operator-settings.ts'
import { type CommonOptions, pathsFrom, readInstant, UsageError } from './options.ts'
import { printJson } from './print.ts'
import { count, stamp, type Terminal, terminal } from './terminal.ts'
import { untilTold } from './until-told.ts'
import { writeBounded } from './write-bounded.ts'

/** The options of `courant preview`. */
export interface PreviewOptions extends CommonOptions {
  readonly at?: string
  readonly host?: string
  readonly port?: string
  /** Listen on more than this machine. */
  readonly allowNetwork: boolean
}

// Drafts and stories under embargo are for who sits at this machine; the operator's host and port are those of what is public.
const HOST = '127.0.0.1'
const PORT = 8081
const PORTS_TO_TRY = 21
// Nobody guesses 128 bits.
const TOKEN_BYTES = 16

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
  const host = hostOf(options)
  const onError = (error: unknown): void => screen.say(`${stamp()} could not show it: ${wordsOf(error)}`)
  const pages = new LivePages()
  // Nobody may see it before it is known at which addresses it is.
  let access: PreviewAccess = () => ({ kind: 'other-host' })
  const listener = answerPreview({ preview, pages, root: options.articles, at, access: request => access(request), onError })
  await using server = await startAt(host, options.port, listener)
  const entrance = entranceOf(server, { host, basePath: preview.previewed.site.basePath })
  access = entrance.access
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
  if (!told.yet()) screen.say(entrance.words)
  await told.promise
  return EXIT.done
}

/** @throws UsageError where drafts would be shown to others and nobody said that they may be */
function hostOf({ host = HOST, allowNetwork }: PreviewOptions): string {
  if (isLoopback(host) || allowNetwork) return host
  throw new UsageError(
    `--host: ${host} would show drafts and stories under embargo to the network`,
    'add --allow-network if that is what you want, and send the link that Courant prints to nobody else; or leave --host out',
  )
}

/** Who may see the preview, and what is said of how to open it. */
interface Entrance {
  readonly access: PreviewAccess
  readonly words: string
}

function entranceOf({ address, bound }: RunningServer, { host, basePath }: { host: string; basePath: string }): Entrance {
  if (isLoopback(host))
    return { access: localAccess, words: `Open ${address}${basePath}/ to see it. It follows every save. Ctrl-C ends it.` }
  const token = randomBytes(TOKEN_BYTES).toString('base64url')
  const origins = networkOrigins({ host, bound: bound.address, port: bound.port })
  const links = origins.map(origin => `  ${linkTo(origin, { basePath, token })}`)
  const words = `Open one of these to see it, here or on another machine. It follows every save. Ctrl-C ends it.
${links.join('\n')}
Whoever has such a link sees drafts and stories under embargo until the preview ends. The connection is not encrypted.`
  return { access: networkAccess({ origins, token }), words }
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
    if (options.json) printJson({ ...taken, diagnostics: mistakes }, writeBounded)
  }
}

function whatChanged({ paths }: Taken): string {
  const files = paths.length === 0 || paths.length > NAMED_FILES ? 'many files' : paths.join(', ')
  return `${files} changed`
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

// Every address of the machine, of one family or of both.
const EVERY_IPV4 = '0.0.0.0'
const EVERY = '::'

// Of one link alone: a browser takes no address that names the link (`%eth0`).
const LINK_LOCAL = /^fe[89ab]/i

/**
 * The origins at which a server that listens on `host`, and is bound to `bound`, is reached: each address of this machine where it listens on
 * all of them, else the host as it was named.
 */
function networkOrigins(
  { host, bound, port }: { readonly host: string; readonly bound: string; readonly port: number },
  interfaces: NodeJS.Dict<NetworkInterfaceInfo[]> = networkInterfaces(),
): readonly string[] {
  const isEvery = bound === EVERY_IPV4 || bound === EVERY
  return (isEvery ? addressesOf(interfaces, bound) : [host]).map(
    name => `http://${name.includes(':') ? `[${name}]` : name}:${port}`,
  )
}

function addressesOf(interfaces: NodeJS.Dict<NetworkInterfaceInfo[]>, bound: string): readonly string[] {
  const all = Object.values(interfaces).flatMap(addresses => addresses ?? [])
  const reached = all.filter(({ family, address }) => (bound === EVERY || family === 'IPv4') && !LINK_LOCAL.test(address))
  return [...new Set(reached.map(({ address }) => address))]
}
