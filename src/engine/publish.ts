import { existsSync } from 'node:fs'
import { isWhole, type Whole } from '../model/explanation.ts'
import { listingNow } from '../sources/list-files.ts'
import { type LastPublish, lastPublish } from './last-publish.ts'
import { outStandsBeside } from './out-stands.ts'
import { publishChanges } from './publish-changes.ts'
import { marksNow } from './publish-inputs.ts'
import type { PublishRequest, ResidentMemory } from './publish-request.ts'
import type { Published, PublishResult, Unchanged } from './publish-result.ts'
import { publishWhole } from './publish-whole.ts'
import { nothingChangedIn } from './why-made.ts'

/**
 * Publishes what changed since the last publish; nothing, where not a file of the newsroom or of `out/` changed and nothing came due: that is told by
 * their sizes and times. The whole, where there is no telling what changed.
 * @throws EnvironmentError when another publisher is at it, or the disk fails; what was public then stays as it was
 */
export async function publish(asked: PublishRequest): Promise<PublishResult | Unchanged> {
  if (asked.dryRun || asked.accept || asked.acceptClock) return await publishWhole(asked)
  // Where nothing is remembered all is made: the threads start while the newsroom is listed.
  if (!existsSync(asked.paths.cache)) asked.pool.warm()
  const stands = outStandsBeside(asked.paths)
  const request = { ...asked, listing: listingNow(asked.paths.articles) }
  const { pool, asOf, listing } = request
  // A thread starts beside the looks at what was made.
  using last = await lastPublish(asOf, request, { listing, onChanged: () => pool.warm(1), stands })
  if (!last) return await publishWhole(request)
  if (last.changed.length === 0 && !last.isDue) {
    if (last.isUntidy) return await publishWhole({ ...request, whole: 'tidying' })
    const explanation = asked.explain ? nothingChangedIn(last.fileCount()) : undefined
    return { kind: 'unchanged', ...last.outcome, ...(explanation && { explanation }) }
  }
  const published = await publishSince(last, request)
  return isWhole(published) ? await publishWhole({ ...request, whole: published.reason }) : published
}

/** Publishes what changed since the last publish, in a process that remembers it or on what it left in the cache. */
async function publishSince(last: LastPublish, request: PublishRequest): Promise<Published | Whole> {
  const { memory } = request
  if (memory?.newsroom) return await publishChanges({ ...request, memory }, last.changed)
  // The edition that comes of it reads its stories from the cache when it is asked for them: that is closed with the process.
  return await publishChanges({ ...request, memory: opened(last, request, memory ?? {}) }, last.changed)
}

function opened(last: LastPublish, request: PublishRequest, memory: ResidentMemory): ResidentMemory {
  const newsroom = last.newsroom(request)
  if (newsroom) {
    memory.newsroom = newsroom
    memory.marks = marksNow(request)
  }
  return memory
}
