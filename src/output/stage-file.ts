import { hash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { writeFully } from '../platform/write-whole.ts'

/** A file that was made: its bytes' hash, and whether they were staged or stand in `out/` already. */
export interface Made {
  readonly sha256: string
  readonly size: number
  /** The staged file, to be renamed into place; undefined when the same bytes stand there. */
  readonly staged: string | undefined
  /** True when the bytes in `out/` differ, staged or not. */
  readonly differs: boolean
}

/** Stages bytes unless the very same stand at `out`, if given. Without `stage` it only compares. */
export function stageFile(
  content: string | Uint8Array,
  {
    out,
    stage,
    sync = false,
  }: { readonly out: string | undefined; readonly stage: string | undefined; readonly sync?: boolean },
): Made {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content
  const facts = { sha256: hash('sha256', bytes, 'hex'), size: bytes.length }
  const now = out === undefined ? undefined : statSync(out, { throwIfNoEntry: false })
  if (out !== undefined && now?.isFile() && now.size === bytes.length && readFileSync(out).equals(bytes))
    return { ...facts, staged: undefined, differs: false }
  if (stage !== undefined) writeFully(stage, bytes, { sync })
  return { ...facts, staged: stage, differs: true }
}
