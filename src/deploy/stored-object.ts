import { hash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { hrefOf, type OutPath } from '../model/address.ts'
import { feedNamed } from '../model/feed-names.ts'
import { cacheControl } from '../output/cache-control.ts'
import { contentType } from '../output/content-type.ts'
import type { ManifestEntry } from '../output/manifest-file.ts'
import { ifThere } from '../platform/if-there.ts'
import type { StoredObject } from './bucket.ts'
import { fileHash } from './file-hash.ts'
import { isHashed } from './generation.ts'
import { wordsOfRedirect } from './named-feeds.ts'

const TEXT = 'text/plain; charset=utf-8'

/** What is larger is sent from the disk. */
const WHOLE_BYTES = 8 * 1024 * 1024

/** A public file as an object, with the headers that Courant's own server gives it; undefined where other bytes stand there by now. */
export function objectOf(
  entry: ManifestEntry,
  { root, basePath, copyOf }: { readonly root: string; readonly basePath: string; readonly copyOf?: OutPath | undefined },
): StoredObject | undefined {
  const { answer } = entry
  const path = copyOf ?? entry.path
  const words = answer?.status === 301 && feedNamed(`/${path}`) === answer.to ? wordsOfRedirect(answer.to) : undefined
  if (answer?.status === 301 && words !== undefined && hash('sha256', words, 'hex') === entry.sha256)
    return { body: Buffer.from(words), type: TEXT, cacheControl: cacheControl(path), redirect: hrefOf({ basePath }, answer.to) }
  const body = ifThere(() => bodyOf(join(root, path), isHashed(entry) ? entry.sha256 : undefined))
  if (!body) return undefined
  const redirect = answer?.status === 301 ? hrefOf({ basePath }, answer.to) : undefined
  return { body, type: contentType(path), cacheControl: cacheControl(path), ...(redirect !== undefined && { redirect }) }
}

function bodyOf(file: string, sha256: string | undefined): StoredObject['body'] | undefined {
  const { size } = statSync(file)
  if (size > WHOLE_BYTES) return sha256 === undefined || fileHash(file) === sha256 ? { file, size } : undefined
  const bytes = readFileSync(file)
  return sha256 === undefined || hash('sha256', bytes, 'hex') === sha256 ? bytes : undefined
}
