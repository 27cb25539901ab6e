import { type PublishResult, publish } from './publish.ts'
import type { PublishRequest } from './publish-request.ts'
import { standstillContext } from './standstill-context.ts'
import { readStandstill, type Standstill } from './store/standstill.ts'

/** Everything stands as the last publish left it, and another would come to the same. */
export type Unchanged = { readonly kind: 'unchanged' } & Standstill

/**
 * Publishes, unless not a file of the newsroom or of `out/` changed and nothing came due since the last publish: that is told by
 * their sizes and times, in a hundredth of the time that a publish takes.
 * @throws EnvironmentError as `publish` does
 */
export async function publishIfChanged(request: PublishRequest): Promise<PublishResult | Unchanged> {
  const still = request.dryRun || request.accept ? undefined : readStandstill(request.asOf, standstillContext(request))
  return still ? { kind: 'unchanged', ...still } : await publish(request)
}
