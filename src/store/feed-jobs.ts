import { join } from 'node:path'
import type { Build } from '../build.ts'
import type { DescribedFeed } from '../describe-feeds.ts'
import type { Artifact, FeedArtifact } from '../model/artifact.ts'
import type { ChannelDiff } from '../plan/subscriber-diff.ts'
import type { MadeArtifact } from './made-artifact.ts'
import type { FeedTask, RenderResult } from './render-task.ts'

/** A document to write, in the formats that are wanted. */
export interface FeedJob {
  readonly task: FeedTask
  readonly artifacts: readonly FeedArtifact[]
}

/** Every document to be written; its formats are written together, from entries read once. */
export function feedJobsOf(
  feeds: readonly DescribedFeed[],
  { make, out, stage }: { readonly make: ReadonlySet<Artifact>; readonly out: string; readonly stage: string | undefined },
): readonly FeedJob[] {
  return feeds.flatMap(({ head, artifacts, entries }, index): FeedJob[] => {
    const wanted = artifacts.filter(artifact => make.has(artifact))
    if (wanted.length === 0) return []
    const places = wanted.map(({ path, format }) => ({
      format,
      out: join(out, path),
      stage: stage && join(stage, `feed-${index}-${format}`),
    }))
    return [{ artifacts: wanted, task: { kind: 'feed', head, entries, places } }]
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

/** What subscribers see, channel by channel. A story that only moved on into an archive has not left. */
export function channelDiffs(
  jobs: readonly FeedJob[],
  { written, built }: { readonly written: readonly RenderResult[]; readonly built: Build },
): readonly ChannelDiff[] {
  const channels = new Map(built.edition.channels.map(channel => [channel.path, channel]))
  return jobs.flatMap(({ task }, index) => {
    const result = written[index]
    const channel = channels.get(task.head.channel.path)
    if (result?.kind !== 'written' || !result.diff || !channel) return []
    const { diff } = result
    const carried = new Set(channel.stories.map(({ id }) => id))
    return [{ ...diff, channel, leaving: diff.leaving.filter(({ id }) => !carried.has(id)) }]
  })
}
