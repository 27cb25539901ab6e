import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Published } from '../../src/engine/publish-result.ts'
import { publishWhole } from '../../src/engine/publish-whole.ts'
import { RenderPool } from '../../src/render/render-pool.ts'
import { answer } from '../../src/serve/answer.ts'
import { publishedSite } from '../../src/serve/published.ts'
import { type RunningServer, startServer } from '../../src/serve/server.ts'
import { pathsOf } from '../../src/state/paths.ts'

const ARTICLES = fileURLToPath(new URL('../../articles/', import.meta.url))

/** When the demonstration is looked at: after its newest story, before its scheduled one. */
const AS_OF = Date.UTC(2026, 11, 1)

/** When one of its stories has expired. */
export const AFTER_AN_EXPIRY: number = Date.UTC(2031, 1, 1)

/** This checkout's own newsroom, published into a folder for temporary files, and served. */
export interface Demonstration extends AsyncDisposable {
  readonly published: Published
  /** Folder of what was published. */
  readonly out: string
  /** Where it is served, without a slash at the end. */
  readonly address: string
}

/** Publishes it, and again at each later instant, and serves it as `courant run` does. Disposing ends the server and removes the folder. */
export async function demonstration(...later: readonly number[]): Promise<Demonstration> {
  const folder = mkdtempSync(join(tmpdir(), 'courant-site-'))
  const articles = join(folder, 'articles')
  const out = join(folder, 'out')
  cpSync(ARTICLES, articles, { recursive: true })
  const published = await publishAt([AS_OF, ...later], { articles, out })
  const server: RunningServer = await startServer(answer(publishedSite(out), published.site), { host: '127.0.0.1', port: 0 })
  return {
    published,
    out,
    address: server.address,
    [Symbol.asyncDispose]: async () => {
      await server[Symbol.asyncDispose]()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** What the last of these publishes did. */
async function publishAt(
  instants: readonly number[],
  newsroom: { readonly articles: string; readonly out: string },
): Promise<Published> {
  await using pool = new RenderPool({ deadlineMs: 10_000 })
  let last: Published | undefined
  for (const asOf of instants) {
    const result = await publishWhole({
      paths: pathsOf(newsroom),
      asOf,
      record: undefined,
      hub: undefined,
      theme: undefined,
      accept: false,
      onTurnover: 'stop',
      pool,
      dryRun: false,
      onProgress: () => undefined,
    })
    if (result.kind !== 'published') throw new Error(JSON.stringify(result.diagnostics))
    last = result
  }
  if (!last) throw new Error('nothing was published')
  return last
}
