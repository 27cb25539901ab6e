import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { NOT_FOUND_FILE, type OutPath, type SitePath } from '../model/address.ts'
import { feedNamed } from '../model/feed-names.ts'
import { MANIFEST_FILE, type ManifestEntry } from '../output/manifest-file.ts'
import type { ManifestLookup, OpenManifest } from '../output/manifest-lookup.ts'
import { type ManifestNews, ManifestReader } from '../output/manifest-reader.ts'
import { isSystemError } from '../platform/environment-error.ts'
import { Scratch } from '../platform/scratch.ts'
import { remembered } from './remembered.ts'

/** What the manifest says of an address: its file, or where the request is to go. */
export type Listed = ManifestEntry | { readonly redirect: SitePath }

/** The manifest of an `out/`, as it is now. */
export interface WatchedManifest {
  readonly find: ManifestLookup
  /** What stands at an address; undefined for nothing. */
  readonly listed: (path: string) => Listed | undefined
  /** Looks at the disk whether it changed, and reads what is new. Says whether it did. */
  readonly refresh: () => boolean
  /** Whether the last look was long enough ago. */
  readonly isDue: () => boolean
}

/** How old an answer may be when another process publishes. To ask the disk at every request would cost a tenth of each. */
const LOOK_EVERY_MS = 50
/** Addresses of which it is at hand what the manifest says. */
const KNOWN_ADDRESSES = 10_000

/**
 * Watches the manifest in `out/`. Where there is none, nothing is published: a server goes on when its folder is taken away. Where the
 * manifest alone is lost or damaged, the one before is used until there is another. `onLost` is told of both.
 */
export function watchedManifest(out: string, onLost: () => void): WatchedManifest {
  // What was read before is asked until the next has been read.
  const scratches: [spare: Scratch, held: Scratch] = [new Scratch(), new Scratch()]
  const reader = new ManifestReader(join(out, MANIFEST_FILE), descriptor => scratches[0].readOpen(descriptor))
  let manifest: OpenManifest | undefined
  const tail = new Map<OutPath, ManifestEntry>()
  const find: ManifestLookup = path => tail.get(path) ?? manifest?.findSorted(path)
  let listed = listing(find)
  let isThere = false
  /** Whether the manifest that is used is one that is lost. */
  let isFormer = false
  let lookedMs = Number.NEGATIVE_INFINITY
  const use = (next: OpenManifest | undefined): void => {
    scratches.reverse()
    manifest = next
    tail.clear()
    for (const [path, entry] of next?.tail ?? []) tail.set(path, entry)
  }
  const refresh = (): boolean => {
    lookedMs = performance.now()
    const news = lookAt(reader)
    if (news.kind === 'same' && !(isFormer && isEmptied(out))) return false
    if (news.kind === 'appended') for (const [path, entry] of news.lines) tail.set(path, entry)
    else {
      const next = news.kind === 'whole' ? news.manifest : undefined
      const stood = isThere
      isThere = next !== undefined
      if (stood && !isThere) onLost()
      isFormer = !isThere && (stood || isFormer) && !isEmptied(out)
      // Its bytes are being used.
      if (isFormer) return false
      use(next)
    }
    listed = listing(find)
    return true
  }
  return {
    find,
    listed: path => listed(path),
    refresh,
    isDue: () => performance.now() - lookedMs >= LOOK_EVERY_MS,
  }
}

/** Whether the files were taken away with their manifest: one page is in every publish. */
function isEmptied(out: string): boolean {
  return !existsSync(join(out, NOT_FOUND_FILE))
}

function listing(find: ManifestLookup): WatchedManifest['listed'] {
  return remembered(path => {
    const file = path.endsWith('/') ? `${path.slice(1)}index.html` : path.slice(1)
    const entry = find(file)
    if (entry) return entry.answer?.status === 301 ? { redirect: entry.answer.to } : entry
    if (find(`${file}/index.html`)) return { redirect: `/${file}/` }
    const feed = feedNamed(path)
    return feed && find(feed.slice(1)) ? { redirect: feed } : undefined
  }, KNOWN_ADDRESSES)
}

/** What may not be read is as good as lost. */
function lookAt(reader: ManifestReader): ManifestNews {
  try {
    return reader.look()
  } catch (error) {
    if (isSystemError(error, 'EACCES')) return { kind: 'whole', bytes: Buffer.alloc(0), manifest: undefined }
    throw error
  }
}
