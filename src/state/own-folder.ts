import { hash, randomBytes } from 'node:crypto'
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { Site } from '../model/site.ts'
import { MANIFEST_FILE, readHeader } from '../output/manifest-file.ts'
import { bytesAt } from '../platform/file-lines.ts'
import { ifThere } from '../platform/if-there.ts'
import { isObject } from '../platform/json-lines.ts'
import { readJson } from '../platform/read-json.ts'
import { realPath } from '../platform/real-path.ts'
import { writeWhole } from '../platform/write-whole.ts'

// Each `out/` has a folder of Courant's own below `.courant/`, with its state. The two know each other by an identity, which is in the manifest and
// in the state, so that a newsroom may be moved, mounted elsewhere or named by a link. Where the manifest is lost, the path of `out/` tells.

/** The folder of Courant's own for an `out/`, and how it is known. */
export interface OwnFolder {
  /** Private, safe to lose but for `state/`. */
  readonly own: string
  /** Undefined until something is published there for the first time. */
  readonly identity: string | undefined
  /** Other identities that the manifest of this `out/` may have: of the newsroom that this one was copied from. */
  readonly former: string | undefined
  /** The `out/` that this is a copy of; undefined where it is none, and once it has an identity of its own. */
  readonly copyOf: string | undefined
}

/** What a state says of itself. */
interface Stored {
  readonly identity: string
  readonly former: string | undefined
  /** Tells two newsrooms of one identity apart, neither of which is a copy of the other. It is in no manifest. */
  readonly token: string
  /** Where `out/` was when something was last published into it, whatever links led there. */
  readonly out: string
  /** Where the state's folder was then. */
  readonly own: string
}

/** A state as it is found. */
interface Found extends Stored {
  readonly at: string
}

const IDENTITY_FILE = join('state', 'identity.json')

/** Name of the built-in hub's store in a state: its subscriptions. */
export const HUB_FILE = 'hub.sqlite'

/** Finds the folder: by the identity in the manifest, else by the path of `out/`, else it is a new one. Writes nothing. */
export function ownFolderOf({ all, out }: { readonly all: string; readonly out: string }): OwnFolder {
  const states = statesIn(all)
  const listed = identityOf(out)
  const here = states.filter(state => state.out === realPath(out))
  const known = states.find(({ identity }) => identity === listed)
  // A copy whose manifest has not been written since.
  const settled = listed === undefined ? undefined : here.find(({ former }) => former === listed)
  if (!settled && known && isHeldElsewhere(known, out)) return copied(known, { all, out, states })
  const found = settled ?? known ?? here[0]
  if (found) return { own: found.at, identity: found.identity, former: found.former, copyOf: undefined }
  return { own: newFolder({ all, out, states }), identity: listed, former: undefined, copyOf: undefined }
}

interface Finding {
  readonly all: string
  readonly out: string
  readonly states: readonly Found[]
}

/** A copy with its state takes that over, without its subscriptions; a copy of `out/` alone begins a state. */
function copied(original: Found, finding: Finding): OwnFolder {
  const isStateCopied = !isSameFile(join(original.at, IDENTITY_FILE), join(original.own, IDENTITY_FILE))
  const own = isStateCopied ? original.at : newFolder(finding)
  return { own, identity: randomBytes(12).toString('hex'), former: original.identity, copyOf: original.out }
}

/** Whether another `out/` still has the identity of this one, where the state says that it was. */
function isHeldElsewhere(state: Found, out: string): boolean {
  if (state.out === realPath(out) || identityOf(state.out) !== state.identity) return false
  if (isSameFile(join(out, MANIFEST_FILE), join(state.out, MANIFEST_FILE))) return false
  // Another newsroom may have been begun there since, and have come to the same identity.
  return storedIn(state.own)?.token === state.token
}

/** Whether two names lead to one file, by whatever mounts: a copy was changed at another instant. */
function isSameFile(one: string, other: string): boolean {
  const [a, b] = [one, other].map(file => statSync(file, { bigint: true, throwIfNoEntry: false }))
  if (!a || !b) return false
  return (a.ino === b.ino && a.dev === b.dev) || (a.ctimeNs === b.ctimeNs && a.mtimeNs === b.mtimeNs && a.size === b.size)
}

/** Named for the path, as all were before there were identities; where that is another's by now, with a number. */
function newFolder({ all, out, states }: Finding): string {
  const nameOf = (path: string): string => join(all, hash('sha256', path, 'hex').slice(0, 12))
  const isTaken = (own: string): boolean => states.some(({ at }) => at === own)
  const former = [out, realPath(out)].map(nameOf).find(own => existsSync(own) && !isTaken(own))
  for (let number = 1, own = former ?? nameOf(out); ; number++, own = `${nameOf(out)}-${number}`) if (!isTaken(own)) return own
}

function statesIn(all: string): readonly Found[] {
  const names = ifThere(() => readdirSync(all)) ?? []
  return names.toSorted().flatMap(name => {
    const stored = storedIn(join(all, name))
    return stored ? [{ ...stored, at: join(all, name) }] : []
  })
}

function storedIn(own: string): Stored | undefined {
  const stored = readJson(join(own, IDENTITY_FILE))
  if (!isObject(stored)) return undefined
  const { identity, former, token, out, own: at } = stored
  if (typeof identity !== 'string' || typeof token !== 'string' || typeof out !== 'string' || typeof at !== 'string')
    return undefined
  return { identity, former: typeof former === 'string' ? former : undefined, token, out, own: at }
}

// The first line of a manifest names two paths at most.
const HEADER_BYTES = 16 * 1024

/** The identity in the manifest of an `out/`; undefined where there is none, or it cannot be read. */
function identityOf(out: string): string | undefined {
  try {
    return readHeader(bytesAt(join(out, MANIFEST_FILE), { at: 0, length: HEADER_BYTES }).toString('utf8'))?.identity
  } catch {
    return undefined
  }
}

/** A newsroom and its own folder. */
export interface Identified extends OwnFolder {
  readonly out: string
  readonly articles: string
}

/**
 * The identity of an `out/`, `listed` being that in its manifest. A first one follows from the newsroom, so that the same newsroom has the
 * same manifest on every machine.
 */
export function identityFor(
  { own, identity, articles, out }: Identified,
  { idPrefix, listed }: Pick<Site, 'idPrefix'> & { readonly listed: string | undefined },
): string {
  const first = (): string => hash('sha256', `${idPrefix}\n${relative(articles, out)}`, 'hex').slice(0, 24)
  return identity ?? storedIn(own)?.identity ?? listed ?? first()
}

/** Notes the identity of an `out/` in its state, with where both are. The state of a copy loses its subscriptions. */
export function noteIdentity(paths: Identified, identity: string): void {
  const { own, former } = paths
  const before = storedIn(own)
  const place = { out: realPath(paths.out), own: realPath(own) }
  if (before?.identity === identity && before.out === place.out && before.own === place.own) return
  if (before && before.identity !== identity)
    for (const ending of ['', '-wal', '-shm']) rmSync(join(own, 'state', HUB_FILE + ending), { force: true })
  const token = before?.identity === identity ? before.token : randomBytes(12).toString('hex')
  const stored: Stored = { identity, former: former ?? before?.former, token, ...place }
  writeWhole(join(own, IDENTITY_FILE), JSON.stringify(stored), { mode: 0o600 })
}

/** Gives a copy its identity at once, before anything looks into its state. */
export function noteCopy(paths: Identified): void {
  if (paths.copyOf !== undefined && paths.identity !== undefined) noteIdentity(paths, paths.identity)
}
