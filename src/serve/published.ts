import { hash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { SitePath } from '../model/address.ts'
import { MANIFEST_FILE, type Manifest, type ManifestEntry, readManifest } from '../store/manifest-file.ts'
import { contentType } from './content-type.ts'

/** A published file, ready to be answered with. */
export interface PublishedFile {
  readonly body: Buffer
  readonly type: string
  /** Strong entity tag of the bytes (RFC 9110 §8.8.3). */
  readonly etag: string
  readonly lastModified: Date
  /** 410 for the page of what is gone (RFC 9110 §15.5.11). */
  readonly status: 200 | 410
}

/** Looks published files up, by the path of a request. */
export interface PublishedSite {
  /** The file at a path within the site, or where a folder's page stands; undefined when nothing is published there. */
  readonly find: (path: string) => PublishedFile | { readonly redirect: SitePath } | undefined
}

/**
 * The site in `out/`, as its manifest lists it: a request's path is only ever looked up there, never joined to the disk, so
 * that nothing else can be asked for. The manifest is read again when it changed.
 */
export function publishedSite(out: string): PublishedSite {
  const manifestFile = join(out, MANIFEST_FILE)
  let manifest: Manifest = new Map()
  let readAt: string | undefined
  const refresh = (): void => {
    const now = statSync(manifestFile, { throwIfNoEntry: false })
    const version = now && `${now.ino}-${now.mtimeMs}-${now.size}`
    if (version === readAt) return
    manifest = (version && readManifest(readText(manifestFile))) || new Map()
    readAt = version
  }
  return {
    find: path => {
      refresh()
      const file = path.endsWith('/') ? `${path.slice(1)}index.html` : path.slice(1)
      const entry = manifest.get(file)
      if (entry?.answer?.status === 301) return { redirect: entry.answer.to }
      if (entry) return readPublished(join(out, file), entry)
      return manifest.has(`${file}/index.html`) ? { redirect: `/${file}/` } : undefined
    },
  }
}

/** Empty for what cannot be read: a server goes on when its folder is taken away. */
function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

function readPublished(file: string, { path, answer }: ManifestEntry): PublishedFile | undefined {
  try {
    const body = readFileSync(file)
    const { mtime } = statSync(file)
    return {
      body,
      type: contentType(path),
      etag: `"${hash('sha256', body, 'base64url').slice(0, 27)}"`,
      lastModified: mtime,
      status: answer?.status === 410 ? 410 : 200,
    }
  } catch {
    // Removed since the manifest was read.
    return undefined
  }
}
