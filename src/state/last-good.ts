import { hash } from 'node:crypto'
import { closeSync, openSync } from 'node:fs'
import { StateDatabase } from '../db/state-database.ts'
import type { SourcePath } from '../model/address.ts'
import { toJsonLines } from '../platform/json-lines.ts'
import type { Scratch } from '../platform/scratch.ts'
import { type OpenFile, writeAll } from '../platform/write-whole.ts'
import type { Paths } from './paths.ts'
import { copiedState, rehearseState, stateFile, writeState } from './state.ts'
import { sourcesIn } from './version-one.ts'

/** A file's last good text, for when what stands there now cannot be read, and the hash of its bytes. */
export type LastGood = (path: SourcePath) => { readonly source: string; readonly hash: string } | undefined

/** Writes sources down as they are rendered, for `rememberGood` once they are published. */
export class GoodWriter implements Disposable {
  readonly #file: OpenFile
  readonly #scratch: Scratch

  /** Adds to `part`, as other threads may: each line is written in one go, at the end of the file. */
  constructor(part: string, scratch: Scratch) {
    this.#scratch = scratch
    this.#file = { path: part, descriptor: openSync(part, 'a', 0o600) }
  }

  /** @throws when the disk is full */
  add(path: SourcePath, bytes: Uint8Array): void {
    const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8')
    writeAll(this.#file, this.#scratch.join([toJsonLines([{ path, source }])]))
  }

  [Symbol.dispose](): void {
    closeSync(this.#file.descriptor)
  }
}

/** Looks up last good versions, one at a time. There is seldom a question: the state is opened at the first, and again where another is in its place. */
export function lastGoodIn(paths: Pick<Paths, 'state'>): LastGood & Disposable {
  let opened: { readonly state: StateDatabase; readonly inode: number | undefined } | undefined
  const lastGood: LastGood = path => {
    const file = stateFile(paths)
    if (opened === undefined || opened.inode !== file?.inode) {
      opened?.state[Symbol.dispose]()
      opened = undefined
      opened = { state: file ? StateDatabase.open(file.path) : copiedState(paths), inode: file?.inode }
    }
    const source = opened.state.source(path)
    return source === undefined ? undefined : { source, hash: hash('sha256', source, 'hex') }
  }
  const close = (): void => {
    opened?.state[Symbol.dispose]()
    opened = undefined
  }
  return Object.assign(lastGood, { [Symbol.dispose]: close })
}

// What SQLite holds in memory before it has to write into the database, which readers would wait for until the end.
const BATCH_LENGTH = 8 * 1024 * 1024

/**
 * Remembers published sources, which are in files that `GoodWriter` wrote: they survive a mistake in the next version. Each is remembered by itself, so
 * that many are written in several transactions. `beside` is done together with the first ones.
 */
export function rememberGood(
  paths: Pick<Paths, 'state'>,
  parts: readonly string[],
  beside: (state: StateDatabase) => void = () => {},
): void {
  const batches = inBatches(parts)
  const first = batches.next()
  writeState(paths, state => {
    beside(state)
    state.setSources(first.value ?? [])
  })
  for (const batch of batches) writeState(paths, state => state.setSources(batch))
}

/** Does the first of what `rememberGood` is to do, and takes it back: a state that is damaged is noticed before anything is public. @throws as that does */
export function rehearseGood(
  paths: Pick<Paths, 'state'>,
  parts: readonly string[],
  beside: (state: StateDatabase) => void = () => {},
): void {
  const { value: sources = [] } = inBatches(parts).next()
  rehearseState(paths, state => {
    beside(state)
    state.setSources(sources)
    // When the releases of this publish were out is added once they are.
    state.addReleases([])
  })
}

type Sources = readonly { readonly path: SourcePath; readonly source: string }[]

function* inBatches(parts: readonly string[]): Generator<Sources, undefined> {
  let batch: Sources[number][] = []
  let length = 0
  for (const part of parts)
    for (const entry of sourcesIn(part)) {
      batch.push(entry)
      length += entry.source.length
      if (length < BATCH_LENGTH) continue
      yield batch
      batch = []
      length = 0
    }
  if (batch.length > 0) yield batch
}
