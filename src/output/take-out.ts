import { lockOut } from '../platform/lock.ts'
import type { Paths } from '../state/paths.ts'
import { type Fence, raiseFence } from './fence.ts'

/**
 * Takes `out/`, to publish into it: before all others on this machine, and, with a fence, before all who have an earlier one anywhere.
 * @throws EnvironmentError where another has it
 */
export async function takeOut(paths: Pick<Paths, 'out' | 'state'>, fence: Fence | undefined): Promise<AsyncDisposable> {
  await using stack = new AsyncDisposableStack()
  stack.use(await lockOut(paths.out, { isFenced: fence !== undefined }))
  raiseFence(paths, fence)
  return stack.move()
}
