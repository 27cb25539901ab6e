import type { Settings } from '../config/read-settings.ts'
import type { DeliverRequest, DeliveryReport } from '../deploy/deliver.ts'
import { indexSearch } from '../search/index-search.ts'
import type { Paths } from '../state/paths.ts'
import { searchFailure } from './search-failure.ts'
import { standingAddress } from './served-address.ts'
import type { Terminal } from './terminal.ts'

/** What follows a publish, and whether what was published is for others yet. */
export interface AfterPublish {
  readonly paths: Paths
  readonly settings: Pick<Settings, 'deliver' | 'hub'>
  readonly delivers: boolean
  /** Whether it is delivered where somebody went back, too. */
  readonly resumes?: boolean
  readonly pings: boolean
  /** The number by which this process publishes, where several may. */
  readonly fence?: number | undefined
  readonly screen: Terminal
}

/**
 * What follows a publish that is out: it is delivered, then told, and at last the search is made of it, and delivered too. Of all this only a
 * delivery that fails is a failure of the command.
 */
export async function afterPublish(after: AfterPublish): Promise<readonly DeliveryReport[]> {
  const { paths, settings, delivers, resumes = false, pings, fence, screen } = after
  const deliveries = delivers ? settings.deliver : []
  const first = await deliverTo({ paths, deliveries, fence, resumes }, { screen })
  if (pings) await tell(settings, { paths, screen })
  const isIndexed = await indexAfter(paths, screen)
  return isIndexed ? await deliverTo({ paths, deliveries, fence }, { screen, before: first }) : first
}

/** What delivers is loaded where there is something to deliver to. */
async function deliverTo(
  request: Omit<DeliverRequest, 'basePath' | 'paths'> & Pick<AfterPublish, 'paths'>,
  { screen, before }: { readonly screen: Terminal; readonly before?: readonly DeliveryReport[] },
): Promise<readonly DeliveryReport[]> {
  if (request.deliveries.length === 0) return []
  const { deliverPublished } = await import('./deliver-published.ts')
  const { basePath = '' } = standingAddress(request.paths) ?? {}
  return await deliverPublished({ ...request, basePath }, { screen, before })
}

/** Tells a hub, where there is one. What speaks HTTP is loaded then: it takes as long as a look at thousands of files. */
async function tell(
  { hub, deliver }: AfterPublish['settings'],
  { paths, screen }: Pick<AfterPublish, 'paths' | 'screen'>,
): Promise<void> {
  if (hub === undefined) return
  const { tellHub } = await import('./tell-hub.ts')
  await tellHub({ paths, hub, deliveries: deliver }, screen)
}

/** Whether another index is public now. The stories are out: what stands in the way of searching them is told, and fails nothing. */
async function indexAfter(paths: Paths, screen: Terminal): Promise<boolean> {
  try {
    return (await indexSearch(paths)) === 'indexed'
  } catch (error) {
    screen.say(searchFailure(error))
    return false
  }
}
