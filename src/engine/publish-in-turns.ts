import type { Explanation } from '../model/explanation.ts'
import type { ChannelDiff } from '../plan/subscriber-diff.ts'
import { publish } from './publish.ts'
import type { PublishRequest } from './publish-request.ts'
import type { PublishResult, Unchanged } from './publish-result.ts'
import { publishWhole } from './publish-whole.ts'

/**
 * Publishes what is ready, then tries the texts that take long, and publishes those that are ready in time. `onTurn` is told what each of
 * the two came to; the answer is what both did.
 * @throws EnvironmentError as `publish` does
 */
export async function publishInTurns(
  request: PublishRequest,
  onTurn: (result: PublishResult) => void,
): Promise<PublishResult | Unchanged> {
  const first = await publish(request.dryRun ? request : { ...request, slow: 'later' })
  if (first.kind !== 'published') return first
  onTurn(first)
  const isWaiting = first.retryAt !== undefined && first.retryAt <= request.asOf
  if (request.dryRun || !isWaiting) return first
  const second = await publishWhole({ ...request, listing: undefined, slow: 'now' })
  onTurn(second)
  if (second.kind !== 'published') return second
  return {
    ...second,
    written: [...new Set([...first.written, ...second.written])],
    removed: [...new Set([...first.removed, ...second.removed])],
    subscribers: together(first.subscribers, second.subscribers),
    explanation: explainedTogether(first.explanation, second.explanation),
  }
}

function explainedTogether(first: Explanation | undefined, second: Explanation | undefined): Explanation | undefined {
  return first && second && { ...first, made: [...first.made, ...second.made], unchanged: second.unchanged }
}

/** What subscribers see of two publishes, one right after the other. */
function together(first: readonly ChannelDiff[], second: readonly ChannelDiff[]): readonly ChannelDiff[] {
  const later = new Map(second.map(diff => [diff.channel.path, diff]))
  const both = first.map(diff => {
    const next = later.get(diff.channel.path)
    later.delete(diff.channel.path)
    if (!next) return diff
    return {
      ...diff,
      added: [...diff.added, ...next.added],
      edited: [...diff.edited, ...next.edited],
      resurfacing: [...diff.resurfacing, ...next.resurfacing],
      leaving: [...diff.leaving, ...next.leaving],
    }
  })
  return [...both, ...later.values()]
}
