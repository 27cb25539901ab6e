import { lstatSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { feedArchivePath, feedPath } from '../model/edition.ts'
import type { PublicationRecord } from '../model/record.ts'
import type { DownloadLimits } from '../platform/download.ts'
import { EnvironmentError } from '../platform/environment-error.ts'
import { ifThere, textIfThere } from '../platform/if-there.ts'
import { isObject } from '../platform/json-lines.ts'
import type { OutFolder } from './out-folder.ts'
import { joinRecords, readRecord } from './record-file.ts'
import { recordFromFeeds } from './record-from-feeds.ts'

/**
 * The record to start from. `elsewhere` names a record that is kept in another place: a file, which is joined with that in
 * `out/`; or, for when `out/` is new, the address or file of a record or of a JSON Feed that was published. An `out/` that lost
 * its record and has its feeds is its own source.
 * @throws EnvironmentError when what is named cannot be read, since stories would get new ids
 */
export async function startingRecord(out: OutFolder, elsewhere: string | undefined): Promise<PublicationRecord> {
  const own =
    out.record.size > 0 || !out.manifest ? out.record : await fromFile(join(out.root, feedPath({ path: '/' }, 'json').slice(1)))
  if (elsewhere === undefined) return own
  if (isAddress(elsewhere))
    return own.size > 0 ? own : fromText(await fetchText(elsewhere), { name: elsewhere, read: fetchText })
  return joinRecords(own, await fromFile(elsewhere))
}

/** Whether a record is named by an address, not by a file. */
export function isAddress(record: string): boolean {
  return /^https?:\/\//.test(record)
}

async function fromFile(file: string): Promise<PublicationRecord> {
  let text: string
  try {
    // A link that leads nowhere is there: its disk is away.
    if (!ifThere(() => lstatSync(file))) return new Map()
    text = readFileSync(file, 'utf8')
  } catch (error) {
    throw unreadable(file, error)
  }
  return fromText(text, { name: file, read: address => Promise.resolve(textIfThere(fileOf(address, file))) })
}

/** Archives of a feed on disk stand below its folder, wherever their addresses point. */
function fileOf(address: string, feed: string): string {
  const name = /\/archive\/([^/]+)\/[^/]*$/.exec(address)?.[1]
  return name === undefined ? feed : join(dirname(feed), feedPath({ path: feedArchivePath({ path: '/' }, name) }, 'json'))
}

async function fromText(
  text: string,
  { name, read }: { readonly name: string; readonly read: (address: string) => Promise<string | undefined> },
): Promise<PublicationRecord> {
  if (!isFeed(text)) return readRecord(text, name)
  try {
    return await recordFromFeeds(name, address => (address === name ? Promise.resolve(text) : read(address)))
  } catch (error) {
    throw unreadable(name, error)
  }
}

/** A record's lines are JSON, each by itself; a feed is as a whole, on many lines as we write it, also where it was cut short. */
function isFeed(text: string): boolean {
  if (/^\s*\{\r?\n/.test(text)) return true
  try {
    const document: unknown = JSON.parse(text)
    return isObject(document) && Array.isArray(document.items)
  } catch {
    return false
  }
}

// A record of a million stories; its operator named the address, of whatever network.
const LIMITS: DownloadLimits = { timeoutMs: 20_000, maxBytes: 512 * 1024 * 1024, allowPrivate: true }

/** What speaks HTTP is loaded where there is something to fetch. */
async function fetchText(address: string): Promise<string> {
  try {
    const { download } = await import('../platform/download.ts')
    return new TextDecoder().decode((await download(address, LIMITS)).bytes)
  } catch (error) {
    throw unreadable(address, error)
  }
}

function unreadable(name: string, cause: unknown): EnvironmentError {
  const why = cause instanceof Error ? cause.message : String(cause)
  return new EnvironmentError('record-unreadable', `the record at ${name} cannot be read: ${why}`, {
    remedy:
      'without it, published stories could get new ids; name another with --record, or leave the option out for a new newsroom',
    cause,
  })
}
