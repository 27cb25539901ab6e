import { lockOut } from '../platform/lock.ts'
import type { Paths } from '../state/paths.ts'
import { refuseNetworkState, refuseNewerState } from '../state/state.ts'
import { type Fence, hasFence, raiseFence } from './fence.ts'

/**
 * Takes `out/`, to publish into it: before all others on this machine, and, with a fence, before all who have an earlier one anywhere.
 * @throws EnvironmentError where another has it, a newer Courant left its state, or that is on a network disk that several machines do not share by a Redis
 */
export async function takeOut(paths: Pick<Paths, 'out' | 'state'>, fence: Fence | undefined): Promise<AsyncDisposable> {
  await using stack = new AsyncDisposableStack()
  stack.use(await lockOut(paths.out, { isFenced: fence !== undefined }))
  // Where there is a fence, a Redis decided who publishes, though the operator may do so by hand while it is away.
  if (!fence && !hasFence(paths)) refuseNetworkState(paths)
  refuseNewerState(paths)
  raiseFence(paths, fence)
  return stack.move()
}
