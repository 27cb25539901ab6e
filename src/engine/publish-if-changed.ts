import { existsSync } from 'node:fs'
import { isWhole } from '../model/explanation.ts'
import { listingNow } from '../sources/list-files.ts'
import { groundMarks, groundOnDisk } from './ground.ts'
import { type Published, type PublishResult, publish } from './publish.ts'
import { publishChanges } from './publish-changes.ts'
import { type PublishedEdits, publishEdits } from './publish-edits.ts'
import type { PublishRequest } from './publish-request.ts'
import { countMade, readStandstill, type Standstill } from './standstill.ts'
import { standstillContext } from './standstill-context.ts'
import { nothingChangedIn } from './why-made.ts'

/** Everything stands as the last publish left it, and another would come to the same. */
export type Unchanged = { readonly kind: 'unchanged' } & Standstill & Pick<Published, 'explanation'>

/**
 * Publishes, unless not a file of the newsroom or of `out/` changed and nothing came due since the last publish: that is told by
 * their sizes and times, in a hundredth of the time that a publish takes. Where bodies were edited and nothing else, they alone are
 * published.
 * @throws EnvironmentError as `publish` does
 */
export async function publishIfChanged(asked: PublishRequest): Promise<PublishResult | PublishedEdits | Unchanged> {
  if (asked.dryRun || asked.accept || asked.acceptClock) return await publish(asked)
  // Where nothing is remembered all is made: the threads start while the newsroom is listed.
  if (!existsSync(asked.paths.cache)) asked.pool.warm()
  const request = { ...asked, listing: listingNow(asked.paths.articles) }
  const { pool, asOf, listing } = request
  const marks = groundMarks(request)
  // A thread starts beside the looks at what was made.
  const last = readStandstill(asOf, standstillContext(request), { listing, onEdited: () => pool.warm(1) })
  if (!last) return await publish(request)
  if (last.changed.length === 0) {
    const explanation = asked.explain ? nothingChangedIn(countMade(last, standstillContext(request))) : undefined
    return { kind: 'unchanged', ...last.standstill, ...(explanation && { explanation }) }
  }
  const changed = last.changed.map(({ path }) => path)
  const { memory } = request
  if (memory) {
    const published = await publishChanges({ ...request, memory }, changed)
    return isWhole(published) ? await publish({ ...request, whole: published.reason }) : published
  }
  const ground = groundOnDisk(request, { last, marks })
  return (ground && (await publishEdits(request, { ground, changed }))) ?? (await publish(request))
}
