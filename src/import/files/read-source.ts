import { lookup } from 'node:dns/promises'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Site } from '../../model/site.ts'
import { isSystemError } from '../../platform/environment-error.ts'
import { readWithin, type Within } from '../../platform/open-within.ts'
import { isPrivateAddress } from '../../platform/private-address.ts'
import { listFiles } from '../../sources/list-files.ts'
import { decodeText } from '../decode-text.ts'
import { feedSource, remoteFile } from '../feed-source.ts'
import { ImportMistake } from '../import-mistake.ts'
import { knownIds } from '../known-ids.ts'
import { type ReadDocument, readDocument } from '../read-feed.ts'
import { isHugo, readHugo } from '../read-hugo.ts'
import { isJekyll, readJekyll } from '../read-jekyll.ts'
import { readWordpress } from '../read-wordpress.ts'
import type { Source } from '../source.ts'
import type { SourceFolder } from '../source-folder.ts'
import { fetchDocument, olderDocuments } from './fetch-feed.ts'

/** A source, and what is known of it by where it stands. */
export interface ReadSource {
  readonly source: Source
  /** Files of a folder, by their path in it: where they stand on disk. */
  readonly onDisk: ReadonlyMap<string, string>
  /** Ids of stories by their old addresses, from feeds that stand in the folder as they were published. */
  readonly ids: ReadonlyMap<string, string>
  /** Whether hosts of private networks may be asked: the source is on one itself. */
  readonly allowPrivate: boolean
}

/** Reads what is at a path or an address, whatever it is. @throws ImportMistake, DownloadError */
export async function readSource(place: string, site: Site): Promise<ReadSource> {
  if (/^https?:\/\//i.test(place)) return readAddress(place, site)
  return isFolder(place) ? readFolder(place, site) : readFile(place, site)
}

/** The ids by which subscribers of the feed at a path or an address know its stories. @throws ImportMistake, DownloadError */
export async function readIds(place: string, site: Site): Promise<ReadonlyMap<string, string>> {
  const { source } = await readSource(place, site)
  return knownIds(source.stories)
}

async function readAddress(place: string, site: Site): Promise<ReadSource> {
  const allowPrivate = await isPrivateHost(new URL(place).hostname)
  const { document, address } = await fetchDocument(place, { allowPrivate })
  return fromDocument(document, { address, allowPrivate, site })
}

async function readFile(place: string, site: Site): Promise<ReadSource> {
  const document = readDocument(decodeText(readWhole(place)))
  return fromDocument(document, { address: undefined, allowPrivate: false, site })
}

async function fromDocument(
  document: ReadDocument,
  {
    address,
    allowPrivate,
    site,
  }: { readonly address: string | undefined; readonly allowPrivate: boolean; readonly site: Site },
): Promise<ReadSource> {
  const { feed } = document
  const read = document.kind === 'feed' ? await wholeFeed({ feed, address }, allowPrivate) : undefined
  const source = document.kind === 'wordpress' ? readWordpress(document.channel, { feed, zone: site.timezone }) : read
  if (source === undefined) throw new TypeError('a document is neither feed nor export')
  return {
    source: { ...source, fileAt: (written, story) => remoteFile(written, story, source.home) },
    onDisk: new Map(),
    ids: new Map(),
    allowPrivate,
  }
}

async function wholeFeed(
  first: Parameters<typeof olderDocuments>[0],
  allowPrivate: boolean,
): Promise<ReturnType<typeof feedSource>> {
  const { documents, losses } = await olderDocuments(first, { allowPrivate })
  const source = feedSource([first, ...documents])
  return { ...source, losses: [...source.losses, ...losses] }
}

/** Feeds as Hugo and Jekyll leave them beside what they are made of. */
const BUILT_FEED = /^(?:public|_site)\/(?:.*\/)?(?:index|feed|atom|rss)\.(?:xml|json)$/

function readFolder(place: string, site: Site): ReadSource {
  const { files, diagnostics } = listFiles(place)
  const onDisk = new Map(files.map(({ path, onDisk }) => [path, onDisk]))
  const folder: SourceFolder = {
    paths: new Set(onDisk.keys()),
    read: path => readWhole({ path, onDisk: onDisk.get(path) ?? join(place, path) }),
  }
  const home = { home: `${site.origin}${site.basePath}/` }
  const source = readSite(folder, home)
  const losses = diagnostics.map(({ path, message }) => ({ from: path, what: message }))
  return {
    source: { ...source, losses: [...source.losses, ...losses] },
    onDisk,
    ids: builtIds(folder),
    allowPrivate: false,
  }
}

function readSite(folder: SourceFolder, context: { readonly home: string }): Source {
  if (isJekyll(folder)) return readJekyll(folder, context)
  if (isHugo(folder)) return readHugo(folder, context)
  throw new ImportMistake(
    'this folder is neither a Hugo nor a Jekyll site',
    'name the folder in which content/ (Hugo) or _posts/ (Jekyll) stands',
  )
}

function builtIds(folder: SourceFolder): ReadonlyMap<string, string> {
  const ids = new Map<string, string>()
  for (const path of folder.paths) {
    if (!BUILT_FEED.test(path)) continue
    try {
      const { feed } = readDocument(decodeText(folder.read(path)))
      for (const [address, id] of knownIds(feed.stories)) if (!ids.has(address)) ids.set(address, id)
    } catch (error) {
      // A sitemap, or another kind of file by such a name.
      if (!(error instanceof ImportMistake)) throw error
    }
  }
  return ids
}

function isFolder(place: string): boolean {
  try {
    return statSync(place).isDirectory()
  } catch (error) {
    if (!isSystemError(error, 'ENOENT', 'ENOTDIR')) throw error
    throw new ImportMistake('there is nothing of this name', 'name a folder, a file, or an address that begins with http')
  }
}

const MAX_FILE_BYTES = 256 * 1024 * 1024

/** A file that was named, or one of a folder. @throws ImportMistake where it is too large */
function readWhole(file: string | Within): Buffer {
  const name = typeof file === 'string' ? file : file.onDisk
  if (statSync(name).size > MAX_FILE_BYTES)
    throw new ImportMistake(`${name} is larger than ${MAX_FILE_BYTES / 1024 / 1024} MiB`, 'export it in parts, year by year')
  return typeof file === 'string' ? readFileSync(file) : readWithin(file)
}

/** Whether a host stands in a private network, this machine included; one that is not known is told by the download. */
async function isPrivateHost(hostname: string): Promise<boolean> {
  try {
    const found = await lookup(hostname.replace(/^\[|\]$/g, ''), { all: true })
    return found.length > 0 && found.every(({ address }) => isPrivateAddress(address))
  } catch {
    return false
  }
}
