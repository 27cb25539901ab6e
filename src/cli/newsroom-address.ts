import { createInterface } from 'node:readline/promises'
import { isExampleHost } from '../config/example-addresses.ts'
import { UsageError } from './options.ts'
import type { Terminal } from './terminal.ts'

const MODEL = 'https://news.your-domain.org'

/** Where a new newsroom will be published, without a slash at the end, and how the ids of its stories begin. */
export interface NewsroomAddress {
  readonly url: string
  readonly host: string
  readonly idPrefix: string
}

/** How whoever makes the newsroom says it. */
export interface AskedAddress {
  /** As `--url` has it. */
  readonly url: string | undefined
  /** The folder, for a command to type. */
  readonly dir: string
  /** Whether somebody is there to be asked. */
  readonly mayAsk: boolean
  readonly year: number
  readonly screen: Terminal
}

/** The address that `--url` names, or that is asked for on a terminal. @throws UsageError where neither gives one */
export async function newsroomAddress({ url, dir, mayAsk, year, screen }: AskedAddress): Promise<NewsroomAddress> {
  if (url !== undefined) return readAddress(url, year)
  const answer = mayAsk ? await ask(screen, year) : undefined
  if (answer) return answer
  throw new UsageError(
    'the address of the newsroom is missing: its stories get permanent ids made of it',
    `say where it will be published: courant init ${dir} --url ${MODEL}`,
  )
}

/** Asks until the answer can be read; undefined when no more answers come (Ctrl-C, Ctrl-D). */
async function ask(screen: Terminal, year: number): Promise<NewsroomAddress | undefined> {
  screen.say('Where will the newsroom be published? Its stories get permanent ids made of this domain.')
  using lines = createInterface({ input: process.stdin, output: process.stderr, prompt: `Address, like ${MODEL}: ` })
  lines.prompt()
  for await (const line of lines) {
    try {
      return readAddress(line, year)
    } catch (error) {
      if (!(error instanceof UsageError)) throw error
      screen.say(`${error.message}\n  ${error.remedy}`)
      lines.prompt()
    }
  }
  return undefined
}

/** @throws UsageError where it is no address that a newsroom can have */
function readAddress(text: string, year: number): NewsroomAddress {
  const typed = text.trim()
  const url = URL.parse(/^[a-z][a-z\d+.-]*:\/\//i.test(typed) ? typed : `https://${typed}`)
  // The rest of an id follows the domain, which therefore has a name.
  const isAddress = url && /^https?:$/.test(url.protocol) && /^[a-z\d.-]+$/.test(url.hostname)
  if (!isAddress || url.username || url.password || url.search || url.hash)
    throw new UsageError(`cannot read "${typed}" as the address of a newsroom`, `write it in full: ${MODEL}`)
  if (isExampleHost(url.hostname))
    throw new UsageError(
      `${url.hostname} is a domain for examples, which nobody can have`,
      'write the address where your newsroom will be published',
    )
  return { url: url.href.replace(/\/+$/, ''), host: url.hostname, idPrefix: `tag:${url.hostname},${year}:` }
}
