import { lockOut } from '../platform/lock.ts'
import type { Paths } from '../state/paths.ts'
import { refuseNetworkState } from '../state/state.ts'
import { type Fence, raiseFence } from './fence.ts'

/**
 * Takes `out/`, to publish into it: before all others on this machine, and, with a fence, before all who have an earlier one anywhere.
 * @throws EnvironmentError where another has it, or its state is on a network disk and nothing but the lock keeps others out
 */
export async function takeOut(paths: Pick<Paths, 'out' | 'state'>, fence: Fence | undefined): Promise<AsyncDisposable> {
  await using stack = new AsyncDisposableStack()
  stack.use(await lockOut(paths.out, { isFenced: fence !== undefined }))
  if (!fence) refuseNetworkState(paths)
  raiseFence(paths, fence)
  return stack.move()
}
