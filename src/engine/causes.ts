import { belongs } from '../edition/tombstones.ts'
import { type OutPath, type SourcePath, sitePathOf } from '../model/address.ts'
import type { Article } from '../model/article.ts'
import { type Artifact, kindOf } from '../model/artifact.ts'
import type { Channel, StoryList } from '../model/edition.ts'
import type { DescribedFeed } from './describe-feeds.ts'
import type { CarriedChanges } from './why-made.ts'

/** What is known of a change, to tell for which files of the newsroom an artifact was made. */
export interface CauseInputs {
  /** The files that changed, and those of the stories that came or went. */
  readonly changed: readonly SourcePath[]
  /** Stories that are others than before: as they were, and as they are. */
  readonly stories: readonly Pick<Article, 'path' | 'lang' | 'topics' | 'authors' | 'section'>[]
  /** Pages that read a place that changed, each with the files of the stories that changed there. */
  readonly readers: ReadonlyMap<OutPath, readonly SourcePath[]>
  readonly feeds: readonly DescribedFeed[]
  readonly carried: CarriedChanges
  readonly lists: readonly StoryList[]
  /** Whose page a file is. */
  readonly storyAt: (page: OutPath) => SourcePath | undefined
}

/**
 * Tells for an artifact which files it was made for: its own; those of the stories at the places that it read, or whose entries it carries; those of
 * the changed stories in its list or channel. Where none of that tells, all that changed. Where very much changed, its own file alone.
 */
export function causesIn({
  changed,
  stories,
  readers,
  feeds,
  carried,
  lists,
  storyAt,
}: CauseInputs): (artifact: Artifact) => readonly SourcePath[] {
  const own = new Set(changed)
  const channels = new Map(feeds.flatMap(({ head, artifacts }) => artifacts.map(({ path }) => [path, head.channel] as const)))
  const causesOf = (artifact: Artifact): readonly SourcePath[] => {
    const source = sourceOf(artifact)
    if (source !== undefined && own.has(source)) return [source]
    if (isTooMuch(changed)) return []
    if (source !== undefined) return readers.get(artifact.path) ?? []
    const subject = channels.get(artifact.path) ?? (kindOf(artifact) === 'list' ? listAt(artifact.path, lists) : undefined)
    const entries = (carried.get(artifact.path) ?? []).flatMap(page => storyAt(page) ?? [])
    return [...entries, ...(subject ? stories.filter(isIn(subject)).map(({ path }) => path) : [])]
  }
  return artifact => {
    const causes = [...new Set(causesOf(artifact))]
    return causes.length > 0 || isTooMuch(changed) ? causes : changed
  }
}

// Of more that changed at once, nobody reads which of them a list or a feed was made for.
const MOST_CHANGED = 100

/** Whether so much changed at once that causes are not looked for. */
export function isTooMuch(changed: CauseInputs['changed']): boolean {
  return changed.length > MOST_CHANGED
}

/** The file of the newsroom that an artifact is made of, where there is one. */
function sourceOf(artifact: Artifact): SourcePath | undefined {
  if (artifact.kind === 'page') return artifact.source?.path
  return artifact.kind === 'file' || artifact.kind === 'image' ? artifact.source : undefined
}

/** The list of which a file is a page: the one with the longest address that the page is below. */
function listAt(path: OutPath, lists: readonly StoryList[]): StoryList | undefined {
  const address = sitePathOf(path)
  const above = lists.filter(list => address.startsWith(list.path))
  return above.sort((a, b) => b.path.length - a.path.length)[0]
}

function isIn({ kind, path, lang }: Pick<StoryList | Channel, 'kind' | 'path' | 'lang'>) {
  return (story: CauseInputs['stories'][number]): boolean =>
    kind === 'changes' || belongs(story, { kind: kind === 'home' ? 'language' : kind, path, lang })
}
