import { hash } from 'node:crypto'
import { join } from 'node:path'
import { NOT_FOUND_FILE, type OutPath, outPathOf } from '../model/address.ts'
import type { Answer, Artifact } from '../model/artifact.ts'
import type { PublicationRecord } from '../model/record.ts'
import type { Site } from '../model/site.ts'
import type { Known } from '../plan/plan-publish.ts'
import { bytesIfThere } from '../platform/if-there.ts'
import { writeWhole } from '../platform/write-whole.ts'
import type { LastGood } from '../state/last-good.ts'
import { type Identified, identityFor } from '../state/own-folder.ts'
import { isAnnouncement, MANIFEST_FILE, type ManifestEntry, writeManifest } from './manifest-file.ts'
import { nextGeneration, type OutFolder } from './out-folder.ts'
import { RECORD_FILE } from './record-file.ts'

// The manifest says which files in `out/` are Courant's, and the server looks every request up in it. Where it is lost, cut short or another
// newsroom's, the same follows from the cache, the record and the files themselves.

/** What a manifest is rebuilt from. */
interface Remains {
  /** Files as the last publish remembers them. */
  readonly known: ReadonlyMap<OutPath, Known>
  readonly record: PublicationRecord
}

/** `out/` with a manifest that names all that is known to be Courant's; the same where its own does. Writes nothing. */
export function withManifest(out: OutFolder, { known, record }: Remains): OutFolder {
  const listed = out.isDamaged ? new Map<OutPath, ManifestEntry>() : (out.manifest ?? new Map<OutPath, ManifestEntry>())
  const lost: (readonly [OutPath, Known])[] = []
  // No array of all of them: there are tens of thousands, and nearly always none is lost.
  for (const one of known) if (isLost(listed.get(one[0]), one[1]) && isAsLeft(out, ...one)) lost.push(one)
  // Where the cache is lost too, the record knows the pages of stories.
  const unlisted =
    known.size === 0 && [...record.values()].some(({ permalink }) => isUnlisted(out, { listed, path: outPathOf(permalink) }))
  if (!out.isDamaged && out.manifest && lost.length === 0 && !unlisted) return out
  const entries = new Map<OutPath, ManifestEntry>(out.manifest ?? [])
  for (const [path, { sha256, size }] of lost) entries.set(path, { path, sha256, size })
  for (const [path, answer] of pathsIn(record)) {
    const entry = entries.get(path) ?? standingEntry(out.root, path, isCourants)
    if (entry) entries.set(path, { ...entry, ...(answer && { answer }) })
  }
  // Courant never published here.
  if (entries.size === 0) return out
  // Announced, so that nobody takes this for all that a publish left: what else is there follows with the publish that is about to begin.
  entries.set(RECORD_FILE, { path: RECORD_FILE, sha256: '', size: 0 })
  return { ...out, manifest: entries, isRebuilt: true }
}

/** `out/` by the identity that it has; a manifest of another is that of another newsroom, and says nothing of what is here. */
export function identified(out: OutFolder, paths: Identified, { idPrefix }: Pick<Site, 'idPrefix'>): OutFolder {
  const identity = identityFor(paths, { idPrefix, listed: out.identity })
  const isOwn = out.identity === undefined || [identity, paths.former].includes(out.identity)
  // With another identity in its header, it has to be written whole.
  const lengths = out.identity === identity ? out.lengths : undefined
  return isOwn ? { ...out, identity, lengths } : { ...out, identity, manifest: undefined, isDamaged: true }
}

/** Puts a rebuilt manifest in place, so that what is public is served while a publish is being made. */
export function restoreManifest(out: OutFolder): void {
  const { root, identity, manifest, isRebuilt } = out
  if (!isRebuilt || !manifest) return
  const text = writeManifest(manifest, { identity, rebuilt: true, generation: nextGeneration(out) })
  writeWhole(join(root, MANIFEST_FILE), text)
}

/**
 * A rebuilt manifest, with the files that this publish makes again: lists, feeds and the texts beside them have names that are Courant's own.
 * So is the page of a file that was published before, as the last good versions know. What else has the name of an author's file is nobody's.
 */
export function withOwnNames(
  out: OutFolder,
  { artifacts, lastGood }: { readonly artifacts: readonly Artifact[]; readonly lastGood: LastGood },
): OutFolder {
  if (!out.isRebuilt || !out.manifest || out.record.size === 0) return out
  const entries = new Map(out.manifest)
  for (const artifact of artifacts) {
    const entry =
      !entries.has(artifact.path) && hasOwnName(artifact, lastGood) ? standingEntry(out.root, artifact.path) : undefined
    if (entry) entries.set(entry.path, entry)
  }
  return { ...out, manifest: entries }
}

function hasOwnName(artifact: Artifact, lastGood: LastGood): boolean {
  if (artifact.kind === 'page') return artifact.source === undefined || lastGood(artifact.source.path) !== undefined
  return artifact.kind === 'feed' || artifact.kind === 'text'
}

function isLost(listed: ManifestEntry | undefined, { sha256 }: Known): boolean {
  return listed === undefined || (!isAnnouncement(listed) && listed.sha256 !== sha256)
}

/** Whether the page of a story is there, and in no manifest. */
function isUnlisted(
  { standing }: OutFolder,
  { listed, path }: { readonly listed: ReadonlyMap<OutPath, ManifestEntry>; readonly path: OutPath },
): boolean {
  return !listed.has(path) && standing(path) !== undefined
}

function isAsLeft({ standing }: OutFolder, path: OutPath, { size, mtimeMs }: Known): boolean {
  const now = standing(path)
  return now !== undefined && now.size === size && now.mtimeMs === mtimeMs
}

/** Paths of all stories that were ever public, with how a server answers for those that are gone or have moved. */
function pathsIn(record: PublicationRecord): ReadonlyMap<OutPath, Answer | undefined> {
  const paths = new Map<OutPath, Answer | undefined>(record.size > 0 ? [[NOT_FOUND_FILE, undefined]] : [])
  for (const { permalink, former, gone } of record.values())
    for (const address of former)
      paths.set(outPathOf(address), gone === undefined ? { status: 301, to: permalink } : { status: 410 })
  for (const { permalink, gone } of record.values())
    paths.set(outPathOf(permalink), gone === undefined ? undefined : { status: 410 })
  return paths
}

function standingEntry(root: string, path: OutPath, isWanted = (_bytes: Buffer) => true): ManifestEntry | undefined {
  const bytes = bytesIfThere(join(root, path))
  return bytes && isWanted(bytes) ? { path, sha256: hash('sha256', bytes, 'hex'), size: bytes.length } : undefined
}

/** How each page of Courant's begins: it names the stylesheet, or is a redirect. */
const COURANTS =
  /\/assets\/style\.[0-9a-f]+\.css"|<meta name="robots" content="noindex">\n<meta http-equiv="refresh" content="0;/
const HEAD_BYTES = 64 * 1024

/** Somebody may have put a record beside pages of their own, of another program with the same addresses. */
function isCourants(bytes: Buffer): boolean {
  return COURANTS.test(bytes.toString('utf8', 0, HEAD_BYTES))
}
