import type { ManifestEntry } from '../../src/output/manifest-file.ts'
import { openManifest } from '../../src/output/manifest-lookup.ts'

/** Finds entries in a manifest's bytes. What is no manifest has none. */
export function manifestLookup(bytes: Buffer): (path: string) => ManifestEntry | undefined {
  const manifest = openManifest(bytes)
  return path => manifest?.find(path)
}
