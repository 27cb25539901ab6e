import { ChildProcess } from 'node:child_process'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { once } from 'node:events'
import { arch, platform } from 'node:process'
import type { PagefindIndex } from 'pagefind'
import { EnvironmentError } from '../platform/environment-error.ts'

/** Which Pagefind makes the index: another may write other files. */
export const PAGEFIND_VERSION = '1.6.0'

/** A page as it was published. */
export interface PublishedPage {
  /** Its path within the site, whatever the base path. */
  readonly url: string
  readonly html: string
}

// A search page loads the fragments of what it shows; stories share files where there are more, so that an index has hundreds of files, not thousands.
const MOST_FRAGMENTS = 500

// As many as are on their way to Pagefind at once: bodies are not all held.
const BATCH = 32

/** The story alone: what stands with many stories would be found in all of them. */
const STORY = 'main article.story'
const OPENING = /<article\b[^>]* class="(?:[^"]* )?story(?: [^"]*)?"[^>]*>/
const TITLE = /<meta property="og:title" content="([^"]*)">/
const DATE = /<p class="date"><time datetime="([^"]+)">([^<]+)<\/time>/
// Pagefind takes space out of an id; the page's script reads the rest as an address is read.
const NOT_IN_AN_ID = /[\s%]/g
const NOT_THE_STORY = ['.kicker', '.date', '.lacking', '.disclaimer', '.boilerplate', '.origins', 'nav']

/**
 * Makes an index of pages in a folder, each language by itself. Pagefind is a program of its own, which this starts, ends and waits for: one
 * that nobody waited for stays in the system's list of processes as long as this one runs.
 * @throws EnvironmentError when it is not installed, or fails; the reason of `signal` once that is aborted
 */
export async function writeIndex(pages: Iterable<PublishedPage>, folder: string, signal?: AbortSignal): Promise<void> {
  const { index, close, ended } = await startPagefind()
  try {
    await Promise.race([ended, makeIndex(index, { pages, folder, signal })])
  } finally {
    await close()
  }
}

async function makeIndex(
  index: PagefindIndex,
  {
    pages,
    folder,
    signal,
  }: { readonly pages: Iterable<PublishedPage>; readonly folder: string; readonly signal: AbortSignal | undefined },
): Promise<void> {
  await addAll(index, { pages, signal })
  const { errors } = await index.writeFiles({ outputPath: folder })
  if (errors.length > 0) throw failed(errors)
}

async function addAll(
  index: PagefindIndex,
  { pages, signal }: { readonly pages: Iterable<PublishedPage>; readonly signal: AbortSignal | undefined },
): Promise<void> {
  let batch: Promise<{ readonly errors: string[] }>[] = []
  const settle = async (): Promise<void> => {
    const errors = (await Promise.all(batch)).flatMap(({ errors }) => errors)
    if (errors.length > 0) throw failed(errors)
    batch = []
    signal?.throwIfAborted()
  }
  for (const { url, html } of pages) {
    batch.push(index.addHTMLFile({ url, content: withFacts(html) }))
    if (batch.length === BATCH) await settle()
  }
  await settle()
}

/**
 * What is shown of a story that is found goes with it: its title, wherever a theme puts the heading, and its date, for machines and as
 * readers see it. Pagefind searches all that it keeps of a page but the ids of its elements. So the date is one: as text, `May` would find
 * every story of a May.
 */
function withFacts(html: string): string {
  const [, title = ''] = TITLE.exec(html) ?? []
  const [, date, shown = ''] = DATE.exec(html) ?? []
  const named = `<meta data-pagefind-meta="title[content]" content="${title}">`
  const dated = date === undefined ? '' : `<i id="${date}/${shown.replace(NOT_IN_AN_ID, encodeURIComponent)}"></i>`
  return html.replace(OPENING, opening => opening + named + dated)
}

interface Pagefind {
  readonly index: PagefindIndex
  /** Ends the program, and waits until it has. */
  readonly close: () => Promise<void>
  /** Rejects when the program ends by itself, on a full disk say: then nothing answers any more. */
  readonly ended: Promise<never>
}

async function startPagefind(): Promise<Pagefind> {
  const { promise: ended, reject } = Promise.withResolvers<never>()
  // It ends when it is told to as well, and nobody listens any more.
  ended.catch(() => {})
  const programs: ChildProcess[] = []
  // The package keeps its program to itself.
  const onStart = (started: unknown): void => {
    if (!isStart(started)) return
    const { process } = started
    programs.push(process)
    process.once('exit', () => (isPagefind(process) ? reject(failed(['its program ended by itself'])) : undefined))
  }
  subscribe(STARTS, onStart)
  try {
    const { createIndex, close: end } = await import('pagefind')
    const close = async (): Promise<void> => {
      await end()
      await Promise.all(programs.filter(isPagefind).map(exitOf))
    }
    const options = { rootSelector: STORY, excludeSelectors: NOT_THE_STORY, maxFragments: MOST_FRAGMENTS }
    const { index, errors } = await Promise.race([ended, createIndex(options)])
    if (index) return { index, close, ended }
    await close()
    throw failed(errors)
  } catch (error) {
    if (error instanceof EnvironmentError) throw error
    throw new EnvironmentError('no-search', `Pagefind, which makes the search, does not start on ${platform}-${arch}`, {
      remedy: 'install Courant again with its optional packages, or write search: false in site.yaml',
      cause: error,
    })
  } finally {
    unsubscribe(STARTS, onStart)
  }
}

/** Node tells of a program before it knows its name. */
function isPagefind({ spawnfile }: ChildProcess): boolean {
  return /pagefind/.test(spawnfile)
}

/** Waits until a program that was told to end has ended: only then does Node take it off the system's list of processes. */
async function exitOf(program: ChildProcess): Promise<void> {
  if (program.exitCode !== null || program.signalCode !== null || program.pid === undefined) return
  // Pagefind's package lets go of it, and a thread with nothing else to do would end first.
  program.ref()
  await once(program, 'exit')
}

/** Where Node tells of every program that is started. */
const STARTS = 'child_process'

function isStart(message: unknown): message is { readonly process: ChildProcess } {
  return typeof message === 'object' && message !== null && 'process' in message && message.process instanceof ChildProcess
}

function failed(errors: readonly string[]): EnvironmentError {
  return new EnvironmentError('no-search', `Pagefind could not make the search: ${errors.join('; ')}`, {
    remedy: 'see whether the disk is full; else write search: false in site.yaml, and tell us',
  })
}
