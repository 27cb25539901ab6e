import { join } from 'node:path'
import type { SitePath } from '../model/address.ts'
import type { Article } from '../model/article.ts'
import type { Artifact, FeedArtifact } from '../model/artifact.ts'
import type { Edition, FeedHead } from '../model/edition.ts'
import type { ChannelDiff } from '../plan/subscriber-diff.ts'
import type { FeedTask, RenderResult } from '../render/render-task.ts'
import type { DescribedFeed } from './describe-feeds.ts'
import type { MadeArtifact } from './made-artifact.ts'

/** A document to write, in the formats that are wanted. */
export interface FeedJob {
  readonly head: FeedHead
  readonly task: () => FeedTask
  readonly artifacts: readonly FeedArtifact[]
}

interface FeedJobRequest extends Pick<FeedTask, 'compares'> {
  readonly make: ReadonlySet<Artifact>
  readonly out: string
  readonly stage: string | undefined
}

/** Every document to be written; its formats are written together, from entries read once. */
export function feedJobsOf(
  feeds: readonly DescribedFeed[],
  { make, out, stage, compares }: FeedJobRequest,
): readonly FeedJob[] {
  return feeds.flatMap(({ head, artifacts, entries }, index): FeedJob[] => {
    const wanted = artifacts.filter(artifact => make.has(artifact))
    if (wanted.length === 0) return []
    const places = wanted.map(({ path, format }) => ({
      format,
      out: join(out, path),
      stage: stage && join(stage, `feed-${index}-${format}`),
    }))
    return [{ head, artifacts: wanted, task: () => ({ kind: 'feed', head, entries, places, compares }) }]
  })
}

/** The files of a document that was written. */
export function madeFeeds(artifacts: readonly FeedArtifact[], result: RenderResult | undefined): readonly MadeArtifact[] {
  if (result?.kind !== 'written') return []
  return artifacts.flatMap((artifact, index): MadeArtifact[] => {
    const made = result.made[index]
    return made ? [{ artifact, made, links: [], diagnostics: [] }] : []
  })
}

/** What subscribers see, channel by channel. A story that only moved on into an archive has not left: `carries` tells. */
export function channelDiffs(
  jobs: readonly FeedJob[],
  {
    written,
    carries,
  }: { readonly written: readonly RenderResult[]; readonly carries: (channel: SitePath, id: string) => boolean },
): readonly ChannelDiff[] {
  return jobs.flatMap(({ head: { channel } }, index) => {
    const result = written[index]
    if (result?.kind !== 'written' || !result.diff) return []
    const { diff } = result
    return [{ ...diff, channel, leaving: diff.leaving.filter(({ id }) => !carries(channel.path, id)) }]
  })
}

/**
 * Whether a channel of an edition carries an item. `storyOf` gives the public story with an id: a channel holds many stories, and to compare their ids one
 * by one would read each of them. Only items of changes are no stories.
 */
export function carriersIn(
  { channels }: Pick<Edition, 'channels'>,
  storyOf: (id: string) => Article | undefined,
): (channel: SitePath, id: string) => boolean {
  const byPath = new Map(channels.map(channel => [channel.path, channel]))
  return (path, id) => {
    const channel = byPath.get(path)
    if (!channel) return false
    const { kind, stories } = channel
    if (kind === 'changes') return stories.some(item => item.id === id)
    const story = storyOf(id)
    return story !== undefined && stories.includes(story)
  }
}
