import { onTestFinished } from 'vitest'
import { readInstant } from '../../src/cli/options.ts'
import { Preview } from '../../src/preview/preview.ts'
import { RenderPool } from '../../src/render/render-pool.ts'
import type { TemporaryNewsroom } from '../support/newsroom.ts'

/** Opens a preview of a newsroom, at an instant or ahead of the present, with threads that go with the test. */
export async function previewOf(
  { paths }: TemporaryNewsroom,
  { at, deadlineMs = 30_000 }: { readonly at?: string; readonly deadlineMs?: number } = {},
): Promise<Preview> {
  const pool = new RenderPool({ deadlineMs })
  onTestFinished(() => pool[Symbol.asyncDispose]())
  const moment = at === undefined ? undefined : (timezone: string): number => readInstant(at, timezone)
  const preview = await Preview.open({ paths, record: undefined, at: moment, pool })
  if (!(preview instanceof Preview)) throw new Error(JSON.stringify(preview))
  return preview
}
